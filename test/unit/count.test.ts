import { describe, expect, test } from 'vitest';
import { dangerScore, tally } from '../../src/decision/count.ts';
import type { SeenEvent } from '../../src/decision/seen-event.ts';

const NOW = 1_000_000_000;
const WINDOW = 600_000;
const DAY = 24 * 3_600_000;

function event(more: Partial<SeenEvent> = {}): SeenEvent {
  return { id: 'x', rule: 'ssh', at: NOW, weight: 1, counting: 'sum', ...more };
}

/** What counts of these under the rule `ssh` alone. */
function counted(events: SeenEvent[]) {
  return tally(events, 'ssh', { windowMs: WINDOW, now: NOW, together: () => false, isSummed: false }).events;
}

describe('the events of an attacker', () => {
  test('are the sum of what its alerts weigh', () => {
    expect(counted([event({ weight: 5 }), event({ weight: 7 })])).toBe(12);
    expect(counted([])).toBe(0);
  });

  test('are the largest where each alert states the whole', () => {
    const whole = [5, 9, 7].map((weight) => event({ weight, counting: 'max' }));

    expect(counted(whole)).toBe(9);
    expect(counted([...whole, event({ weight: 4 })])).toBe(9);
    expect(counted([...whole, event({ weight: 10 })])).toBe(10);
  });

  test('of another rule do not count', () => {
    expect(counted([event({ rule: 'web' }), event({ rule: 'SSH' })])).toBe(0);
  });

  test('count from just inside the window to its end', () => {
    const counts = [NOW - WINDOW, NOW - WINDOW + 1, NOW, NOW + 1].map((at) => counted([event({ at })]));

    expect(counts).toEqual([0, 1, 1, 0]);
  });
});

describe('the score of danger', () => {
  const base = { severity: 'medium' as const, count: 10, repeats: 1, lastSeen: NOW };

  test('doubles its argument, and so grows by one, with twice the events or one class of severity', () => {
    const score = dangerScore(base);

    expect(dangerScore({ ...base, count: 20 })).toBeCloseTo(score + 1);
    expect(dangerScore({ ...base, severity: 'high' })).toBeCloseTo(score + 1);
    expect(dangerScore({ ...base, severity: 'critical' })).toBeCloseTo(score + 2);
    expect(dangerScore({ ...base, severity: 'low' })).toBeCloseTo(score - 1);
    expect(dangerScore({ ...base, repeats: 3 })).toBeCloseTo(score + 1);
  });

  test('makes an attack of yesterday worth half of one of today', () => {
    expect(dangerScore({ ...base, lastSeen: NOW + DAY })).toBeCloseTo(dangerScore({ ...base, count: 20 }));
  });

  test('keeps its order as time passes: it looks at no clock', () => {
    const [old, fresh] = [dangerScore({ ...base, count: 1000 }), dangerScore({ ...base, lastSeen: NOW + DAY })];

    expect(old).toBeGreaterThan(fresh);
  });

  test('is a number even without an event', () => {
    expect(Number.isFinite(dangerScore({ ...base, count: 0, repeats: 0, lastSeen: 0 }))).toBe(true);
  });
});
