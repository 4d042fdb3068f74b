import { type Address, display, overlapsWith } from '../address/address.ts';
import { specialPurpose } from '../address/special-purpose.ts';

/** An old list proves nothing about today's network. Milliseconds. */
const STALE_MS = 24 * 3_600_000;
/**
 * The widest range that one person may block, and two together: a wider one hits too many who did nothing. A /16 is what a hoster
 * or a town has, and a /32 is what a provider of IPv6 gets.
 */
const WIDEST = { 4: 24, 6: 48 } as const;
const WIDEST_FOR_TWO = { 4: 16, 6: 32 } as const;

export interface GuardedRange {
  cidr: Address;
  why: string;
  /** On the allowlist: no two people override it, for whoever exempted it answers for it. */
  isExempted?: true;
}

/** The never-block list as it is known now. */
export interface Guard {
  /** Discovered and configured ranges, each with the reason. */
  ranges: readonly GuardedRange[];
  /** When the discovered part was last read whole, in milliseconds; undefined: never. */
  readAt: number | undefined;
}

/** Why an address must not be blocked, or undefined. Matching is both ways: a range that holds a guarded one is guarded. */
export function guardedBecause(guard: Guard, address: Address): string | undefined {
  const special = specialPurpose(address);
  if (special) return special;
  return because(guard.ranges, address);
}

/** The same where two people override the list: what is exempted holds against them as well. */
export function exemptedBecause(guard: Guard, address: Address): string | undefined {
  return because(
    guard.ranges.filter((range) => range.isExempted),
    address,
  );
}

function because(ranges: readonly GuardedRange[], address: Address): string | undefined {
  const hit = ranges.find(overlapsWith(address));
  return hit && `${display(hit.cidr)} is never blocked: ${hit.why}`;
}

/** Whether automatic blocking may trust the list; if not, why. */
export function guardDoubt(guard: Guard, now: number): string | undefined {
  if (guard.readAt === undefined) return 'the never-block list could not be read yet';
  return now - guard.readAt > STALE_MS ? 'the never-block list is older than a day' : undefined;
}

/** Why a range is too wide to be blocked by one person, or undefined. */
export function tooWide(family: 4 | 6, prefix: number): string | undefined {
  return wider(WIDEST[family], family, prefix);
}

/** Why a range is too wide even for two people, or undefined. */
export function tooWideForTwo(family: 4 | 6, prefix: number): string | undefined {
  return wider(WIDEST_FOR_TWO[family], family, prefix);
}

function wider(widest: number, family: 4 | 6, prefix: number): string | undefined {
  return prefix < widest ? `a /${prefix} is too wide: at most /${widest} for IPv${family}` : undefined;
}
