import type { ButtonAction } from '@slack/bolt';
import { approveOverride } from '../../response/override-guard.ts';
import { readCardValue } from '../card-value.ts';
import { sayApproved } from '../say-override.ts';
import { type ListenerDeps, onClick } from './listen.ts';

/** Approve on a card that proposes to block what is never blocked. */
export function approveClicked(listener: ListenerDeps) {
  return onClick<ButtonAction>(listener, 'approve', async ({ user, action }) => {
    const card = readCardValue(action.value ?? '');
    if (!card) return 'This button belongs to no card that AISM knows.';
    const roleOf = (who: string) => listener.access.roleOf(who);
    return sayApproved(card.address, await approveOverride(listener.deps, { ...card, by: user, roleOf }));
  });
}
