import { touchCards } from './episode.ts';
import { noteAction } from './note-action.ts';
import type { AddressRecord, Episode } from './record.ts';

/** The first of an episode's reasons when its card asks for a second person; behind it stand the reasons why it takes two. */
export const TWO_PEOPLE = 'two-people';
/** What earlier versions wrote there. */
const OVERRIDE = 'override';

/** Whether a card asks, or asked, for a second person. */
export function isProposal({ reasons }: Pick<Episode, 'reasons'>): boolean {
  return reasons.includes(TWO_PEOPLE) || reasons.includes(OVERRIDE);
}

/** Whether what was proposed is on the never-block list. */
export function isOverride({ reasons }: Pick<Episode, 'reasons'>): boolean {
  return reasons.includes('guarded') || reasons.includes(OVERRIDE);
}

/** Ends a proposal without a block, and tells why; the card is drawn anew. */
export function endProposal(
  draft: AddressRecord,
  action: { kind: 'lapse' | 'decline' | 'withdraw'; actor: string; why: string },
  now: number,
): void {
  const { proposal } = draft;
  if (!proposal) return;
  delete draft.proposal;
  noteAction(draft, { at: now, ...action, before: `proposed by ${proposal.by}`, after: 'not blocked by it' });
  const told = draft.episodes.find((each) => each.id === proposal.episode);
  if (told && action.kind !== 'lapse')
    told.answer = {
      by: action.actor,
      at: now,
      until: null,
      what: action.kind === 'decline' ? 'declined' : 'withdrawn',
    };
  touchCards(draft, now, (each) => each.id === proposal.episode);
}

/** Ends a proposal that nobody approved in time. True when there was one. */
export function lapseProposal(draft: AddressRecord, now: number): boolean {
  if (!draft.proposal || draft.proposal.expires > now) return false;
  endProposal(draft, { kind: 'lapse', actor: 'aism', why: 'nobody else approved it in time' }, now);
  return true;
}
