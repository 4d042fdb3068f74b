import { describe, expect, test } from 'vitest';
import { type ChartFacts, drawActivity } from '../../src/chat/charts/activity-chart.ts';
import { sayTick, tickEvery } from '../../src/chat/charts/times.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const UNTIL = Date.UTC(2026, 10, 24, 9);

function facts(alerts: number): ChartFacts {
  const slices = Array.from({ length: 24 }, (_, index) => ({
    from: UNTIL - DAY + index * HOUR,
    alerts: index === 5 ? alerts : 0,
    automatic: index % 3,
    byPeople: 1,
  }));
  return { from: UNTIL - DAY, until: UNTIL, sliceMs: HOUR, slices };
}

describe('the chart', () => {
  const png = drawActivity(facts(7));

  test('is a PNG that is sharp on a phone', () => {
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1400, 900]);
    expect(png.length).toBeLessThan(200_000);
  });

  test('is the same for the same numbers, and another for others', () => {
    expect(drawActivity(facts(7)).equals(png)).toBe(true);
    expect(drawActivity(facts(8)).equals(png)).toBe(false);
  });

  test('can be drawn of nothing at all', () => {
    expect(drawActivity({ from: UNTIL - DAY, until: UNTIL, sliceMs: HOUR, slices: [] }).length).toBeGreaterThan(1000);
  });
});

test.each([
  [18, 10 * 60_000, HOUR],
  [25, HOUR, 6 * HOUR],
  [29, 6 * HOUR, DAY],
  [31, DAY, 5 * DAY],
])('%d slices of %d ms have labels that fit below', (slices, sliceMs, every) => {
  expect(tickEvery(slices, sliceMs)).toBe(every);
  expect((slices * sliceMs) / every).toBeLessThanOrEqual(8);
});

test('labels tell the hour of a day, else the day', () => {
  expect([sayTick(UNTIL, 3 * HOUR), sayTick(UNTIL, DAY)]).toEqual(['09:00', '24 Nov']);
});
