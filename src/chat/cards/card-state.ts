import { blockState } from '../../ledger/block.ts';
import { isProposal } from '../../ledger/proposal.ts';
import type { AddressRecord, Episode } from '../../ledger/record.ts';

/** What a card is about, in one word. */
export type CardState =
  | 'ask'
  | 'guarded'
  /** Somebody wants a block that takes two: a second person is wanted, or none came in time or wanted it. */
  | 'proposed'
  | 'unapproved'
  /** Nobody answered in time. */
  | 'unanswered'
  | 'ignored'
  | 'pending'
  | 'active'
  | 'waiting'
  | 'failed'
  | 'lifting'
  | 'lifted'
  | 'expired';

/**
 * The state that a card shows: a proposal's that is not approved; a live block's, whatever was said before; else the
 * episode's own, else how it ended.
 */
export function cardState(record: AddressRecord, episode: Episode): CardState {
  const { block } = record;
  if (isProposal(episode) && episode.status === 'ask')
    return record.proposal?.episode === episode.id ? 'proposed' : 'unapproved';
  if (block && !block.ended) return blockState(block) as CardState;
  if (episode.status === 'ignored' || episode.status === 'unanswered') return episode.status;
  if (episode.status === 'ask' || !block?.ended) return episode.blockable ? 'ask' : 'guarded';
  const isOut = Object.values(block.targets).every(({ state }) => state === 'out' || state === 'left');
  return isOut ? block.ended.as : 'lifting';
}
