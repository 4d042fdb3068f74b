import type { Address } from '../address/address.ts';
import { liftBlock, liveBlock } from '../ledger/block.ts';
import { blockMark } from '../ledger/block-mark.ts';
import { leaveFormerTargets } from '../ledger/former-targets.ts';
import type { Block } from '../ledger/record.ts';
import { liveBlocksAround } from './check-address.ts';
import type { Deps } from './deps.ts';

type Lifted =
  /** `askUntil`: so long it is asked about and not blocked automatically. */
  | { kind: 'lifted'; block: Block; askUntil: number }
  /** Its card showed an earlier block. */
  | { kind: 'changed'; block: Block }
  | { kind: 'not-blocked'; last: Block | undefined };
/** `coveredBy`: wider ranges whose blocks go on denying the address. */
export type LiftAnswer = Lifted & { coveredBy: Address[] };

/** Undo: ends every claim on the address. For a grace time it is then asked about and not blocked automatically. */
export async function undoBlock(
  deps: Deps,
  request: {
    address: Address;
    by: string;
    why?: string;
    /** The mark of the block that the card showed; absent: whichever there is. */
    asOf?: string | undefined;
  },
): Promise<LiftAnswer> {
  // First: once the block is lifted nothing may fail any more, or the answer would say that nothing was stored.
  const reading = liveBlocksAround(deps, request.address);
  reading.catch(() => undefined);
  const { result } = await deps.ledger.records.change(request.address, async (draft): Promise<Lifted> => {
    await reading;
    const live = liveBlock(draft);
    if (!live) return { kind: 'not-blocked', last: draft.block };
    if (request.asOf !== undefined && request.asOf !== blockMark(draft)) return { kind: 'changed', block: live };
    const at = { now: deps.clock.now(), graceMs: deps.policy.graceMs };
    const block = liftBlock(draft, request.by, request.why ?? 'undone by hand', at);
    // A block that was placed in one of them alone no reconcile would find.
    leaveFormerTargets(draft, deps.targets, at.now);
    return block
      ? { kind: 'lifted', block, askUntil: at.now + at.graceMs }
      : { kind: 'not-blocked', last: draft.block };
  });
  deps.wake.reconcile();
  deps.wake.announce();
  deps.wake.bookkeeping();
  return { ...result, coveredBy: (await reading).map((record) => record.address) };
}
