import { ignoreAlerts } from '../../response/ignore-alerts.ts';
import { sayIgnoreAnswer } from '../say-result.ts';
import { onCardClick } from './card-clicks.ts';
import type { ListenerDeps } from './listen.ts';

const HOUR_MS = 3_600_000;

/** Ignore on a card: for one hour. */
export function ignoreClicked(listener: ListenerDeps) {
  return onCardClick(listener, 'ignore', async (card, by) =>
    sayIgnoreAnswer(card.address, await ignoreAlerts(listener.deps, { ...card, by, forMs: HOUR_MS })),
  );
}
