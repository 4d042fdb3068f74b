import { approveBlock } from '../../response/approve-block.ts';
import { extendBlock } from '../../response/extend-block.ts';
import { readBlockForm } from '../modals/block-form.ts';
import { sayExtendAnswer } from '../say-extend.ts';
import { sayBlockAnswer } from '../say-result.ts';
import { onSubmit } from './form-submitted.ts';
import type { ListenerDeps } from './listen.ts';

/** "Block for…" was submitted. */
export function blockSubmitted(listener: ListenerDeps) {
  return onSubmit(listener, 'block', readBlockForm, async ({ form, forMs, why }, by) => {
    const { address, episode, asOf } = form;
    const request = { address, episode, asOf, by, forMs, ...(why ? { why } : {}) };
    return sayBlockAnswer(address, await approveBlock(listener.deps, request));
  });
}

/** "Extend for…" was submitted. */
export function extendSubmitted(listener: ListenerDeps) {
  return onSubmit(listener, 'block', readBlockForm, async ({ form: { address, asOf }, forMs, why }, by) =>
    sayExtendAnswer(address, await extendBlock(listener.deps, { address, asOf, by, forMs, ...(why ? { why } : {}) })),
  );
}
