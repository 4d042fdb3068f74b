import { expect, test } from 'vitest';
import { quantile, type Turn, timeToDecide } from '../../src/response/time-to-decide.ts';

const HOUR = 3_600_000;
const turn = (kind: Turn['kind'], hours: number): Turn => ({ kind, at: hours * HOUR });

test('a question that nobody answered for a day is closed: the next alert asks anew', () => {
  const turns = [turn('ask', 0), turn('ask', 23), turn('ask', 48), turn('person', 49)];

  expect(timeToDecide(turns)).toEqual([HOUR]);
});

test('what is decided days after a question tells nothing of how long it took', () => {
  expect(timeToDecide([turn('ask', 0), turn('person', 24)])).toEqual([]);
});

test('after a decision it may be asked again', () => {
  const turns = [
    turn('ask', 0),
    turn('person', 1),
    turn('person', 2),
    turn('ask', 3),
    turn('person', 5),
    turn('ask', 6),
  ];

  expect(timeToDecide(turns)).toEqual([HOUR, 2 * HOUR]);
});

test.each([
  [[], 0.5, undefined],
  [[7], 0.9, 7],
  [[3, 1, 2], 0.5, 2],
  [[4, 3, 2, 1], 0.5, 2],
  [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.9, 9],
])('of %j the quantile %d is %s', (values, share, expected) => {
  expect(quantile(values, share)).toBe(expected);
});
