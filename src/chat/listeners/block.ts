import type { ButtonAction } from '@slack/bolt';
import { approveBlock } from '../../response/approve-block.ts';
import { readCardValue } from '../card-value.ts';
import { sayBlockAnswer } from '../say-result.ts';
import { type ListenerDeps, onClick } from './listen.ts';

const HOUR_MS = 3_600_000;

/** Block on a card: for one hour. */
export function blockClicked(listener: ListenerDeps) {
  return onClick<ButtonAction>(listener, 'block', async ({ user, action }) => {
    const card = readCardValue(action.value ?? '');
    if (!card) return 'This button belongs to no card that AISM knows.';
    return sayBlockAnswer(card.address, await approveBlock(listener.deps, { ...card, by: user, forMs: HOUR_MS }));
  });
}
