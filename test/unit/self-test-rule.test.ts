import { expect, test } from 'vitest';
import { askTimes } from '../../src/ledger/asking.ts';
import { addClaim, expireClaims } from '../../src/ledger/block.ts';
import { isFoldable } from '../../src/ledger/folded.ts';
import { isSelfTest, SELF_TEST, SELF_TEST_RULE } from '../../src/ledger/self-test-rule.ts';
import { episodeOf, recordOf } from '../support/record.ts';

const NOW = 1_795_500_000_000;
const MINUTE = 60_000;

function ended(...by: string[]) {
  const record = recordOf('192.0.2.1/32');
  const at = { now: NOW, targets: ['acl-1'], severity: 'low' as const };
  for (const [index, each] of by.entries())
    addClaim(record, { by: each, scopes: ['all'], until: NOW + MINUTE * (1 + index), why: 'x' }, at);
  expireClaims(record, NOW + 10 * MINUTE);
  return record.outbox.at(-1);
}

test('the block of a test that stopped in the middle ends by its time, which nothing counts', () => {
  expect(ended(SELF_TEST)).toMatchObject({ kind: 'expire' });
  expect([SELF_TEST, 'rule:ssh', 'U1'].map((by) => isSelfTest({ actor: 'aism', why: '', ...ended(by) }))).toEqual([
    true,
    false,
    false,
  ]);
  expect(isSelfTest({ actor: 'aism', why: '', ...ended(SELF_TEST, 'U1') })).toBe(false);
});

test('its card is posted in a storm too, and is none of the attackers in the digest', () => {
  expect(isFoldable(episodeOf('1-0', NOW, { rule: SELF_TEST_RULE }))).toBe(false);
  expect(isFoldable(episodeOf('1-0', NOW))).toBe(true);
});

test('nobody is reminded of its question', () => {
  const asks = { remind: MINUTE, close: MINUTE };
  expect(askTimes(episodeOf('1-0', NOW, { rule: SELF_TEST_RULE }), { asks })).toEqual({
    remind: 'never',
    close: 'never',
  });
  expect(askTimes(episodeOf('1-0', NOW), { asks })).toBe(asks);
});
