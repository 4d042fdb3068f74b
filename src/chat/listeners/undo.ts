import { undoBlock } from '../../response/lift-block.ts';
import { sayLiftAnswer } from '../say-result.ts';
import { onCardClick } from './card-clicks.ts';
import type { ListenerDeps } from './listen.ts';

/** Undo on a card or in the Home tab. */
export function undoClicked(listener: ListenerDeps) {
  return onCardClick(listener, 'unblock', async ({ address, asOf }, by) =>
    sayLiftAnswer(address, await undoBlock(listener.deps, { address, by, asOf })),
  );
}
