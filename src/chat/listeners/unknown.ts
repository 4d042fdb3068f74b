import type { ButtonAction } from '@slack/bolt';
import { ACTIONS } from '../ids.ts';
import { type ListenerDeps, onClick } from './listen.ts';

const KNOWN = Object.values(ACTIONS).map((id) => (id === ACTIONS.page ? `${id}-(?:next|previous)` : id));

/** Every button but ours: one that an earlier version drew, or nobody. */
export const UNKNOWN = new RegExp(`^(?!(?:${KNOWN.join('|')})$)`);

/** Whoever presses what there is no more is told so. */
export function unknownClicked(listener: ListenerDeps) {
  return onClick<ButtonAction>(listener, null, async () => 'This button belongs to no card that AISM knows.');
}
