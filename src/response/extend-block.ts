import type { Address } from '../address/address.ts';
import { LONGEST_MS } from '../decision/duration.ts';
import { addClaim, isByTwo, liveBlock, wishedScopes } from '../ledger/block.ts';
import type { AddressRecord, Block } from '../ledger/record.ts';
import type { Deps } from './deps.ts';
import { whyExempted } from './why-exempted.ts';

export interface ExtendRequest {
  address: Address;
  by: string;
  /** How much later it shall end. Milliseconds. */
  forMs: number;
  why?: string;
  /** The end that the card showed, as text; absent: whichever it has. */
  asOf?: string | undefined;
}

export type ExtendAnswer =
  /** `changed`: it has another end than the card showed, by somebody else or a click before. */
  | { kind: 'extended' | 'changed' | 'for-good' | 'by-two' | 'too-long'; block: Block }
  | { kind: 'not-blocked'; last: Block | undefined }
  | { kind: 'exempted'; why: string };

/** A person wants a block to last longer: a claim of theirs that ends later, in the scope that it has. */
export async function extendBlock(deps: Deps, request: ExtendRequest): Promise<ExtendAnswer> {
  const exempted = await whyExempted(deps, request.address);
  const { result } = await deps.ledger.records.change(
    request.address,
    (draft): ExtendAnswer => extend(draft, request, exempted, deps),
  );
  deps.wake.reconcile();
  deps.wake.announce();
  deps.wake.bookkeeping();
  return result;
}

function extend(
  draft: AddressRecord,
  { by, forMs, why, asOf }: ExtendRequest,
  exempted: string | undefined,
  deps: Deps,
): ExtendAnswer {
  const live = liveBlock(draft);
  if (!live) return { kind: 'not-blocked', last: draft.block };
  if (live.until === null) return { kind: 'for-good', block: live };
  // What two people agreed upon for so long, one alone does not lengthen.
  if (isByTwo(draft)) return { kind: 'by-two', block: live };
  if (exempted) return { kind: 'exempted', why: exempted };
  if (asOf !== undefined && asOf !== String(live.until)) return { kind: 'changed', block: live };
  const until = live.until + forMs;
  // Else many extensions were as good as for good, which takes two people.
  if (until > deps.clock.now() + LONGEST_MS) return { kind: 'too-long', block: live };
  const { block } = addClaim(
    draft,
    { by, scopes: wishedScopes(draft), until, why: why ?? `extended by hand: ${live.why}` },
    { now: deps.clock.now(), targets: live.placed ?? deps.targets, ...placeOf(live), severity: live.severity },
  );
  return { kind: 'extended', block };
}

/** Where it is already. */
function placeOf({ placed }: Block) {
  return placed ? { placed } : {};
}
