import { expect, test } from 'vitest';
import { emptyAutomatic } from '../../src/decision/automatic.ts';
import { reserve } from '../../src/decision/breaker.ts';
import { address } from '../support/address.ts';

const NOW = 1_795_500_000_000;
const DAY = 86_400_000;
const LIMITS = { blocks: 3, addresses: 50, window: 600_000, surge: 10 };

test('what was counted while the clock was a day ahead is not in the window of today', () => {
  const draft = emptyAutomatic();
  const ask = (number: number, at: number) =>
    reserve(draft, { address: address(`198.51.100.${number}`), rule: 'ssh', at }, LIMITS);
  for (const number of [1, 2, 3]) ask(number, NOW + DAY);

  expect(ask(4, NOW)).toEqual({ kind: 'ok' });
  expect(ask(5, NOW - 1000)).toEqual({ kind: 'ok' });
  expect(ask(6, NOW)).toEqual({ kind: 'ok' });
  expect(ask(7, NOW)).toMatchObject({ kind: 'off', tripped: true });
});
