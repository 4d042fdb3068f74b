import { type Address, display, family, prefixLength } from '../address/address.ts';
import { type AllowEntry, entryFor } from '../decision/allowlist.ts';
import { formatDuration } from '../decision/duration.ts';
import { guardedBecause, tooWide, tooWideForTwo } from '../decision/guard.ts';
import { policyFor } from '../decision/policy.ts';
import { addClaim, liveBlock } from '../ledger/block.ts';
import { blockMark } from '../ledger/block-mark.ts';
import { isOpen, startEpisode, touchCards } from '../ledger/episode.ts';
import { noteAction } from '../ledger/note-action.ts';
import type { Placing } from '../ledger/placing.ts';
import { isProposal } from '../ledger/proposal.ts';
import type { AddressRecord, Block, Episode } from '../ledger/record.ts';
import { answerByBlock } from './answer-by-block.ts';
import type { Deps } from './deps.ts';
import { loadGuard } from './load-guard.ts';
import { placeFor } from './place-alerts.ts';
import { newEpisode } from './tell-episode.ts';

/** The rule name of a block that a person made without an alert. */
export const BY_HAND = 'by hand';

export interface BlockRequest {
  address: Address;
  by: string;
  /** Milliseconds. For good is what two people want together. */
  forMs: number;
  why?: string;
  /** The card's episode, when a card's button was pressed. */
  episode?: string;
  /** The mark of the block that the card showed; absent: it is not told. */
  asOf?: string | undefined;
}

export type BlockAnswer =
  | { kind: 'blocked' | 'extended' | 'already-blocked'; block: Block }
  | { kind: 'guarded'; why: string }
  /** `forTwo`: two people together may. */
  | { kind: 'too-wide'; why: string; forTwo: boolean }
  | { kind: 'allowlisted'; entry: AllowEntry }
  /** The card was drawn before a block that has ended since. */
  | { kind: 'changed'; last: Block }
  | { kind: 'no-such-card' };

/** A person wants an address blocked: one claim, however often it is said. Refused when the address is guarded or exempted. */
export async function approveBlock(deps: Deps, request: BlockRequest): Promise<BlockAnswer> {
  const [version, prefix] = [family(request.address), prefixLength(request.address)];
  const wide = tooWide(version, prefix);
  if (wide) return { kind: 'too-wide', why: wide, forTwo: tooWideForTwo(version, prefix) === undefined };
  // Read while the record is read: somebody waits.
  const reading = Promise.all([loadGuard(deps), deps.ledger.allowlist.entries(), placeOf(deps, request)]);
  reading.catch(() => undefined);
  const { result } = await deps.ledger.records.change(request.address, async (draft): Promise<BlockAnswer> => {
    const [guard, entries, place] = await reading;
    const guarded = guardedBecause(guard, request.address);
    const entry = entryFor(entries, request.address, deps.clock.now());
    if (guarded) return refuse(draft, request, guarded, { kind: 'guarded', why: guarded }, deps);
    if (entry) return refuse(draft, request, sayAllowed(entry), { kind: 'allowlisted', entry }, deps);
    return claim(draft, request, place, deps);
  });
  deps.wake.reconcile();
  deps.wake.announce();
  deps.wake.bookkeeping();
  return result;
}

/** A card's block is wanted where its alerts tell of; one by hand, everywhere. */
async function placeOf(deps: Deps, request: BlockRequest): Promise<Placing> {
  if (!deps.placement || !request.episode) return { targets: deps.targets };
  const record = await deps.ledger.records.get(request.address);
  const episode = record.episodes.find((each) => each.id === request.episode);
  return placeFor(deps, episode?.hostIds ?? []);
}

function claim(draft: AddressRecord, request: BlockRequest, place: Placing, deps: Deps): BlockAnswer {
  const now = deps.clock.now();
  const live = liveBlock(draft);
  const episode = request.episode ? draft.episodes.find((each) => each.id === request.episode) : undefined;
  if (request.episode && !episode) return { kind: 'no-such-card' };
  // A button is pressed on what the card showed; when it is blocked already, the answer is how it stands.
  if (episode && live) return { kind: 'already-blocked', block: live };
  // Somebody blocked it and took that back, which the one who pressed has not seen.
  if (draft.block && request.asOf !== undefined && request.asOf !== blockMark(draft))
    return { kind: 'changed', last: draft.block };
  const why = request.why ?? episode?.seen ?? 'asked for by hand';
  const told = episode ?? openCard(draft, now) ?? handmade(draft, why, deps);
  const policy = policyFor(deps.policy, told.rule, told.source);
  const until = now + request.forMs;
  const result = addClaim(
    draft,
    { by: request.by, scopes: episode ? policy.scope : ['all'], until, why },
    { now, ...place, severity: told.severity },
  );
  if (result.kind === 'already-blocked') return result;
  if (!draft.episodes.includes(told)) startEpisode(draft, told);
  answerByBlock(draft, told, { by: request.by, at: now, until, what: `blocked for ${formatDuration(request.forMs)}` });
  touchCards(draft, now, (each) => each.id === told.id);
  if (told.rule === BY_HAND && !episode) Object.assign(told, { seen: why, sentence: why });
  return result;
}

/** The card that a block by hand answers: the newest that asks, else the newest at all. Two would tell of one block. */
function openCard(draft: AddressRecord, now: number): Episode | undefined {
  const open = draft.episodes.filter((each) => isOpen(draft, each, now) && !isProposal(each));
  return open.findLast((each) => each.status === 'ask') ?? open.at(-1);
}

function handmade(draft: AddressRecord, why: string, deps: Deps): Episode {
  const episode = newEpisode(draft, BY_HAND, policyFor(deps.policy, BY_HAND).severity, deps);
  return { ...episode, seen: why, sentence: why, reasons: ['by-hand'] };
}

function sayAllowed({ cidr, by, why }: AllowEntry): string {
  return `${display(cidr)} is on the allowlist by ${by}: ${why}`;
}

function refuse(
  draft: AddressRecord,
  request: BlockRequest,
  why: string,
  answer: BlockAnswer,
  deps: Deps,
): BlockAnswer {
  noteAction(draft, {
    at: deps.clock.now(),
    kind: 'refused',
    actor: request.by,
    before: '',
    after: 'not blocked',
    why,
  });
  return answer;
}
