import type { OverflowAction } from '@slack/bolt';
import { hiddenOfAddress, hiddenOfRule } from '../../response/preview-snooze.ts';
import type { ChoiceValue } from '../card-value.ts';
import type { FormOf } from '../modals/form.ts';
import { ignoreForm, ignoreRefused, ignoreSkeleton, type Preview } from '../modals/ignore-modal.ts';
import type { ActionArgs, ListenerDeps } from './listen.ts';
import { openForm } from './open-form.ts';

/** "Ignore…" on a card. Who may, and what it would have hidden, is filled in after the form is open. */
export async function openIgnoreForm(
  listener: ListenerDeps,
  card: ChoiceValue,
  args: ActionArgs<OverflowAction>,
): Promise<void> {
  const { act: _act, duration: _duration, ...stands } = card;
  const form: FormOf = { ...stands, channel: args.body.channel?.id };
  await openForm(listener, args, {
    skeleton: ignoreSkeleton(form),
    fill: (user) => fill(listener, form, user),
    refused: (why) => ignoreRefused(form, why),
    instead: '/aism ignore',
  });
}

async function fill({ deps, access, log }: ListenerDeps, form: FormOf, user: string) {
  if (!(await access.may(user, 'ignore')))
    return ignoreRefused(form, 'You may not do that. /aism help ignore tells who may.');
  const record = await deps.ledger.records.get(form.address);
  const episode = record.episodes.find((each) => each.id === form.episode);
  if (!episode) return ignoreRefused(form, 'This card is too old to act on. The next alert opens a new one.');
  const { rule } = episode;
  const preview = await look({ deps }, form, rule).catch((error: unknown) => {
    log.warn({ err: error }, 'what a silence would have hidden could not be read');
    return undefined;
  });
  return ignoreForm(form, { rule, preview, isLead: await access.may(user, 'ignore-long') });
}

async function look({ deps }: Pick<ListenerDeps, 'deps'>, { address }: FormOf, rule: string): Promise<Preview> {
  const [own, ofAddress, ofRule] = await Promise.all([
    hiddenOfAddress(deps, address, rule),
    hiddenOfAddress(deps, address),
    hiddenOfRule(deps, rule),
  ]);
  return { this: own, address: ofAddress, rule: ofRule };
}
