import { type Address, display } from '../address/address.ts';
import { formatDuration } from '../decision/duration.ts';
import type { RuleSnooze } from '../decision/snooze.ts';
import type { AddressRecord } from '../ledger/record.ts';
import type { Hidden } from '../response/preview-snooze.ts';
import type { SnoozeAnswer, UnsnoozeAnswer } from '../response/snooze-address.ts';
import type { RuleSnoozeAnswer } from '../response/snooze-rule.ts';
import { escapeMrkdwn } from './cards/plain.ts';
import { sayActor, sayEnd, slackDate } from './say-result.ts';

/** What a silence would have hidden, in a few plain words: `12 alerts of 3 addresses, 2 automatic blocks`. */
export function sayHidden({ alerts, addresses, blocks }: Hidden, isOneAddress: boolean): string {
  const of = isOneAddress ? '' : ` of ${counted(addresses, 'address', 'addresses')}`;
  return `${counted(alerts, 'alert', 'alerts')}${of}, ${counted(blocks, 'automatic block', 'automatic blocks')}`;
}

/** The answer to somebody who silenced an address. */
export function saySnoozeAnswer(address: Address, rule: string | undefined, answer: SnoozeAnswer): string {
  const name = display(address);
  switch (answer.kind) {
    case 'ignored':
      return `Ignoring ${sayRule(rule)} for ${name} until ${slackDate(answer.until)}. Its alerts are still recorded.`;
    case 'already-ignored':
      return `${sayActor(answer.by)} already ignores it until ${slackDate(answer.until)}. Nothing changed.`;
    case 'already-blocked':
      return `${name} is blocked by ${sayActor(answer.block.by)} ${sayEnd(answer.block)}. Undo it first.`;
  }
}

/** The answer to somebody who silenced a rule. */
export function sayRuleSnoozeAnswer(rule: string, answer: RuleSnoozeAnswer): string {
  const until = slackDate(answer.until);
  return answer.kind === 'ignored'
    ? `Ignoring rule ${escapeMrkdwn(rule)} for every address until ${until}. Its alerts are still recorded; addresses on the never-block list are still told of, and what is blocked stays blocked.`
    : `${sayActor(answer.by)} already ignores rule ${escapeMrkdwn(rule)} until ${until}. Nothing changed.`;
}

/** What a person reads before a rule is silenced for every address. */
export function sayRulePreview(rule: string, forMs: number, hidden: Hidden, confirm: string): string {
  const unknown =
    hidden.alerts === 0 ? ' Is that its name, letter by letter? `/aism stats` shows the rules that fire most.' : '';
  return [
    `Not ignored yet: rule ${escapeMrkdwn(rule)}, for every address, for ${formatDuration(forMs)}.`,
    `In the last 7 days that would have hidden ${sayHidden(hidden, false)}.${unknown}`,
    `To do it: \`${escapeMrkdwn(confirm)}\``,
  ].join('\n');
}

/** The answer to somebody who took silences of an address back. */
export function sayUnsnoozed(address: Address, { ended, left }: UnsnoozeAnswer): string {
  const name = display(address);
  const still = left.map(({ rule, until }) => `Still ignored: ${sayRule(rule)}, until ${slackDate(until)}.`);
  const what =
    ended.length > 0
      ? `Ignored no longer: ${ended.map(({ rule }) => sayRule(rule)).join(', ')} for ${name}.`
      : `Nothing ${left.length > 0 ? 'of that ' : ''}was ignored about ${name}. \`/aism ignore list\` shows what is.`;
  return [what, ...(ended.length > 0 && left.length === 0 ? ['The next alert asks again.'] : still)].join(' ');
}

/** Everything that is silent now. */
export function saySnoozes(rules: readonly RuleSnooze[], records: readonly AddressRecord[], now: number): string {
  const ofRules = rules
    .filter((each) => each.until > now)
    .map(
      ({ rule, until, by }) =>
        `• rule ${escapeMrkdwn(rule)} for every address until ${slackDate(until)}, by ${sayActor(by)}`,
    );
  const ofAddresses = records.flatMap(({ address, snoozes }) =>
    snoozes
      .filter((each) => each.until > now)
      .map(
        ({ rule, until, by }) =>
          `• ${sayRule(rule)} for ${display(address)} until ${slackDate(until)}, by ${sayActor(by)}`,
      ),
  );
  const all = [...ofRules, ...ofAddresses];
  return all.length === 0 ? 'Nothing is ignored.' : [`*${all.length} ignored*`, ...all].join('\n');
}

function sayRule(rule: string | undefined): string {
  return rule === undefined ? 'every rule' : `rule ${escapeMrkdwn(rule)}`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
