import { sayWhy } from '../commands/why.ts';
import { onCardClick } from './card-clicks.ts';
import type { ListenerDeps } from './listen.ts';

/** Why on a card: what `/aism why` says, to the one who asks. */
export function whyClicked(listener: ListenerDeps) {
  return onCardClick(listener, 'look', ({ address }) => sayWhy(listener.deps, address));
}
