import type { ButtonAction } from '@slack/bolt';
import { declineProposal } from '../../response/decline-proposal.ts';
import { readCardValue } from '../card-value.ts';
import { sayDeclined } from '../say-proposal.ts';
import { type ListenerDeps, onClick } from './listen.ts';

/** Decline on a card that proposes a block which takes two people; by whoever proposed it, to take it back. */
export function declineClicked(listener: ListenerDeps) {
  const { deps, access } = listener;
  // Whoever proposed it may always take it back: the story looks at all others.
  return onClick<ButtonAction>(listener, null, async ({ user, action }) => {
    const card = readCardValue(action.value ?? '');
    if (!card) return 'This button belongs to no card that AISM knows.';
    const mayDecline = await access.may(user, 'approve');
    return sayDeclined(
      card.address,
      await declineProposal(deps, { ...card, by: user, mayDecline }),
      access.refusal('approve'),
    );
  });
}
