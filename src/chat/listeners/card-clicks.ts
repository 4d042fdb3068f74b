import type { ButtonAction } from '@slack/bolt';
import type { Act } from '../../decision/permissions.ts';
import { type CardValue, readCardValue } from '../card-value.ts';
import { type ListenerDeps, onClick } from './listen.ts';

/** A click on a card's button, for somebody who may: what it is about is read, or there is no such card. */
export function onCardClick(
  listener: ListenerDeps,
  act: Act,
  story: (card: CardValue, user: string) => Promise<string>,
) {
  return onClick<ButtonAction>(listener, act, async ({ user, action }) => {
    const card = readCardValue(action.value ?? '');
    return card ? story(card, user) : 'This button belongs to no card that AISM knows.';
  });
}
