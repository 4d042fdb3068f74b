import { isOpen, touchCards } from './episode.ts';
import { isProposal } from './proposal.ts';
import type { AddressRecord, Episode } from './record.ts';

/**
 * Answers the open cards of this address that ask, all or those of one rule: what they ask about is left alone now. Not one
 * that asks for a second person: only that person answers it, or its time.
 */
export function answerCards(
  draft: AddressRecord,
  { rule, answer, now }: { rule?: string | undefined; answer: NonNullable<Episode['answer']>; now: number },
): Episode[] {
  const asking = draft.episodes.filter(
    (each) =>
      each.status === 'ask' &&
      !isProposal(each) &&
      isOpen(draft, each, now) &&
      (rule === undefined || each.rule === rule),
  );
  for (const episode of asking) {
    episode.status = 'ignored';
    episode.answer = { ...answer };
  }
  touchCards(draft, now, (each) => asking.includes(each));
  return asking;
}
