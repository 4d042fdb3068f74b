import { MOST_EVENTS } from './alert.ts';

/** A number of events as a body states it: a whole number above zero, also as text, cut to a million; else undefined. */
export function statedCount(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,20}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 1) return undefined;
  return Math.min(number, MOST_EVENTS);
}
