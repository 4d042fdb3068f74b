import type { Address } from '../address/address.ts';
import { addClaim, liftBlock, liveBlock } from '../ledger/block.ts';
import { touchCards } from '../ledger/episode.ts';
import type { AddressRecord, Episode } from '../ledger/record.ts';
import { SELF_TEST, SELF_TEST_OVER, SELF_TEST_RULE } from '../ledger/self-test-rule.ts';
import type { Deps } from './deps.ts';

/** Of a range that is for examples alone: nobody has it, so that nobody is shut out (RFC 5737). */
export const TEST_ADDRESS: Address = '192.0.2.1/32' as Address;
/** The shortest block: should everything stop in the middle, it ends by its minute. Milliseconds. */
const BLOCK_MS = 60_000;

/** Each test has a card of its own, and leaves no more than its last one. Returns the grace that somebody's Undo left. */
export async function forgetEarlierTests(deps: Deps): Promise<AddressRecord['grace']> {
  const { record } = await deps.ledger.records.change(TEST_ADDRESS, (draft) => {
    draft.episodes = draft.episodes.filter(({ rule }) => rule !== SELF_TEST_RULE);
    draft.events = draft.events.filter(({ rule }) => rule !== SELF_TEST_RULE);
    draft.pastBlocks = draft.pastBlocks.filter(({ by }) => by !== SELF_TEST);
    if (draft.block?.by === SELF_TEST && draft.block.ended && isOut(draft)) delete draft.block;
  });
  return record.grace;
}

/** No target shows the test's rule any more. */
export function isOut({ block }: AddressRecord): boolean {
  if (block?.by !== SELF_TEST) return true;
  return Object.values(block.targets).every(({ state }) => state === 'out' || state === 'left');
}

/**
 * The claim: for its one minute, and of the lowest danger, so that it waits where there is no room. Returns the revision that
 * the card must show, undefined when nothing asks.
 */
export async function wish(deps: Deps, by: string): Promise<number | undefined> {
  const { result } = await deps.ledger.records.change(TEST_ADDRESS, (draft) => {
    const now = deps.clock.now();
    const told = ownEpisode(draft);
    if (told?.status !== 'ask' || liveBlock(draft)) return undefined;
    const until = now + BLOCK_MS;
    draft.score = 0;
    addClaim(
      draft,
      { by: SELF_TEST, scopes: ['all'], until, why: SELF_TEST_RULE },
      { now, targets: deps.targets, severity: 'low' },
    );
    Object.assign(told, { status: 'blocked', answer: { by, at: now, until, what: 'tested' } });
    touchCards(draft, now, (episode) => episode.id === told.id);
    return told.revision;
  });
  deps.wake.reconcile();
  deps.wake.announce();
  return result;
}

/** The story of this test. */
export function ownEpisode({ episodes }: AddressRecord): Episode | undefined {
  return episodes.findLast(({ rule }) => rule === SELF_TEST_RULE);
}

/**
 * Lifts what the test made, and nothing else, and forgets that anything was seen. A grace that a person's Undo left stays as
 * it was.
 */
export async function takeBack(deps: Deps, by: string, grace: AddressRecord['grace']): Promise<void> {
  await deps.ledger.records.change(TEST_ADDRESS, (draft) => {
    const now = deps.clock.now();
    draft.events = draft.events.filter(({ rule }) => rule !== SELF_TEST_RULE);
    const told = ownEpisode(draft);
    if (told?.status === 'ask')
      Object.assign(told, { status: 'ignored', answer: { by, at: now, until: null, what: 'tested' } });
    if (told) touchCards(draft, now, (episode) => episode.id === told.id);
    // Somebody else may want it blocked by now.
    if (!liveBlock(draft) || draft.claims.some((claim) => claim.by !== SELF_TEST)) return;
    liftBlock(draft, by, SELF_TEST_OVER, { now, graceMs: 0 });
    if (grace) draft.grace = grace;
    else delete draft.grace;
  });
  deps.wake.reconcile();
  deps.wake.announce();
  deps.wake.bookkeeping();
}
