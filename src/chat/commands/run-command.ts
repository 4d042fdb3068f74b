import { parseHumanAddress } from '../../address/address.ts';
import { escapeMrkdwn } from '../cards/plain.ts';
import { sayMode } from '../say-result.ts';
import { isOurPlace } from '../where-from.ts';
import { allow } from './allow.ts';
import { approve } from './approve.ts';
import { block } from './block.ts';
import { check } from './check.ts';
import type { Command, CommandContext } from './command.ts';
import { decline } from './decline.ts';
import { helpAll, helpOf, isBelow, misspelt, unknownCommand } from './help.ts';
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
import { test } from './test.ts';
import { unallow } from './unallow.ts';
import { unblock } from './unblock.ts';
import { why } from './why.ts';
import { addressBehind, isMeantAsAddress, withCommand } from './wrong-order.ts';

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
  test,
];

/** Slack shows at most 40,000 characters; a person reads far fewer. */
const LONGEST_ANSWER = 3500;
/** Runs what was typed after `/aism` and returns the answer for the one who typed it. */
export async function runCommand(context: CommandContext, text: string): Promise<string> {
  const [word = 'help', ...args] = splitWords(text);
  const name = word.toLowerCase();
  if (name === 'help') return help(args[0], context);
  const command = COMMANDS.find((each) => each.name === name);
  if (!command) return noCommand([word, ...args], context);
  if (args[0]?.toLowerCase() === 'help') return help(name, context);
  if (!(await mayRun(command, context))) return context.access.refusal(command.act);
  if (command.act !== 'look' && !isOurPlace(context.channel, context.deps.channel))
    return `Nothing was done: \`/aism ${name}\` works in <#${context.deps.channel}> and in direct messages. Commands that only look work everywhere.`;
  const slip = misspelt(name, args) ?? (isBelow(name, args[0]) ? undefined : addressBehind(command, args));
  return slip ?? `${cut(await command.run(args, context))}${sayMode(context.deps.mode)}`;
}

async function mayRun({ act, orAct }: Command, { access, user }: CommandContext): Promise<boolean> {
  return (await access.may(user, act)) || (orAct !== undefined && (await access.may(user, orAct)));
}

/** Whether a command changes nothing, whatever stands behind it. */
export function onlyLooks(text: string): boolean {
  const [word = 'help', ...rest] = splitWords(text);
  const command = COMMANDS.find(({ name }) => name === word.toLowerCase());
  // `report now` puts a report into the channel's queue.
  return command ? command.act === 'look' && !(command === report && rest.length > 0) : true;
}

/** What is said of a command that takes its time, while it does; the others are answered before anybody wonders. */
export function whileRunning(text: string): string | undefined {
  const command = COMMANDS.find(({ name }) => name === splitWords(text)[0]?.toLowerCase());
  return command?.isLong ? 'Running… the answer follows.' : undefined;
}

function help(about: string | undefined, context: CommandContext): string {
  const name = about?.toLowerCase();
  if (name === undefined || name === 'help') return helpAll(COMMANDS);
  const command = COMMANDS.find((each) => each.name === name);
  return command ? helpOf(command, context) : unknownCommand(name, COMMANDS);
}

/** An address alone: it is looked up, which changes nothing, and told how to block it. */
async function noCommand([word = '', ...rest]: string[], context: CommandContext): Promise<string> {
  const parsed = parseHumanAddress(word);
  if (!parsed.ok)
    return isMeantAsAddress(word) ? escapeMrkdwn(parsed.why) : unknownCommand(word.toLowerCase(), COMMANDS);
  if (!(await context.access.may(context.user, check.act))) return context.access.refusal(check.act);
  const found = cut(await check.run([word], context));
  return `${found}\n${withCommand(word, rest, COMMANDS)}${sayMode(context.deps.mode)}`;
}

function cut(answer: string): string {
  if (answer.length <= LONGEST_ANSWER) return answer;
  const end = answer.lastIndexOf('\n', LONGEST_ANSWER);
  return `${answer.slice(0, end > 0 ? end : LONGEST_ANSWER)}\n… and more; ask for less at once.`;
}
