import { tooLong } from '../../decision/snooze-length.ts';
import { ignoreAlerts } from '../../response/ignore-alerts.ts';
import { snoozeAddress } from '../../response/snooze-address.ts';
import { snoozeRule } from '../../response/snooze-rule.ts';
import { type IgnoreWish, readIgnoreForm } from '../modals/read-ignore-form.ts';
import { sayIgnoreAnswer } from '../say-result.ts';
import { sayRuleSnoozeAnswer, saySnoozeAnswer } from '../say-snooze.ts';
import { onSubmit } from './form-submitted.ts';
import type { ListenerDeps } from './listen.ts';

/** "Ignore…" was submitted. */
export function ignoreSubmitted(listener: ListenerDeps) {
  return onSubmit(listener, 'ignore', readIgnoreForm, (wish, user) => silence(listener, wish, user));
}

async function silence(
  { deps, access }: ListenerDeps,
  { form, scope, forMs }: IgnoreWish,
  by: string,
): Promise<string> {
  const why = tooLong(forMs, await access.may(by, 'ignore-long'));
  if (why) return `Not ignored so long: ${why}.`;
  const { address, episode, asOf } = form;
  if (scope === 'this')
    return sayIgnoreAnswer(address, await ignoreAlerts(deps, { address, episode, asOf, by, forMs }));
  const rule = (await deps.ledger.records.get(address)).episodes.find((each) => each.id === episode)?.rule;
  if (rule === undefined) return 'This card is too old to act on. The next alert opens a new one.';
  if (scope === 'address')
    return saySnoozeAnswer(address, undefined, await snoozeAddress(deps, { address, by, forMs }));
  return sayRuleSnoozeAnswer(rule, await snoozeRule(deps, { rule, by, forMs, card: address }));
}
