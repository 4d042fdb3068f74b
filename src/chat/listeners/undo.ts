import type { ButtonAction } from '@slack/bolt';
import { undoBlock } from '../../response/lift-block.ts';
import { readCardValue } from '../card-value.ts';
import { sayLiftAnswer } from '../say-result.ts';
import { type ListenerDeps, onClick } from './listen.ts';

/** Undo on a card: ends every claim on the address. */
export function undoClicked(listener: ListenerDeps) {
  return onClick<ButtonAction>(listener, 'unblock', async ({ user, action }) => {
    const card = readCardValue(action.value ?? '');
    if (!card) return 'This button belongs to no card that AISM knows.';
    return sayLiftAnswer(card.address, await undoBlock(listener.deps, { address: card.address, by: user }));
  });
}
