import { type Address, compareAddresses, display, family, overlapsWith, widerBlocks } from '../address/address.ts';
import { type AllowEntry, isOver } from '../decision/allowlist.ts';
import { liftBlock, liveBlock } from '../ledger/block.ts';
import { leaveFormerTargets } from '../ledger/former-targets.ts';
import { WIDEST_BLOCK } from './check-address.ts';
import type { Deps } from './deps.ts';

/** How many records are changed at the same time. */
const AT_ONCE = 8;

/**
 * Lifts every live block that has an address in common with one of these exemptions, wider ranges included. Returns whose
 * blocks were lifted. One that cannot be stored is told of after all others were.
 */
export async function liftCovered(deps: Deps, entries: readonly AllowEntry[]): Promise<Address[]> {
  if (entries.length === 0) return [];
  // Looked up by themselves, since a block that was placed only where AISM looks no more is in no hint.
  const around = entries.flatMap(({ cidr }) => [cidr, ...widerBlocks(cidr, WIDEST_BLOCK[family(cidr)])]);
  const [hinted, known] = await Promise.all([
    deps.ledger.records.liveAddresses(deps.targets),
    deps.ledger.records.getMany(around),
  ]);
  const live = known.filter((record) => liveBlock(record)).map((record) => record.address);
  const covered = hinted.filter((address) => entries.some(overlapsWith(address)));
  const addresses = [...new Set([...live, ...covered])].sort(compareAddresses);
  const results: PromiseSettledResult<boolean>[] = [];
  for (let at = 0; at < addresses.length; at += AT_ONCE)
    results.push(
      ...(await Promise.allSettled(addresses.slice(at, at + AT_ONCE).map((each) => lift(deps, each, entries)))),
    );
  const lifted = addresses.filter((_, index) => {
    const result = results[index];
    return result?.status === 'fulfilled' && result.value;
  });
  if (lifted.length > 0) {
    deps.wake.reconcile();
    deps.wake.announce();
    deps.wake.bookkeeping();
  }
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return lifted;
}

async function lift(deps: Deps, address: Address, entries: readonly AllowEntry[]): Promise<boolean> {
  const entry = entries.find(overlapsWith(address));
  if (!entry) return false;
  const { result } = await deps.ledger.records.change(address, async (draft) => {
    // Looked at again for each try: somebody may have taken the entry away, and blocked the address since.
    const standing = await deps.ledger.allowlist.entries();
    const now = deps.clock.now();
    const isSame = ({ cidr, at }: AllowEntry) => cidr === entry.cidr && at === entry.at;
    if (isOver(entry, now) || !standing.some(isSame)) return false;
    const why = `${display(entry.cidr)} is on the allowlist: ${entry.why}`;
    const block = liftBlock(draft, entry.by, why, { now, graceMs: deps.policy.graceMs });
    if (block) leaveFormerTargets(draft, deps.targets, now);
    return block !== undefined;
  });
  return result;
}
