import type { Address } from '../address/address.ts';
import { display } from '../address/address.ts';
import { type AllowEntry, entryFor } from '../decision/allowlist.ts';
import { formatDuration } from '../decision/duration.ts';
import { policyFor } from '../decision/policy.ts';
import { type NotEvenTwo, type Two, whyTwo } from '../decision/two-people.ts';
import { adds, liveBlock } from '../ledger/block.ts';
import { startEpisode } from '../ledger/episode.ts';
import { noteAction } from '../ledger/note-action.ts';
import { lapseProposal, TWO_PEOPLE } from '../ledger/proposal.ts';
import type { AddressRecord, Block, Proposal } from '../ledger/record.ts';
import type { Deps } from './deps.ts';
import { loadGuard } from './load-guard.ts';
import { newEpisode } from './tell-episode.ts';

/** The rule name of cards that ask for the second person. */
export const BY_TWO = 'needs two people';
/** So long a second person may approve: who proposed it is still there and knows why. Milliseconds. */
const OPEN_MS = 15 * 60_000;

export interface ProposalRequest {
  address: Address;
  by: string;
  /** Milliseconds; null: for good. */
  forMs: number | null;
  why: string;
  /** Wanted though the address is on the never-block list; else that list refuses it. */
  isOverride: boolean;
}

export type Proposed =
  | { kind: 'proposed' | 'already-proposed'; proposal: Proposal }
  | { kind: 'already-blocked'; block: Block }
  | Refused
  | { kind: 'not-guarded' };

type Refused = NotEvenTwo | { kind: 'allowlisted'; entry: AllowEntry };

/** A person wants a block that takes two: nothing is blocked until a second one approves. */
export async function proposeBlock(deps: Deps, request: ProposalRequest): Promise<Proposed> {
  const { address, isOverride } = request;
  const [guard, entries] = await Promise.all([loadGuard(deps), deps.ledger.allowlist.entries()]);
  const now = deps.clock.now();
  const two = whyTwo(guard, request, now);
  // Whoever exempted it answers for it: the entry goes first.
  const entry = entryFor(entries, address, now);
  const { result } = await deps.ledger.records.change(address, (draft): Proposed => {
    if (two.kind !== 'two') return refuse(draft, request, two.why, two, now);
    if (isOverride && !two.guarded) return { kind: 'not-guarded' };
    if (entry)
      return refuse(draft, request, `${display(entry.cidr)} is on the allowlist`, { kind: 'allowlisted', entry }, now);
    if (!isOverride && two.guarded)
      return refuse(draft, request, two.guarded, { kind: 'guarded', why: two.guarded }, now);
    lapseProposal(draft, now);
    if (draft.proposal) return { kind: 'already-proposed', proposal: draft.proposal };
    const live = liveBlock(draft);
    if (live && !adds(draft, asClaim(request, two.reasons, now))) return { kind: 'already-blocked', block: live };
    return { kind: 'proposed', proposal: propose(draft, request, two, deps) };
  });
  deps.wake.announce();
  deps.wake.bookkeeping();
  return result;
}

/** The claim that it would become. */
function asClaim({ by, forMs }: ProposalRequest, reasons: Proposal['reasons'], now: number) {
  const until = forMs === null ? null : now + forMs;
  return { by, scopes: ['all' as const], until, approved: { by: [by, by] as [string, string], reasons } };
}

function propose(
  draft: AddressRecord,
  { by, forMs, why }: ProposalRequest,
  { reasons, guarded }: Two,
  deps: Deps,
): Proposal {
  const now = deps.clock.now();
  const length = howLong(forMs);
  const told = {
    ...newEpisode(draft, BY_TWO, policyFor(deps.policy, BY_TWO).severity, deps),
    seen: `a person wants to block ${display(draft.address)} ${length}${guarded ? ', which is never blocked' : ''}`,
    sentence: guarded ? `${guarded}. Wanted all the same ${length}: ${why}` : why,
    reasons: [TWO_PEOPLE, ...reasons],
    blockable: false,
    revision: 1,
  };
  startEpisode(draft, told);
  const before = liveBlock(draft) ? 'blocked already' : guarded ? 'never blocked' : 'not blocked';
  noteAction(draft, {
    at: now,
    kind: 'propose',
    actor: by,
    before,
    after: `to be blocked ${length}, once somebody else approves`,
    why,
  });
  draft.proposal = { by, at: now, expires: now + OPEN_MS, forMs, why, reasons, episode: told.id };
  return draft.proposal;
}

/** For how long, in words. */
export function howLong(forMs: number | null): string {
  return forMs === null ? 'for good' : `for ${formatDuration(forMs)}`;
}

function refuse(draft: AddressRecord, { by }: ProposalRequest, why: string, answer: Refused, now: number): Refused {
  noteAction(draft, { at: now, kind: 'refused', actor: by, before: '', after: 'not blocked', why });
  return answer;
}
