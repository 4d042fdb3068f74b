import type { ButtonAction } from '@slack/bolt';
import { ignoreAlerts } from '../../response/ignore-alerts.ts';
import { readCardValue } from '../card-value.ts';
import { sayIgnoreAnswer } from '../say-result.ts';
import { type ListenerDeps, onClick } from './listen.ts';

const HOUR_MS = 3_600_000;

/** Ignore on a card: for one hour. */
export function ignoreClicked(listener: ListenerDeps) {
  return onClick<ButtonAction>(listener, 'ignore', async ({ user, action }) => {
    const card = readCardValue(action.value ?? '');
    if (!card) return 'This button belongs to no card that AISM knows.';
    return sayIgnoreAnswer(card.address, await ignoreAlerts(listener.deps, { ...card, by: user, forMs: HOUR_MS }));
  });
}
