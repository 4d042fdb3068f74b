import { approveBlock } from '../../response/approve-block.ts';
import { sayBlockAnswer } from '../say-result.ts';
import { onCardClick } from './card-clicks.ts';
import type { ListenerDeps } from './listen.ts';

const HOUR_MS = 3_600_000;

/** Block on a card: for one hour. */
export function blockClicked(listener: ListenerDeps) {
  return onCardClick(listener, 'block', async (card, by) =>
    sayBlockAnswer(card.address, await approveBlock(listener.deps, { ...card, by, forMs: HOUR_MS })),
  );
}
