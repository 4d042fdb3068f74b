import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { tooLong } from '../../decision/snooze-length.ts';
import { ignoreAlerts } from '../../response/ignore-alerts.ts';
import { snoozeAddress } from '../../response/snooze-address.ts';
import { snoozeRule } from '../../response/snooze-rule.ts';
import { answerInTime } from '../answer-in-time.ts';
import { type ReadForm, readIgnoreForm } from '../modals/read-ignore-form.ts';
import { sayIgnoreAnswer, sayMode } from '../say-result.ts';
import { sayRuleSnoozeAnswer, saySnoozeAnswer } from '../say-snooze.ts';
import type { ListenerDeps } from './listen.ts';

type Args = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** The form to ignore alerts was submitted: it is checked and closed at once, and the answer follows where its card is. */
export function ignoreSubmitted(listener: ListenerDeps) {
  return async ({ ack, body, view, client }: Args): Promise<void> => {
    const read = readIgnoreForm(view);
    if (!read.ok) return ack({ response_action: 'errors', errors: read.errors });
    await ack();
    const user = body.user.id;
    const { answer } = await answerInTime(
      () => silence(listener, read, user),
      async () => undefined,
      (error) => listener.log.error({ err: error, user }, 'a form could not be answered well'),
    );
    const { channel } = read.form;
    try {
      if (channel) await client.chat.postEphemeral({ channel, user, text: answer });
      else await client.chat.postMessage({ channel: user, text: answer });
    } catch (error) {
      listener.log.warn({ err: error, user }, 'an answer could not be shown at its card; trying a message of its own');
      await client.chat.postMessage({ channel: user, text: answer });
    }
  };
}

async function silence(
  { deps, access }: ListenerDeps,
  { form, scope, forMs }: Extract<ReadForm, { ok: true }>,
  user: string,
): Promise<string> {
  if (!(await access.may(user, 'ignore'))) return access.refusal('ignore');
  const why = tooLong(forMs, await access.may(user, 'ignore-long'));
  if (why) return `Not ignored so long: ${why}.`;
  const { address, episode } = form;
  const mode = sayMode(deps.mode);
  if (scope === 'this')
    return `${sayIgnoreAnswer(address, await ignoreAlerts(deps, { address, episode, by: user, forMs }))}${mode}`;
  const rule = (await deps.ledger.records.get(address)).episodes.find((each) => each.id === episode)?.rule;
  if (rule === undefined) return 'This card is too old to act on. The next alert opens a new one.';
  if (scope === 'address')
    return `${saySnoozeAnswer(address, undefined, await snoozeAddress(deps, { address, by: user, forMs }))}${mode}`;
  return `${sayRuleSnoozeAnswer(rule, await snoozeRule(deps, { rule, by: user, forMs, card: address }))}${mode}`;
}
