import type { Severity } from '../alerts/alert.ts';
import type { SeenEvent } from './seen-event.ts';

/**
 * How many events this attacker made under one rule within the window that ends now. Alerts of frequency rules add up;
 * spikes, cardinalities and top counts each state the whole, so the largest of them counts.
 */
export function countEvents(events: readonly SeenEvent[], rule: string, windowMs: number, now: number): number {
  const recent = events.filter((event) => event.rule === rule && event.at > now - windowMs && event.at <= now);
  const sum = recent.filter((event) => event.counting === 'sum').reduce((total, event) => total + event.weight, 0);
  const max = Math.max(0, ...recent.filter((event) => event.counting === 'max').map((event) => event.weight));
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
