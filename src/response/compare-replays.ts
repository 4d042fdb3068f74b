import { type Address, compareAddresses } from '../address/address.ts';
import type { ReplayedBlock, ReplaySummary } from './sum-up-replay.ts';

/** What another policy would change in the blocks of one address. */
export interface ReplayChange {
  address: Address;
  what: 'only-new' | 'only-old' | 'other-times';
  new: readonly ReplayedBlock[];
  old: readonly ReplayedBlock[];
}

/** The addresses whose automatic blocks differ between two policies, in the order of time. */
export function compareReplays(now: ReplaySummary, before: ReplaySummary): ReplayChange[] {
  const addresses = new Set([...now.blocked.keys(), ...before.blocked.keys()]);
  const changes = [...addresses].flatMap((address): ReplayChange[] => {
    const [mine, theirs] = [now.blocked.get(address) ?? [], before.blocked.get(address) ?? []];
    if (isSame(mine, theirs)) return [];
    const what = theirs.length === 0 ? 'only-new' : mine.length === 0 ? 'only-old' : 'other-times';
    return [{ address, what, new: mine, old: theirs }];
  });
  return changes.sort((a, b) => firstOf(a) - firstOf(b) || compareAddresses(a.address, b.address));
}

function isSame(some: readonly ReplayedBlock[], others: readonly ReplayedBlock[]): boolean {
  return (
    some.length === others.length &&
    some.every((one, at) => one.from === others[at]?.from && one.until === others[at]?.until)
  );
}

function firstOf(change: ReplayChange): number {
  return Math.min(...[...change.new, ...change.old].map((block) => block.from));
}
