import { z } from 'zod';
import { type Address, family, prefixLength } from '../address/address.ts';
import { type Guard, guardDoubt, guardedBecause, tooWide, tooWideForTwo } from './guard.ts';

/** Why a block takes two people: it is on the never-block list, it hits many addresses, or it never ends. */
export const twoPeopleSchema = z.enum(['guarded', 'wide', 'permanent']);
export type TwoPeople = z.infer<typeof twoPeopleSchema>;

/** What somebody wants blocked. Milliseconds; null: for good. */
export interface WantedBlock {
  address: Address;
  forMs: number | null;
}

/** Whether one person alone may not, whatever the never-block list says. */
export function takesTwo({ address, forMs }: WantedBlock): boolean {
  return forMs === null || tooWide(family(address), prefixLength(address)) !== undefined;
}

/** A block that takes two; `guarded` says why it is on the never-block list, if it is. */
export interface Two {
  kind: 'two';
  reasons: TwoPeople[];
  guarded: string | undefined;
}

/** What not even two people may. */
export interface NotEvenTwo {
  kind: 'too-wide' | 'in-doubt' | 'guarded' | 'never-for-good';
  why: string;
}

/**
 * Why a block takes two people, or why not even two may. A wide range that holds anything of the never-block list is nobody's:
 * a smaller one does. Nor is one while the list is in doubt, since nobody could tell what of ours is in it. And against the
 * list nothing is blocked for good.
 */
export function whyTwo(guard: Guard, { address, forMs }: WantedBlock, now: number): Two | NotEvenTwo {
  const tooMuch = tooWideForTwo(family(address), prefixLength(address));
  if (tooMuch) return { kind: 'too-wide', why: tooMuch };
  const isWide = tooWide(family(address), prefixLength(address)) !== undefined;
  const guarded = guardedBecause(guard, address);
  const doubt = guardDoubt(guard, now);
  if (isWide && guarded) return { kind: 'guarded', why: guarded };
  if (isWide && doubt) return { kind: 'in-doubt', why: doubt };
  if (guarded && forMs === null) return { kind: 'never-for-good', why: guarded };
  const reasons: TwoPeople[] = [];
  if (guarded) reasons.push('guarded');
  if (isWide) reasons.push('wide');
  if (forMs === null) reasons.push('permanent');
  return { kind: 'two', reasons, guarded };
}
