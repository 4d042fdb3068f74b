import { type Address, family, overlaps, widerBlocks } from '../address/address.ts';
import { type AllowEntry, isOver } from '../decision/allowlist.ts';
import { guardedBecause } from '../decision/guard.ts';
import { liveBlock } from '../ledger/block.ts';
import type { AddressRecord } from '../ledger/record.ts';
import type { Deps } from './deps.ts';
import { loadGuard } from './load-guard.ts';

export interface Checked {
  record: AddressRecord;
  /** Live blocks of wider ranges that hold the address. */
  coveredBy: AddressRecord[];
  /** Why it is never blocked, if so. */
  guarded: string | undefined;
  /** What people exempted it by. */
  allowed: AllowEntry[];
}

/** The widest prefixes that a block can have; see `tooWide`. */
export const WIDEST_BLOCK = { 4: 8, 6: 32 } as const;

/** Everything that matters about one address now. */
export async function checkAddress(deps: Deps, address: Address): Promise<Checked> {
  const [record, coveredBy, guard, entries] = await Promise.all([
    deps.ledger.records.get(address),
    liveBlocksAround(deps, address),
    loadGuard(deps),
    deps.ledger.allowlist.entries(),
  ]);
  const now = deps.clock.now();
  const allowed = entries.filter((entry) => !isOver(entry, now) && overlaps(entry.cidr, address));
  return { record, coveredBy, guarded: guardedBecause(guard, address), allowed };
}

/** Live blocks of wider ranges that hold the address. */
export async function liveBlocksAround(deps: Pick<Deps, 'ledger'>, address: Address): Promise<AddressRecord[]> {
  const around = await deps.ledger.records.getMany(widerBlocks(address, WIDEST_BLOCK[family(address)]));
  return around.filter((each) => liveBlock(each));
}
