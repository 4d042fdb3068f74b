import type { Address } from '../address/address.ts';
import { liftBlock, liveBlock } from '../ledger/block.ts';
import { leaveFormerTargets } from '../ledger/former-targets.ts';
import type { Block } from '../ledger/record.ts';
import { liveBlocksAround } from './check-address.ts';
import type { Deps } from './deps.ts';

type Lifted = { kind: 'lifted'; block: Block } | { kind: 'not-blocked'; last: Block | undefined };
/** `coveredBy`: wider ranges whose blocks go on denying the address. */
export type LiftAnswer = Lifted & { coveredBy: Address[] };

/** Undo: ends every claim on the address. For a grace time it is then asked about and not blocked automatically. */
export async function undoBlock(
  deps: Deps,
  request: { address: Address; by: string; why?: string },
): Promise<LiftAnswer> {
  // First: once the block is lifted nothing may fail any more, or the answer would say that nothing was stored.
  const around = await liveBlocksAround(deps, request.address);
  const { result } = await deps.ledger.records.change(request.address, (draft): Lifted => {
    if (!liveBlock(draft)) return { kind: 'not-blocked', last: draft.block };
    const at = { now: deps.clock.now(), graceMs: deps.policy.graceMs };
    const block = liftBlock(draft, request.by, request.why ?? 'undone by hand', at);
    // A block that was placed in one of them alone no reconcile would find.
    leaveFormerTargets(draft, deps.targets, at.now);
    return block ? { kind: 'lifted', block } : { kind: 'not-blocked', last: draft.block };
  });
  deps.wake.reconcile();
  deps.wake.announce();
  deps.wake.bookkeeping();
  return { ...result, coveredBy: around.map((record) => record.address) };
}
