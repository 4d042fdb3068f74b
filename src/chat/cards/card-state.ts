import { blockState } from '../../ledger/block.ts';
import type { AddressRecord, Episode } from '../../ledger/record.ts';

/** What a card is about, in one word. */
export type CardState =
  | 'ask'
  | 'guarded'
  | 'ignored'
  | 'pending'
  | 'active'
  | 'waiting'
  | 'failed'
  | 'lifting'
  | 'lifted'
  | 'expired';

/** The state that a card shows: a live block's, whatever was said before; else the episode's own, else how it ended. */
export function cardState(record: AddressRecord, episode: Episode): CardState {
  const { block } = record;
  if (block && !block.ended) return blockState(block) as CardState;
  if (episode.status === 'ignored') return 'ignored';
  if (episode.status === 'ask' || !block?.ended) return episode.blockable ? 'ask' : 'guarded';
  const isOut = Object.values(block.targets).every(({ state }) => state === 'out' || state === 'left');
  return isOut ? block.ended.as : 'lifting';
}
