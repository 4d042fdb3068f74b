import { type Address, contains, display } from '../address/address.ts';
import type { AllowEntry } from '../decision/allowlist.ts';
import type { AllowAnswer } from '../response/allow-address.ts';
import type { DisallowAnswer } from '../response/disallow-address.ts';
import { sayEntry } from './say-result.ts';

/** More names than this nobody reads in an answer. */
const SHOWN = 20;

/** The answer to somebody who put an address on the allowlist. */
export function sayAllowAnswer({ kind, entry, lifted }: AllowAnswer): string {
  const what = {
    allowed: 'Alerts about it are recorded and not acted on, and nobody can block it.',
    changed: 'That takes the place of what the list said before.',
    already: 'Nothing changed.',
  }[kind];
  return [`${sayEntry(entry)} ${what}`, sayCovered(entry.cidr, lifted)].filter(Boolean).join('\n');
}

function sayCovered(cidr: Address, lifted: readonly Address[] | undefined): string {
  if (lifted === undefined)
    return 'The blocks that it covers could not all be lifted yet. That goes on within a minute.';
  if (lifted.length === 0) return 'It covers no live block.';
  const names = lifted.slice(0, SHOWN).map((address) => {
    const isWider = address !== cidr && contains(address, cidr);
    return isWider ? `${display(address)} (all of that range, for it holds ${display(cidr)})` : display(address);
  });
  const more = lifted.length > SHOWN ? ` and ${lifted.length - SHOWN} more` : '';
  return `Lifted ${lifted.length === 1 ? 'the block' : `${lifted.length} blocks`} that it covers: ${names.join(', ')}${more}.`;
}

/** The answer to somebody who took an address off the allowlist. */
export function sayDisallowAnswer(cidr: Address, answer: DisallowAnswer): string {
  const name = display(cidr);
  const others = answer.others.map((entry) => `Still: ${sayEntry(entry)}`);
  const what =
    answer.kind === 'removed'
      ? `${name} is no longer on the allowlist. Nothing is blocked by that; its next alerts are judged like any other.`
      : `${name} is not on the allowlist itself. \`/aism allow list\` shows what is.`;
  return [what, ...others].join('\n');
}

/** The whole allowlist. */
export function sayAllowlist(entries: readonly AllowEntry[]): string {
  if (entries.length === 0) return 'Nothing is on the allowlist.';
  return [`*${entries.length} on the allowlist*`, ...entries.map((entry) => `• ${sayEntry(entry)}`)].join('\n');
}
