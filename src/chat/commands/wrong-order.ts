import { display, parseHumanAddress } from '../../address/address.ts';
import { escapeMrkdwn } from '../cards/plain.ts';
import type { Command } from './command.ts';

/** In so many words an address is looked for: further behind it belongs to a reason. */
const NEAR = 4;

/** The answer where words stand before the address, as in `block 4h 203.0.113.9`. Undefined: there is no such mistake. */
export function addressBehind(command: Command, words: readonly string[]): string | undefined {
  const isAbout = command.usage.startsWith(`${command.name} <ip`);
  const at = isAbout ? words.slice(0, NEAR).findIndex(isAddress) : -1;
  if (at < 1) return undefined;
  const others = words.filter((_, index) => index !== at);
  return `The address comes first: ${typed([command.name, shown(words[at] ?? ''), ...others])}. Nothing was done.`;
}

/** What blocks the address that was typed alone, or does what was typed behind it, as in `203.0.113.9 unblock`. */
export function withCommand(address: string, words: readonly string[], commands: readonly Command[]): string {
  const [word = '', ...others] = words;
  const named = commands.find(({ name }) => name === word.toLowerCase());
  return named
    ? `To do it: ${typed([named.name, shown(address), ...others])}`
    : `${typed(['block', shown(address), ...words])} blocks it.`;
}

/** Whether somebody meant an address, though it is none: `999.1.1.1`. */
export function isMeantAsAddress(word: string): boolean {
  return /^\d[\da-f]*[.:][\da-f.:/]*$/i.test(word);
}

function isAddress(word: string): boolean {
  return parseHumanAddress(word).ok;
}

function shown(word: string): string {
  const parsed = parseHumanAddress(word);
  return parsed.ok ? display(parsed.address) : word;
}

function typed(words: readonly string[]): string {
  return `\`${escapeMrkdwn(['/aism', ...words].join(' '))}\``;
}
