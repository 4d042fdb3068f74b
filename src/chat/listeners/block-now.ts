import { blockNow } from '../../response/block-now.ts';
import { sayBlockNow } from '../say-extend.ts';
import { onCardClick } from './card-clicks.ts';
import type { ListenerDeps } from './listen.ts';

/** Block now on a card that waits for a slot. */
export function blockNowClicked(listener: ListenerDeps) {
  const { deps } = listener;
  return onCardClick(listener, 'block', async ({ address }, by) =>
    sayBlockNow(address, await blockNow(deps, { address, by }), deps.nameOf),
  );
}
