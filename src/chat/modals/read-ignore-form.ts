import { z } from 'zod';
import type { FormOf } from './form.ts';
import { BLOCKS, DURATIONS, type Scope } from './ignore-modal.ts';
import { chosen, NO_CARD, type Read, readLength, readMetadata, type Submitted } from './read-form.ts';

const scopeSchema = z.enum(['this', 'address', 'rule']);

/** What the form asks for. */
export interface IgnoreWish {
  form: FormOf;
  scope: Scope;
  forMs: number;
}

/** Reads the form as Slack sends it. */
export function readIgnoreForm(view: Submitted): Read<IgnoreWish> {
  const form = readMetadata(view.private_metadata);
  const scope = scopeSchema.safeParse(chosen(view, BLOCKS.scope));
  const length = readLength(view, DURATIONS);
  const errors = {
    ...(form ? {} : { [BLOCKS.scope]: NO_CARD }),
    ...(scope.success ? {} : { [BLOCKS.scope]: 'Choose what to ignore.' }),
    ...(length.ok ? {} : length.errors),
  };
  return form && scope.success && length.ok
    ? { ok: true, form, scope: scope.data, forMs: length.ms }
    : { ok: false, errors };
}
