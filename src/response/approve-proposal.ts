import type { Address } from '../address/address.ts';
import { type AllowEntry, entryFor } from '../decision/allowlist.ts';
import type { Guard } from '../decision/guard.ts';
import type { Act, Role } from '../decision/permissions.ts';
import { policyFor } from '../decision/policy.ts';
import { whyTwo } from '../decision/two-people.ts';
import { addClaim, liveBlock } from '../ledger/block.ts';
import { touchCards } from '../ledger/episode.ts';
import { noteAction } from '../ledger/note-action.ts';
import { endProposal } from '../ledger/proposal.ts';
import type { AddressRecord, Block, Claim, Proposal } from '../ledger/record.ts';
import { answerByBlock } from './answer-by-block.ts';
import type { Deps } from './deps.ts';
import { loadGuard } from './load-guard.ts';
import { BY_TWO, howLong } from './propose-block.ts';

/** Who people are, asked at the moment of approval: who proposed it may have lost the role meanwhile. */
export interface People {
  roleOf(user: string): Promise<Role>;
  may(user: string, act: Act): Promise<boolean>;
}

export type Approved =
  | { kind: 'blocked'; block: Block; approved: NonNullable<Claim['approved']> }
  | { kind: 'already-blocked'; block: Block }
  | { kind: 'allowlisted'; entry: AllowEntry }
  | { kind: 'guarded' | 'in-doubt'; why: string }
  | { kind: 'no-proposal' | 'own-proposal' | 'needs-lead' | 'proposer-has-no-role' };

export interface Approval {
  address: Address;
  /** Somebody who may approve. */
  by: string;
  /** The card's episode, when its button was pressed. */
  episode?: string;
  people: People;
}

/**
 * A second person wants it too. One of the two is a lead. The proposal becomes a claim that carries both names, in one
 * write: of two who approve at the same time the second finds the block. What is guarded or exempted is looked at again.
 */
export async function approveProposal(deps: Deps, { address, by, episode, people }: Approval): Promise<Approved> {
  const [guard, entries, record] = await Promise.all([
    loadGuard(deps),
    deps.ledger.allowlist.entries(),
    deps.ledger.records.get(address),
  ]);
  const entry = entryFor(entries, address, deps.clock.now());
  if (entry) return { kind: 'allowlisted', entry };
  const { proposal } = record;
  const pair = proposal && (await lookAt(proposal, by, people));
  const { result } = await deps.ledger.records.change(address, (draft): Approved => {
    const now = deps.clock.now();
    const open = openProposal(draft, episode, now);
    if (!open || open.episode !== proposal?.episode) return alreadyBlocked(draft) ?? { kind: 'no-proposal' };
    if (open.by === by) return { kind: 'own-proposal' };
    if (!pair?.mayPropose) {
      endProposal(draft, { kind: 'lapse', actor: 'aism', why: 'who proposed it may not propose it any more' }, now);
      return { kind: 'proposer-has-no-role' };
    }
    if (!pair.hasLead) return { kind: 'needs-lead' };
    return refused(guard, draft, open, by, now) ?? claim(draft, open, by, deps);
  });
  deps.wake.reconcile();
  deps.wake.announce();
  deps.wake.bookkeeping();
  return result;
}

/** The proposal that waits now; when a card's button was pressed, only the one that this card asks about. */
export function openProposal({ proposal }: AddressRecord, episode: string | undefined, now: number) {
  const isMeant = episode === undefined || episode === proposal?.episode;
  return proposal && isMeant && proposal.expires > now ? proposal : undefined;
}

/** What somebody finds who comes after another has approved. */
export function alreadyBlocked(draft: AddressRecord): { kind: 'already-blocked'; block: Block } | undefined {
  const live = liveBlock(draft);
  return live && draft.claims.some((claim) => claim.approved) ? { kind: 'already-blocked', block: live } : undefined;
}

async function lookAt({ by: first, reasons }: Proposal, second: string, { roleOf, may }: People) {
  const act = reasons.includes('permanent') ? 'propose-permanent' : 'propose';
  const [mayPropose, ...roles] = await Promise.all([may(first, act), roleOf(first), roleOf(second)]);
  return { mayPropose: mayPropose && roles[0] !== 'none', hasLead: roles.includes('lead') };
}

/** The never-block list may have grown since it was proposed. What was proposed against it is approved against it. */
function refused(guard: Guard, draft: AddressRecord, { forMs, reasons }: Proposal, by: string, now: number) {
  const two = whyTwo(guard, { address: draft.address, forMs }, now);
  const why = two.kind === 'two' ? two.guarded : two.why;
  if (why === undefined || (two.kind === 'two' && reasons.includes('guarded'))) return undefined;
  noteAction(draft, { at: now, kind: 'refused', actor: by, before: '', after: 'not blocked', why });
  return { kind: two.kind === 'in-doubt' ? ('in-doubt' as const) : ('guarded' as const), why };
}

function claim(
  draft: AddressRecord,
  { by: first, forMs, why, reasons, episode }: Proposal,
  by: string,
  deps: Deps,
): Approved {
  const now = deps.clock.now();
  const approved = { by: [first, by] as [string, string], reasons };
  const until = forMs === null ? null : now + forMs;
  delete draft.proposal;
  noteAction(draft, {
    at: now,
    kind: 'approve',
    actor: by,
    before: `proposed by ${first}`,
    after: `approved by ${by}`,
    why,
  });
  const { severity } = policyFor(deps.policy, BY_TWO);
  const { block } = addClaim(
    draft,
    { by: first, scopes: ['all'], until, why, approved },
    { now, targets: deps.targets, severity },
  );
  const told = draft.episodes.find((each) => each.id === episode);
  answerByBlock(draft, told, { by, at: now, until, what: `blocked ${howLong(forMs)}` });
  touchCards(draft, now, (each) => each.id === episode);
  return { kind: 'blocked', block, approved };
}
