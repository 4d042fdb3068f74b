import type { OverflowAction } from '@slack/bolt';
import { display } from '../../address/address.ts';
import type { CardValue } from '../card-value.ts';
import { allowForm, allowRefused, allowSkeleton } from '../modals/allow-form.ts';
import type { FormOf } from '../modals/form.ts';
import type { ActionArgs, ListenerDeps } from './listen.ts';
import { openForm } from './open-form.ts';

/** "Allow…" on a card: a form asks which addresses, for how long and why. */
export async function openAllowForm(
  listener: ListenerDeps,
  { address, episode }: CardValue,
  args: ActionArgs<OverflowAction>,
): Promise<void> {
  const form: FormOf = { address, episode, channel: args.body.channel?.id };
  await openForm(listener, args, {
    skeleton: allowSkeleton(form),
    fill: async (user) =>
      (await listener.access.may(user, 'allow'))
        ? allowForm(form)
        : allowRefused(form, 'You may not do that. /aism help allow tells who may.'),
    refused: (why) => allowRefused(form, why),
    instead: `/aism allow ${display(address)} <duration> <reason>`,
  });
}
