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

/** The state that a card shows: the block's once there was one since the episode began, else the episode's own. */
export function cardState(record: AddressRecord, episode: Episode): CardState {
  const { block } = record;
  if (episode.status === 'ignored') return 'ignored';
  if (episode.status === 'ask' || !block) return episode.blockable ? 'ask' : 'guarded';
  if (!block.ended) return blockState(block) as CardState;
  const isOut = Object.values(block.targets).every((target) => target.state === 'out');
  return isOut ? block.ended.as : 'lifting';
}
