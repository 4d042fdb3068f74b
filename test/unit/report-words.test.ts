import { expect, test } from 'vitest';
import { sayByWhom, sayDecided, sayTrend } from '../../src/response/report-words.ts';

test.each([
  [0, 0, ''],
  [7, 7, ' (as before)'],
  [5, 0, ' (none before)'],
  [112, 100, ' (+12 %)'],
  [80, 100, ' (−20 %)'],
  [0, 100, ' (−100 %)'],
  [10_001, 10_000, ' (±0 %)'],
  [9, 2, ' (2 before)'],
])('%d after %d is said as "%s"', (now, before, words) => {
  expect(sayTrend(now, before)).toBe(words);
});

test.each([
  [undefined, 'no question was decided'],
  [{ count: 1, median: 90_000, p90: 90_000 }, '1 min 30 s (1 decision)'],
  [{ count: 9, median: 60_000, p90: 600_000 }, '1 min in the median, 10 min at most (9 decisions)'],
  [{ count: 10, median: 60_000, p90: 600_000 }, '1 min in the median, 9 of 10 within 10 min (10 decisions)'],
])('how long people took: %j', (decided, words) => {
  expect(sayDecided(decided)).toBe(words);
});

test('by whom blocks were made', () => {
  const totals = { alerts: 0, addresses: 0, blocks: 4, automatic: 3, byPeople: 1, undone: 0, expired: 0, ignored: 0 };

  expect(sayByWhom(totals)).toBe('3 automatic (75 %), 1 by people');
});
