import type { OverflowAction } from '@slack/bolt';
import { hiddenOfAddress, hiddenOfRule } from '../../response/preview-snooze.ts';
import type { CardValue } from '../card-value.ts';
import { type FormOf, ignoreForm, ignoreRefused, ignoreSkeleton, type Preview } from '../modals/ignore-modal.ts';
import type { ActionArgs, ListenerDeps } from './listen.ts';

const UNREADABLE =
  'AISM cannot read its ledger (DynamoDB) now. Nothing was changed; close this and try again in a minute.';

/**
 * "Ignore…" on a card. The form opens from what the click says alone, since Slack gives three seconds; who may, and what it
 * would have hidden, is filled in after that.
 */
export async function openIgnoreForm(
  listener: ListenerDeps,
  card: CardValue,
  { ack, body, client, respond }: ActionArgs<OverflowAction>,
): Promise<void> {
  const user = body.user.id;
  const form: FormOf = { address: card.address, episode: card.episode, channel: body.channel?.id };
  const acknowledged = ack();
  try {
    const opened = await client.views.open({ trigger_id: body.trigger_id, view: ignoreSkeleton(form) });
    await acknowledged;
    const view = await fill(listener, form, user).catch((error: unknown) => {
      listener.log.error({ err: error, user }, 'the form to ignore alerts could not be filled');
      return ignoreRefused(form, UNREADABLE);
    });
    await client.views.update({ view_id: opened.view?.id ?? '', view });
  } catch (error) {
    listener.log.warn({ err: error, user }, 'the form to ignore alerts could not be shown');
    await acknowledged;
    const text = 'The form could not be shown. `/aism ignore` does the same.';
    await respond({ response_type: 'ephemeral', replace_original: false, text });
  }
}

async function fill({ deps, access, log }: ListenerDeps, form: FormOf, user: string) {
  if (!(await access.may(user, 'ignore')))
    return ignoreRefused(form, 'You may not do that. `/aism help ignore` tells who may.');
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
