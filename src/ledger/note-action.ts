import type { Action, AddressRecord } from './record.ts';
import { tellThreads } from './timeline.ts';

/**
 * Adds an action to the change that is being made, so that both are one write; and to what is told below the cards.
 * Its id is made of the address and the revision that this change will have: copied twice it is still one action.
 */
export function noteAction(draft: AddressRecord, action: Omit<Action, 'id' | 'address'>): void {
  const rev = draft.rev + 1;
  const count = draft.outbox.filter((earlier) => earlier.id.startsWith(`${draft.address}@${rev}.`)).length;
  draft.outbox.push({ id: `${draft.address}@${rev}.${count}`, address: draft.address, ...action });
  tellThreads(draft, action);
}
