import { type Address, display, family, prefixLength } from '../address/address.ts';
import { type AllowEntry, entryFor } from '../decision/allowlist.ts';
import { formatDuration } from '../decision/duration.ts';
import { guardedBecause, tooWide } from '../decision/guard.ts';
import { policyFor } from '../decision/policy.ts';
import { addClaim, liveBlock, overriders } from '../ledger/block.ts';
import { startEpisode, touchCards } from '../ledger/episode.ts';
import { noteAction } from '../ledger/note-action.ts';
import { lapseOverride } from '../ledger/override.ts';
import type { AddressRecord, Block, Override } from '../ledger/record.ts';
import type { Deps } from './deps.ts';
import { loadGuard } from './load-guard.ts';
import { newEpisode } from './tell-episode.ts';

/** The rule name of cards that ask for the second person. */
export const OVERRIDE = 'override of the never-block list';
/** So long a second person may approve: who proposed it is still there and knows why. Milliseconds. */
const OPEN_MS = 15 * 60_000;

export type Proposed =
  | { kind: 'proposed' | 'already-proposed'; override: Override }
  | { kind: 'too-wide'; why: string }
  | { kind: 'not-guarded' }
  | Allowlisted
  | { kind: 'already-overridden'; block: Block };

/** Whoever exempted it answers for it: the entry goes first. */
type Allowlisted = { kind: 'allowlisted'; entry: AllowEntry };

/** A person wants an address blocked that is on the never-block list: nothing is blocked until a second one approves. */
export async function proposeOverride(
  deps: Deps,
  request: { address: Address; by: string; forMs: number; why: string },
): Promise<Proposed> {
  const { address } = request;
  const wide = tooWide(family(address), prefixLength(address));
  if (wide) return { kind: 'too-wide', why: wide };
  const guarded = guardedBecause(await loadGuard(deps), address);
  if (!guarded) return { kind: 'not-guarded' };
  const entry = await entryOf(deps, address);
  if (entry) return { kind: 'allowlisted', entry };
  const { result } = await deps.ledger.records.change(address, (draft): Proposed => {
    const live = liveBlock(draft);
    if (live && overriders(draft)) return { kind: 'already-overridden', block: live };
    lapseOverride(draft, deps.clock.now());
    if (draft.override) return { kind: 'already-proposed', override: draft.override };
    return { kind: 'proposed', override: propose(draft, request, guarded, deps) };
  });
  deps.wake.announce();
  deps.wake.bookkeeping();
  return result;
}

function propose(
  draft: AddressRecord,
  { by, forMs, why }: { by: string; forMs: number; why: string },
  guarded: string,
  deps: Deps,
): Override {
  const now = deps.clock.now();
  const name = display(draft.address);
  const length = formatDuration(forMs);
  const episode = {
    ...newEpisode(draft, OVERRIDE, policyFor(deps.policy, OVERRIDE).severity, deps),
    seen: `a person wants to block ${name} for ${length}, which is never blocked`,
    sentence: `${guarded}. Wanted all the same for ${length}: ${why}`,
    reasons: ['override'],
    blockable: false,
    revision: 1,
  };
  startEpisode(draft, episode);
  draft.override = { by, at: now, expires: now + OPEN_MS, forMs, why, episode: episode.id };
  noteAction(draft, {
    at: now,
    kind: 'override-proposed',
    actor: by,
    before: 'never blocked',
    after: `to be blocked for ${length}, once somebody else approves`,
    why,
  });
  return draft.override;
}

export type Approved =
  | { kind: 'blocked'; block: Block; overriddenBy: [string, string] }
  | { kind: 'already-overridden'; block: Block }
  | Allowlisted
  | { kind: 'no-proposal' | 'own-proposal' | 'needs-lead' | 'proposer-has-no-role' };

export interface Approval {
  address: Address;
  by: string;
  /** The card's episode, when its button was pressed. */
  episode?: string;
  /** Asked of both when it is approved: who proposed it may have lost the role meanwhile. */
  roleOf: (user: string) => Promise<'lead' | 'analyst' | 'none'>;
}

/**
 * A second person wants it too. One of the two is a lead. The proposal becomes a claim that carries both names, in one
 * write: of two who approve at the same time the second finds the block.
 */
export async function approveOverride(deps: Deps, { address, by, episode, roleOf }: Approval): Promise<Approved> {
  const entry = await entryOf(deps, address);
  if (entry) return { kind: 'allowlisted', entry };
  const proposal = (await deps.ledger.records.get(address)).override;
  const [proposers, own] = proposal ? await Promise.all([roleOf(proposal.by), roleOf(by)]) : [];
  const { result } = await deps.ledger.records.change(address, (draft): Approved => {
    const { override } = draft;
    const isMeant = override?.episode === proposal?.episode && (episode ?? override?.episode) === override?.episode;
    const live = liveBlock(draft);
    if (!override || !isMeant || override.expires <= deps.clock.now())
      return live && overriders(draft) ? { kind: 'already-overridden', block: live } : { kind: 'no-proposal' };
    if (override.by === by) return { kind: 'own-proposal' };
    if (proposers === 'none') return { kind: 'proposer-has-no-role' };
    return proposers === 'lead' || own === 'lead' ? claim(draft, override, by, deps) : { kind: 'needs-lead' };
  });
  deps.wake.reconcile();
  deps.wake.announce();
  deps.wake.bookkeeping();
  return result;
}

async function entryOf({ ledger, clock }: Deps, address: Address): Promise<AllowEntry | undefined> {
  return entryFor(await ledger.allowlist.entries(), address, clock.now());
}

function claim(draft: AddressRecord, override: Override, by: string, deps: Deps): Approved {
  const now = deps.clock.now();
  const overriddenBy: [string, string] = [override.by, by];
  const until = now + override.forMs;
  delete draft.override;
  noteAction(draft, {
    at: now,
    kind: 'override',
    actor: by,
    before: `proposed by ${override.by}`,
    after: `approved by ${by}`,
    why: override.why,
  });
  const { severity } = policyFor(deps.policy, OVERRIDE);
  const { block } = addClaim(
    draft,
    { by: override.by, scopes: ['all'], until, why: override.why, overriddenBy },
    { now, targets: deps.targets, severity },
  );
  const told = draft.episodes.find((each) => each.id === override.episode);
  const what = `blocked for ${formatDuration(override.forMs)}`;
  if (told) Object.assign(told, { status: 'blocked', answer: { by, at: now, until, what } });
  touchCards(draft, now, (each) => each.id === override.episode);
  return { kind: 'blocked', block, overriddenBy };
}
