import { type Address, display, family, overlapsWith, prefixLength } from '../address/address.ts';
import type { Guard } from './guard.ts';

/** The widest entry that an analyst may make, and the widest at all: it is as good as no blocking for all of it. */
const WIDEST = { 4: { analyst: 24, lead: 16 }, 6: { analyst: 48, lead: 32 } } as const;

/** An address or range that a person exempted. Moments in milliseconds. */
export interface AllowEntry {
  cidr: Address;
  /** Who answers for it. */
  by: string;
  at: number;
  /** null: until somebody takes it away. */
  until: number | null;
  why: string;
}

/** Why the allowlist keeps an address from being blocked, or undefined. Matching is both ways, as for the guard. */
export function allowedBecause(entries: readonly AllowEntry[], address: Address, now: number): string | undefined {
  const hit = entryFor(entries, address, now);
  return hit && `${display(hit.cidr)} is on the allowlist: ${hit.why}`;
}

/** The first entry, not yet over, that covers the address or lies within it. */
export function entryFor(entries: readonly AllowEntry[], address: Address, now: number): AllowEntry | undefined {
  const isAbout = overlapsWith(address);
  return entries.find((entry) => isAbout(entry) && !isOver(entry, now));
}

/** Whether the time of an entry is over: from then on it counts no more, taken away or not. */
export function isOver({ until }: { until: number | null }, now: number): boolean {
  return until !== null && until <= now;
}

/** The never-block list with what people exempted: nothing of either is in the firewall. */
export function withAllowed(guard: Guard, entries: readonly AllowEntry[], now: number): Guard {
  const allowed = entries.filter((entry) => !isOver(entry, now));
  return {
    ...guard,
    ranges: [
      ...guard.ranges,
      ...allowed.map(({ cidr, why }) => ({ cidr, why: `on the allowlist: ${why}`, isExempted: true as const })),
    ],
  };
}

/** Why an entry is too wide for who wants it, or undefined. */
export function tooWideToAllow(cidr: Address, isLead: boolean): string | undefined {
  const [prefix, widest] = [prefixLength(cidr), WIDEST[family(cidr)]];
  if (prefix < widest.lead) return `a /${prefix} is too wide: at most /${widest.lead} for IPv${family(cidr)}`;
  if (prefix >= widest.analyst || isLead) return undefined;
  return `a /${prefix} is too wide: at most /${widest.analyst} for IPv${family(cidr)}, up to /${widest.lead} by a lead`;
}
