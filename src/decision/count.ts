import type { Severity } from '../alerts/alert.ts';
import type { SeenEvent } from './seen-event.ts';
import type { Tally } from './threshold.ts';

/** The window in which is counted, its end included. Milliseconds. */
interface Window {
  windowMs: number;
  now: number;
}

/**
 * What one attacker did within the window under `rule`. `together` are the rules whose hosts, and number, count with it;
 * its events count together with theirs only if `isSummed`.
 */
export function tally(
  events: readonly SeenEvent[],
  rule: string,
  { together, isSummed, ...window }: Window & { together: (rule: string) => boolean; isSummed: boolean },
): Tally {
  const recent = within(events, window);
  const byRule = Map.groupBy(
    recent.filter((event) => event.rule === rule || together(event.rule)),
    (event) => event.rule,
  );
  const own = byRule.get(rule) ?? [];
  const counted = isSummed ? [...byRule.values()] : [own];
  const hosts = (isSummed ? [...byRule.values()].flat() : own).map((event) => event.host).filter(Boolean);
  return {
    events: counted.reduce((total, each) => total + weigh(each), 0),
    hosts: new Set(hosts).size,
    rules: byRule.size,
  };
}

function within(events: readonly SeenEvent[], { windowMs, now }: Window): SeenEvent[] {
  return events.filter((event) => event.at > now - windowMs && event.at <= now);
}

/**
 * Alerts of frequency rules add up; spikes, cardinalities and top counts each state the whole, so the largest of them
 * counts.
 */
function weigh(events: readonly SeenEvent[]): number {
  const sum = events.filter((event) => event.counting === 'sum').reduce((total, event) => total + event.weight, 0);
  const max = Math.max(0, ...events.filter((event) => event.counting === 'max').map((event) => event.weight));
  return Math.max(sum, max);
}

/** The order of danger: log2(severity x count x repeats) + last seen / half-life. Changes only with new events. */
export function dangerScore(input: { severity: Severity; count: number; repeats: number; lastSeen: number }): number {
  const weight = SEVERITY_WEIGHT[input.severity];
  return Math.log2(weight * Math.max(1, input.count) * (1 + input.repeats)) + input.lastSeen / HALF_LIFE_MS;
}

/** After a day an attack is worth half of a fresh one. Milliseconds. */
const HALF_LIFE_MS = 24 * 3_600_000;
const SEVERITY_WEIGHT: Record<Severity, number> = { low: 1, medium: 2, high: 4, critical: 8 };
