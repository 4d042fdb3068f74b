import { type Address, parseHumanAddress } from '../../address/address.ts';
import { escapeMrkdwn } from '../cards/plain.ts';

/** The address that a command is about, or an answer that says how to write it. */
export function readTarget(word: string | undefined, usage: string): { address: Address } | { answer: string } {
  if (word === undefined) return { answer: `Which address? \`/aism ${usage}\`` };
  const parsed = parseHumanAddress(word);
  return parsed.ok ? { address: parsed.address } : { answer: `${escapeMrkdwn(parsed.why)}\n\`/aism ${usage}\`` };
}
