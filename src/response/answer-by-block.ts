import { isOpen } from '../ledger/episode.ts';
import { isProposal } from '../ledger/proposal.ts';
import type { AddressRecord, Episode } from '../ledger/record.ts';

/**
 * Every open question about this address is answered by its block, and what was ignored is not any more. A card that asks for
 * a second person is answered by that person, its time, or as `told`.
 */
export function answerByBlock(
  draft: AddressRecord,
  told: Episode | undefined,
  answer: NonNullable<Episode['answer']>,
): void {
  draft.snoozes = [];
  for (const episode of draft.episodes) {
    const isAsked = episode.status !== 'blocked' && !isProposal(episode) && isOpen(draft, episode, answer.at);
    if (episode !== told && !isAsked) continue;
    episode.status = 'blocked';
    episode.answer = { ...answer };
  }
}
