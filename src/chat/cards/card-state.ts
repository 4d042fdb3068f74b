import { blockState } from '../../ledger/block.ts';
import type { AddressRecord, Episode } from '../../ledger/record.ts';

/** What a card is about, in one word. */
export type CardState =
  | 'ask'
  | 'guarded'
  /** Somebody wants to block what is never blocked: a second person is wanted, or none came in time. */
  | 'override'
  | 'lapsed'
  | 'ignored'
  | 'pending'
  | 'active'
  | 'waiting'
  | 'failed'
  | 'lifting'
  | 'lifted'
  | 'expired';

/**
 * The state that a card shows: an override's that was not approved; a live block's, whatever was said before; else the
 * episode's own, else how it ended.
 */
export function cardState(record: AddressRecord, episode: Episode): CardState {
  const { block } = record;
  if (episode.reasons.includes('override') && episode.status === 'ask')
    return record.override?.episode === episode.id ? 'override' : 'lapsed';
  if (block && !block.ended) return blockState(block) as CardState;
  if (episode.status === 'ignored') return 'ignored';
  if (episode.status === 'ask' || !block?.ended) return episode.blockable ? 'ask' : 'guarded';
  const isOut = Object.values(block.targets).every(({ state }) => state === 'out' || state === 'left');
  return isOut ? block.ended.as : 'lifting';
}
