import { type Address, display, overlaps } from '../address/address.ts';

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
  return entries.find((entry) => (entry.until === null || entry.until > now) && overlaps(entry.cidr, address));
}
