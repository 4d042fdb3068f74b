import type { ButtonAction } from '@slack/bolt';
import { display } from '../../address/address.ts';
import { liveBlock, overriders } from '../../ledger/block.ts';
import { checkAddress } from '../../response/check-address.ts';
import { readCardValue } from '../card-value.ts';
import type { FormOf } from '../modals/form.ts';
import { overrideForm, overrideRefused, overrideSkeleton } from '../modals/override-form.ts';
import { type ActionArgs, type ListenerDeps, onClick } from './listen.ts';
import { openForm } from './open-form.ts';

/** "Override…" on a card about what is never blocked: a form asks how long and why, then a second person is wanted. */
export function overrideClicked(listener: ListenerDeps) {
  const unknown = onClick<ButtonAction>(
    listener,
    'propose',
    async () => 'This button belongs to no card that AISM knows.',
  );
  return async (args: ActionArgs<ButtonAction>): Promise<void> => {
    const card = readCardValue(args.action.value ?? '');
    if (!card) return unknown(args);
    const form: FormOf = { address: card.address, episode: card.episode, channel: args.body.channel?.id };
    await openForm(listener, args, {
      skeleton: overrideSkeleton(form),
      fill: (user) => fill(listener, form, user),
      refused: (why) => overrideRefused(form, why),
      instead: `/aism override ${display(form.address)} <duration> <reason>`,
    });
  };
}

async function fill({ deps, access }: ListenerDeps, form: FormOf, user: string) {
  const refused = (why: string) => overrideRefused(form, why);
  if (!(await access.may(user, 'propose'))) return refused('You may not do that. /aism help override tells who may.');
  const name = display(form.address);
  const { record, guarded, allowed } = await checkAddress(deps, form.address);
  if (liveBlock(record) && overriders(record)) return refused(`${name} is blocked by an override already.`);
  if (!guarded) return refused(`${name} is not on the never-block list any more: /aism block ${name} blocks it.`);
  const [entry] = allowed;
  if (entry)
    return refused(
      `${display(entry.cidr)} is on the allowlist: ${entry.why}. Take that away first: /aism allow remove.`,
    );
  if (record.proposal && record.proposal.expires > deps.clock.now())
    return refused('Somebody has proposed that already: approve it on the card that asks for a second person.');
  return overrideForm(form, guarded);
}
