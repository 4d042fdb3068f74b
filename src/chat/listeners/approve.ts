import type { ButtonAction } from '@slack/bolt';
import { approveProposal } from '../../response/approve-proposal.ts';
import { readCardValue } from '../card-value.ts';
import { sayApproved } from '../say-proposal.ts';
import { type ListenerDeps, onClick } from './listen.ts';

/** Approve on a card that proposes a block which takes two people. */
export function approveClicked(listener: ListenerDeps) {
  const { deps, access } = listener;
  return onClick<ButtonAction>(listener, 'approve', async ({ user, action }) => {
    const card = readCardValue(action.value ?? '');
    if (!card) return 'This button belongs to no card that AISM knows.';
    const answer = await approveProposal(deps, { ...card, by: user, people: access });
    return sayApproved(card.address, answer, access.leads());
  });
}
