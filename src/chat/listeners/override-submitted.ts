import { proposeBlock } from '../../response/propose-block.ts';
import { readOverrideForm } from '../modals/override-form.ts';
import { sayProposed } from '../say-proposal.ts';
import { onSubmit } from './form-submitted.ts';
import type { ListenerDeps } from './listen.ts';

/** "Override…" was submitted: from now on a card asks for the second person. */
export function overrideSubmitted(listener: ListenerDeps) {
  return onSubmit(listener, 'propose', readOverrideForm, async ({ form: { address }, forMs, why }, by) =>
    sayProposed(address, await proposeBlock(listener.deps, { address, by, forMs, why, isOverride: true })),
  );
}
