import { type Address, compareAddresses, family, prefixLength, widen } from '../../address/address.ts';
import { tooLong } from '../../decision/snooze-length.ts';
import { hiddenOfAddress, hiddenOfRule } from '../../response/preview-snooze.ts';
import { snoozeAddress, unsnoozeAddress } from '../../response/snooze-address.ts';
import { snoozeRule, unsnoozeRule } from '../../response/snooze-rule.ts';
import { escapeMrkdwn, plain } from '../cards/plain.ts';
import {
  sayHidden,
  sayRulePreview,
  sayRuleSnoozeAnswer,
  saySnoozeAnswer,
  saySnoozes,
  sayUnsnoozed,
} from '../say-snooze.ts';
import type { Command, CommandContext } from './command.ts';
import { readDuration } from './read-duration.ts';
import { readTarget } from './read-target.ts';

/** As long as the button says. */
const DEFAULT_MS = 3_600_000;
const SHORTEST = 'The shortest silence is 1 minute.';
const RULE_USAGE = 'ignore rule <name> [duration]';

/** `/aism ignore 203.0.113.9 1d rule ssh-bruteforce`, `/aism ignore rule ssh-bruteforce 1h`, `list`, `remove` */
export const ignore: Command = {
  name: 'ignore',
  usage: 'ignore <ip> [duration] [rule <name>]',
  about:
    'alerts about an address are recorded and not acted on, for 1h if you name no duration; `ignore rule <name> [duration]` silences a rule for every address; `ignore list` shows all, `ignore remove <ip> [rule <name>]` and `ignore remove rule <name>` end it',
  examples: [
    'ignore 203.0.113.9',
    'ignore 203.0.113.9 1d rule ssh-bruteforce',
    'ignore rule ssh-bruteforce 1h',
    'ignore list',
    'ignore remove 203.0.113.9',
  ],
  act: 'ignore',
  async run([first, ...rest], context) {
    switch (first?.toLowerCase()) {
      case 'list':
        return listAll(context);
      case 'remove':
        return takeBack(rest, context);
      case 'rule':
        return silenceRule(rest, context);
      default:
        return silenceAddress([...(first === undefined ? [] : [first]), ...rest], context);
    }
  },
};

async function silenceAddress([target, ...words]: string[], { deps, access, user }: CommandContext): Promise<string> {
  const read = readAttacker(target, ignore.usage, deps.policy.ipv6Prefix);
  if ('answer' in read) return read.answer;
  const duration = readDuration(words, SHORTEST);
  if ('answer' in duration) return duration.answer;
  const rule = readRule(duration.rest);
  if (duration.rest.length > 0 && rule === undefined) return notUnderstood(duration.rest, ignore.usage);
  const forMs = await lengthFor(duration.forMs, { access, user });
  if (typeof forMs === 'string') return forMs;
  const { address } = read;
  const hidden = await hiddenOfAddress(deps, address, rule);
  const answer = await snoozeAddress(deps, { address, rule, by: user, forMs });
  const looked = `In the last 7 days that would have hidden ${sayHidden(hidden, true)}.`;
  return [saySnoozeAnswer(address, rule, answer), ...(answer.kind === 'ignored' ? [looked] : [])].join('\n');
}

async function silenceRule(words: string[], { deps, access, user }: CommandContext): Promise<string> {
  const isConfirmed = words.at(-1)?.toLowerCase() === 'confirm';
  const said = isConfirmed ? words.slice(0, -1) : words;
  // A name may have several words, and the duration stands behind it.
  const last = readDuration(said.slice(-1), SHORTEST);
  const hasDuration = said.length > 1 && !('answer' in last) && last.forMs !== undefined;
  const rule = plain((hasDuration ? said.slice(0, -1) : said).join(' '), 200);
  if (rule === '') return `Which rule? \`/aism ${RULE_USAGE}\``;
  if (said.length > 1 && 'answer' in last && last.answer === SHORTEST) return SHORTEST;
  const forMs = await lengthFor(hasDuration ? last.forMs : undefined, { access, user });
  if (typeof forMs === 'string') return forMs;
  if (!isConfirmed) {
    const confirm = `/aism ignore rule ${[`"${rule}"`, ...(hasDuration ? said.slice(-1) : [])].join(' ')} confirm`;
    return sayRulePreview(rule, forMs, await hiddenOfRule(deps, rule), confirm);
  }
  return sayRuleSnoozeAnswer(rule, await snoozeRule(deps, { rule, by: user, forMs }));
}

async function takeBack(words: string[], { deps, user }: CommandContext): Promise<string> {
  const usage = 'ignore remove <ip> [rule <name>]';
  const ofAll = readRule(words);
  if (ofAll !== undefined) {
    const ended = await unsnoozeRule(deps, { rule: ofAll, by: user });
    return ended
      ? `Rule ${escapeMrkdwn(ofAll)} is ignored no longer. Its next alerts are judged like any other.`
      : `Rule ${escapeMrkdwn(ofAll)} was not ignored for every address. \`/aism ignore list\` shows what is.`;
  }
  const [target, ...rest] = words;
  const read = readAttacker(target, usage, deps.policy.ipv6Prefix);
  if ('answer' in read) return read.answer;
  const { address } = read;
  const rule = readRule(rest);
  // Every silence would end, where one was meant.
  if (rest.length > 0 && rule === undefined) return notUnderstood(rest, usage);
  return sayUnsnoozed(address, await unsnoozeAddress(deps, { address, rule, by: user }));
}

function notUnderstood(words: readonly string[], usage: string): string {
  return `What does "${escapeMrkdwn(plain(words.join(' '), 60))}" mean?\n\`/aism ${usage}\``;
}

async function listAll({ deps }: CommandContext): Promise<string> {
  const [rules, records] = await Promise.all([deps.ledger.ruleSnoozes.entries(), deps.ledger.records.snoozed()]);
  const sorted = records.toSorted((a, b) => compareAddresses(a.address, b.address));
  return saySnoozes(rules, sorted, deps.clock.now());
}

/** `rule <name>`, the name in one or several words. */
function readRule([word, ...name]: readonly string[]): string | undefined {
  return word?.toLowerCase() === 'rule' && name.length > 0 ? plain(name.join(' '), 200) : undefined;
}

/** An attacker as alerts are counted: a single address, of IPv6 its network. */
function readAttacker(
  word: string | undefined,
  usage: string,
  ipv6Prefix: number,
): { address: Address } | { answer: string } {
  const read = readTarget(word, usage);
  if ('answer' in read) return read;
  const narrowest = family(read.address) === 4 ? 32 : ipv6Prefix;
  if (prefixLength(read.address) < narrowest)
    return { answer: 'A range cannot be ignored, only single addresses. `/aism allow` exempts a range.' };
  return { address: widen(read.address, narrowest) };
}

/** How long, or why not so long. */
async function lengthFor(
  wanted: number | null | undefined,
  { access, user }: Pick<CommandContext, 'access' | 'user'>,
): Promise<number | string> {
  if (wanted === undefined) return DEFAULT_MS;
  const why = tooLong(wanted ?? Number.POSITIVE_INFINITY, await access.may(user, 'ignore-long'));
  return why ? `Not ignored so long: ${why}.` : (wanted ?? DEFAULT_MS);
}
