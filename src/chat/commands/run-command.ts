import { distance } from 'fastest-levenshtein';
import type { Who } from '../../decision/permissions.ts';
import { escapeMrkdwn } from '../cards/plain.ts';
import { sayMode } from '../say-result.ts';
import { isOurPlace } from '../where-from.ts';
import { allow } from './allow.ts';
import { approve } from './approve.ts';
import { block } from './block.ts';
import { check } from './check.ts';
import type { Command, CommandContext } from './command.ts';
import { decline } from './decline.ts';
import { history } from './history.ts';
import { ignore } from './ignore.ts';
import { list } from './list.ts';
import { override } from './override.ts';
import { pause } from './pause.ts';
import { report } from './report.ts';
import { resume } from './resume.ts';
import { splitWords } from './split-words.ts';
import { stats } from './stats.ts';
import { sync } from './sync.ts';
import { unallow } from './unallow.ts';
import { unblock } from './unblock.ts';
import { why } from './why.ts';

/** Every command but `help`, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  block,
  unblock,
  allow,
  unallow,
  ignore,
  list,
  check,
  why,
  history,
  override,
  approve,
  decline,
  stats,
  report,
  pause,
  resume,
  sync,
];

/** Slack shows at most 40,000 characters; a person reads far fewer. */
const LONGEST_ANSWER = 3500;
/** So many wrong letters are still taken for a slip. */
const SLIP = 2;
/** What people type for it when they do not know the name; the first is what the button says. */
const MEANT = new Map([
  ['undo', 'unblock'],
  ['unban', 'unblock'],
  ['whitelist', 'allow'],
  ['allowlist', 'allow list'],
  ['disallow', 'unallow'],
  ['snooze', 'ignore'],
  ['unignore', 'ignore remove'],
  ['ban', 'block'],
  ['deny', 'block'],
  ['status', 'list'],
  ['digest', 'report'],
  ['stop', 'pause'],
  ['continue', 'resume'],
  ['reconcile', 'sync'],
  ['withdraw', 'decline'],
  ['confirm', 'approve'],
]);

const WHO_WORDS: Record<Who, string> = {
  everybody: 'For everybody',
  analysts: 'For analysts and leads',
  leads: 'For leads',
  nobody: 'For nobody, as the policy says',
};

/** Runs what was typed after `/aism` and returns the answer for the one who typed it. */
export async function runCommand(context: CommandContext, text: string): Promise<string> {
  const [word = 'help', ...args] = splitWords(text);
  const name = word.toLowerCase();
  if (name === 'help') return help(args[0], context);
  const command = COMMANDS.find((each) => each.name === name);
  if (!command) return unknown(name);
  if (args[0]?.toLowerCase() === 'help') return help(name, context);
  if (!(await context.access.may(context.user, command.act))) return context.access.refusal(command.act);
  if (command.act !== 'look' && !isOurPlace(context.channel, context.deps.channel))
    return `Nothing was done: \`/aism ${name}\` works in <#${context.deps.channel}> and in direct messages. Commands that only look work everywhere.`;
  return `${cut(await command.run(args, context))}${sayMode(context.deps.mode)}`;
}

function help(about: string | undefined, { deps }: Pick<CommandContext, 'deps'>): string {
  const command = COMMANDS.find((each) => each.name === about?.toLowerCase());
  if (command) {
    const examples = command.examples.map((example) => `• \`/aism ${example}\``);
    const who = WHO_WORDS[deps.policy.permissions[command.act]];
    return [`\`/aism ${command.usage}\``, command.about, `${who}. For example:`, ...examples].join('\n');
  }
  if (about !== undefined && about.toLowerCase() !== 'help') return unknown(about.toLowerCase());
  const lines = COMMANDS.map((each) => `\`/aism ${each.usage}\`  ${each.about}`);
  return [
    '*AISM blocks attackers in the Network ACL.*',
    ...lines,
    '`/aism help <command>`  shows one with examples',
  ].join('\n');
}

function unknown(name: string): string {
  const names = [...COMMANDS.map((each) => each.name), 'help'];
  const nearest = names.toSorted((a, b) => distance(a, name) - distance(b, name))[0] ?? 'help';
  const meant = MEANT.get(name) ?? (distance(nearest, name) <= SLIP ? nearest : undefined);
  const guess = meant ? ` Did you mean \`/aism ${meant}\`?` : '';
  return `There is no command "${escapeMrkdwn(name.slice(0, 30))}".${guess} \`/aism help\` shows all.`;
}

function cut(answer: string): string {
  if (answer.length <= LONGEST_ANSWER) return answer;
  const end = answer.lastIndexOf('\n', LONGEST_ANSWER);
  return `${answer.slice(0, end > 0 ? end : LONGEST_ANSWER)}\n… and more; ask for less at once.`;
}
