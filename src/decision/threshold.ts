import { z } from 'zod';

/** What one attacker did within the window. */
export interface Tally {
  events: number;
  /** Distinct attacked hosts. */
  hosts: number;
  /** Distinct rules that saw it. */
  rules: number;
}

const least = z.number().int().min(1);

/** From which tally on something happens: a number of events, or the first of several limits that is reached. */
export const thresholdSchema = z.union(
  [
    least,
    z
      .strictObject({
        events: least.exactOptional().describe('so many events of the attacker'),
        hosts: least.exactOptional().describe('so many attacked hosts'),
        rules: least.exactOptional().describe('so many rules that saw it'),
      })
      .refine((limits) => Object.keys(limits).length > 0, 'name at least one of events, hosts, rules'),
  ],
  'write a whole number from 1 on, or limits such as {events: 20, hosts: 3, rules: 3}',
);
export type Threshold = z.infer<typeof thresholdSchema>;

/** The limit that a tally reaches, in words (`threshold 20`, `threshold 3 hosts`), or undefined. */
export function reached(threshold: Threshold, tally: Tally): string | undefined {
  const hit = limits(threshold).find(([kind, limit]) => tally[kind] >= limit);
  return hit && `threshold ${inWords(hit)}`;
}

/** All limits in words: `20`, or `20 events or 3 hosts`. */
export function sayThreshold(threshold: Threshold): string {
  return typeof threshold === 'number' ? String(threshold) : limits(threshold).map(inWords).join(' or ');
}

type Limit = [kind: keyof Tally, limit: number];

function limits(threshold: Threshold): Limit[] {
  if (typeof threshold === 'number') return [['events', threshold]];
  const kinds = ['events', 'hosts', 'rules'] as const;
  return kinds.flatMap((kind): Limit[] => {
    const limit = threshold[kind];
    return limit === undefined ? [] : [[kind, limit]];
  });
}

function inWords([kind, limit]: Limit): string {
  if (kind === 'events') return String(limit);
  return `${limit} ${limit === 1 ? kind.slice(0, -1) : kind}`;
}
