import type { Address } from '../address/address.ts';
import { endProposal } from '../ledger/proposal.ts';
import type { Block, Proposal } from '../ledger/record.ts';
import { alreadyBlocked, openProposal } from './approve-proposal.ts';
import type { Deps } from './deps.ts';

export type Declined =
  | { kind: 'declined' | 'withdrawn'; proposal: Proposal }
  | { kind: 'already-blocked'; block: Block }
  | { kind: 'may-not' | 'no-proposal' };

/** Somebody does not want what was proposed; whoever proposed it takes it back. It is over for all, and recorded. */
export async function declineProposal(
  deps: Deps,
  request: {
    address: Address;
    by: string;
    episode?: string;
    /** Whether this person may decline what others proposed. */
    mayDecline: boolean;
  },
): Promise<Declined> {
  const { by, episode, mayDecline } = request;
  const { result } = await deps.ledger.records.change(request.address, (draft): Declined => {
    const now = deps.clock.now();
    const proposal = openProposal(draft, episode, now);
    const isOwn = proposal?.by === by;
    if (!isOwn && !mayDecline) return { kind: 'may-not' };
    if (!proposal) return alreadyBlocked(draft) ?? { kind: 'no-proposal' };
    const kind = isOwn ? 'withdraw' : 'decline';
    endProposal(draft, { kind, actor: by, why: isOwn ? 'taken back' : 'somebody else does not want it' }, now);
    return { kind: isOwn ? 'withdrawn' : 'declined', proposal };
  });
  deps.wake.announce();
  deps.wake.bookkeeping();
  return result;
}
