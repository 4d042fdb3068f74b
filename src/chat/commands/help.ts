import { distance } from 'fastest-levenshtein';
import type { Who } from '../../decision/permissions.ts';
import { escapeMrkdwn } from '../cards/plain.ts';
import type { Command, CommandContext } from './command.ts';

/** One line of the help for one or two commands, in groups: what people look for at 3 a.m. comes first. */
const GROUPS: ReadonlyArray<readonly [group: string, lines: Readonly<Record<string, string>>]> = [
  [
    'Stop it',
    {
      block: 'an address: `<ip> 4h why`',
      unblock: 'end a block',
      override: 'block what is never blocked, with a second person',
      'approve decline': "the second person's yes or no",
      'pause resume': 'nothing automatic for a while, and again',
    },
  ],
  ['Leave it alone', { 'allow unallow': 'never block: `<ip> 30d why`, `list`', ignore: 'silence: `<ip> 4h`, `list`' }],
  [
    'Look',
    {
      list: 'what is blocked; `list asks` the open questions',
      check: 'all about an address',
      why: 'the reasons',
      history: 'who did what',
      stats: 'the last 7 days',
      report: 'when the next one comes; `report now`',
    },
  ],
  ['AISM itself', { test: 'does it work? tries it out', sync: 'look at every Network ACL now' }],
];

const WHO_WORDS: Record<Who, string> = {
  everybody: 'For everybody',
  analysts: 'For analysts and leads',
  leads: 'For leads',
  nobody: 'For nobody, as the policy says',
};

/** So many wrong letters are still taken for a slip. */
const SLIP = 2;

/** All commands, short enough for a phone. */
export function helpAll(commands: readonly Command[]): string {
  const lineOf = (names: string, about: string) => `${names.replaceAll(/\S+/g, '`$&`')} ${about}`;
  const isThere = (names: string) => commands.some(({ name }) => names.split(' ').includes(name));
  const groups = GROUPS.map(([group, lines]) => {
    const known = Object.entries(lines).filter(([names]) => isThere(names));
    return [`*${group}*`, ...known.map(([name, about]) => lineOf(name, about))];
  });
  const told = new Set(GROUPS.flatMap(([, lines]) => Object.keys(lines).flatMap((names) => names.split(' '))));
  const others = commands.filter(({ name }) => !told.has(name)).map(({ name, usage }) => lineOf(name, usage));
  return [
    '`/aism`, and then one of these:',
    ...groups.flat(),
    ...others,
    '`/aism help block` tells all of one, `/aism <ip>` of an address',
  ].join('\n');
}

/** One command with its examples. */
export function helpOf(command: Command, { deps }: Pick<CommandContext, 'deps'>): string {
  const examples = command.examples.map((example) => `• \`/aism ${example}\``);
  const who = WHO_WORDS[deps.policy.permissions[command.act]];
  return [`\`/aism ${command.usage}\``, asSentence(command.about), `${who}. For example:`, ...examples].join('\n');
}

function asSentence(about: string): string {
  return `${about.slice(0, 1).toUpperCase()}${about.slice(1)}.`;
}

/** What people type for it when they do not know the name; the first is what the button says. */
const MEANT = new Map([
  ['undo', 'unblock'],
  ['unban', 'unblock'],
  ['lift', 'unblock'],
  ['whitelist', 'allow'],
  ['allowlist', 'allow list'],
  ['disallow', 'unallow'],
  ['snooze', 'ignore'],
  ['mute', 'ignore'],
  ['unignore', 'ignore remove'],
  ['ban', 'block'],
  ['deny', 'block'],
  ['extend', 'block'],
  ['status', 'list'],
  ['ls', 'list'],
  ['blocks', 'list'],
  ['who', 'history'],
  ['log', 'history'],
  ['stop', 'pause'],
  ['continue', 'resume'],
  ['reconcile', 'sync'],
  ['selftest', 'test'],
  ['digest', 'report'],
  ['withdraw', 'decline'],
  ['confirm', 'approve'],
  ['ping', 'test'],
]);

/** Words that stand after a command in the place of an address. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  allow: ['list', 'remove'],
  ignore: ['list', 'remove', 'rule'],
};

/** Whether a word is one below a command, as `remove` is below `allow`. */
export function isBelow(name: string, word = ''): boolean {
  return BELOW[name]?.includes(word.toLowerCase()) ?? false;
}

/** The answer to a command that there is not, with the one that was probably meant. */
export function unknownCommand(name: string, commands: readonly Command[]): string {
  const meant = MEANT.get(name) ?? nearest(name, [...commands.map((each) => each.name), 'help']);
  const guess = meant ? ` Did you mean \`/aism ${meant}\`?` : '';
  return `There is no command "${escapeMrkdwn(name.slice(0, 30))}".${guess} \`/aism help\` shows all.`;
}

/** The answer where a word below a command was misspelt: `allow lst`. Undefined when it may be meant as it is. */
export function misspelt(name: string, [word = '', ...rest]: readonly string[]): string | undefined {
  const known = BELOW[name] ?? [];
  const typed = word.toLowerCase();
  if (!/^[a-z]+$/.test(typed) || known.includes(typed)) return undefined;
  const meant = nearest(typed, known);
  if (!meant) return undefined;
  const whole = ['/aism', name, meant, ...rest].join(' ');
  return `"${escapeMrkdwn(typed)}"? Did you mean \`${escapeMrkdwn(whole)}\`? Nothing was done.`;
}

function nearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known.toSorted((a, b) => distance(a, word) - distance(b, word));
  return best !== undefined && distance(best, word) <= SLIP ? best : undefined;
}
