import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { earlierOffences, escalate } from '../../src/decision/escalate.ts';
import { ordinal } from '../../src/decision/ordinal.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RULES = { factor: 2, within: 30 * DAY, longest: 30 * DAY, jitter: 0.1 };

describe('the length of an automatic block', () => {
  test.each([
    [1, 4 * HOUR],
    [2, 8 * HOUR],
    [3, 16 * HOUR],
    [8, 512 * HOUR],
    [9, 30 * DAY],
    [11, 30 * DAY],
  ])('the offence %i', (offence, length) => {
    expect(escalate(4 * HOUR, offence, RULES, 0)).toEqual({ nominal: length, forMs: length });
  });

  test('a rule’s own first length may be longer than the longest', () => {
    expect(escalate(60 * DAY, 3, RULES, 0).nominal).toBe(60 * DAY);
  });

  test('chance takes off at most its share, whole minutes remain, and one at least', () => {
    const length = fc.integer({ min: 60_000, max: 30 * DAY });
    fc.assert(
      fc.property(
        length,
        fc.integer({ min: 1, max: 11 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (first, offence, chance) => {
          const { nominal, forMs } = escalate(first, offence, RULES, chance);

          expect(forMs).toBeLessThanOrEqual(nominal + 30_000);
          expect(forMs).toBeGreaterThanOrEqual(Math.max(60_000, nominal * 0.9 - 30_000));
          expect(chance === 0 || forMs % 60_000 === 0).toBe(true);
        },
      ),
    );
  });
});

describe('what counts as an earlier offence', () => {
  const now = 100 * DAY;
  const ended = (as: 'lifted' | 'expired', at: number) => ({ ended: { as, at } });

  test('a block that ran out lately; not one that was undone, goes on, or is long ago', () => {
    expect(earlierOffences([ended('expired', now - DAY), ended('expired', now - 29 * DAY)], 30 * DAY, now)).toBe(2);
    expect(earlierOffences([ended('lifted', now - DAY), {}, ended('expired', now - 30 * DAY)], 30 * DAY, now)).toBe(0);
  });

  test('is said as a word', () => {
    expect([1, 3, 10, 11].map(ordinal)).toEqual(['first', 'third', 'tenth', '11th']);
  });
});
