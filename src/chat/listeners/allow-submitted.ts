import { tooWideToAllow } from '../../decision/allowlist.ts';
import { allowAddress } from '../../response/allow-address.ts';
import { readAllowForm } from '../modals/allow-form.ts';
import { sayAllowAnswer } from '../say-allow.ts';
import { onSubmit } from './form-submitted.ts';
import type { ListenerDeps } from './listen.ts';

/** "Allow…" was submitted. */
export function allowSubmitted(listener: ListenerDeps) {
  const { deps, access } = listener;
  return onSubmit(listener, 'allow', readAllowForm, async ({ form, cidr, forMs, why }, by) => {
    const wide = tooWideToAllow(cidr, await access.may(by, 'allow-wide'));
    if (wide) return `Not put on the allowlist: ${wide}. Name a smaller range.`;
    return sayAllowAnswer(await allowAddress(deps, { cidr, by, forMs, why, card: form.address }));
  });
}
