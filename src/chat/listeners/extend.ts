import { extendBlock } from '../../response/extend-block.ts';
import { sayExtendAnswer } from '../say-extend.ts';
import { onCardClick } from './card-clicks.ts';
import type { ListenerDeps } from './listen.ts';

const DAY_MS = 24 * 3_600_000;

/** Extend on a card whose block lives: a day more. */
export function extendClicked(listener: ListenerDeps) {
  return onCardClick(listener, 'block', async ({ address, asOf }, by) =>
    sayExtendAnswer(address, await extendBlock(listener.deps, { address, by, forMs: DAY_MS, asOf })),
  );
}
