import type { Address } from '../../src/address/address.ts';
import { address } from './address.ts';

/** One thing that somebody wants. Its name is in the action that it leaves, and in no other. */
export interface NamedWish {
  name: string;
  kind: 'block' | 'undo' | 'ignore' | 'alert';
  address: Address;
  /** Milliseconds. */
  forMs: number;
}

const MINUTE = 60_000;
/** So few that the processes meet on each of them all the time. */
export const POOL: readonly Address[] = Array.from({ length: 60 }, (_, index) => address(`203.0.113.${index * 4}`));
const KINDS: readonly NamedWish['kind'][] = [
  'block',
  'block',
  'block',
  'block',
  'block',
  'undo',
  'undo',
  'undo',
  'alert',
  'ignore',
];

/** The same wishes for the same seed, so that a process that was killed can go on where it was. */
export function wishesOf(process: string, seed: number, count: number): NamedWish[] {
  const random = generator(seed);
  const one = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  return Array.from({ length: count }, (_, index) => ({
    name: `${process}.${index}`,
    kind: one(KINDS),
    address: one(POOL),
    forMs: (60 + Math.floor(random() * 600)) * MINUTE,
  }));
}

/** Numbers from 0 to 1 that only look random (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
