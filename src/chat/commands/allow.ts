import { compareAddresses } from '../../address/address.ts';
import { isOver, tooWideToAllow } from '../../decision/allowlist.ts';
import { allowAddress } from '../../response/allow-address.ts';
import { disallowAddress } from '../../response/disallow-address.ts';
import { plain } from '../cards/plain.ts';
import { sayAllowAnswer, sayAllowlist, sayDisallowAnswer } from '../say-allow.ts';
import type { Command, CommandContext } from './command.ts';
import { readDuration } from './read-duration.ts';
import { readTarget } from './read-target.ts';

/** How long an entry lasts that names no duration: long enough for a project, short enough to be thought of again. */
const DEFAULT_MS = 30 * 24 * 3_600_000;

/** `/aism allow 203.0.113.9 90d our scanner`, `/aism allow list`, `/aism allow remove 203.0.113.9` */
export const allow: Command = {
  name: 'allow',
  usage: 'allow <ip|cidr> [duration] <reason>',
  about:
    'exempts an address or range, for 30d if you name no duration, and lifts the blocks that it covers; `allow list` shows all, `allow remove <ip|cidr>` takes one away; leads may say `permanent`',
  examples: ['allow 203.0.113.9 7d pentest until Friday', 'allow list', 'allow remove 203.0.113.9'],
  act: 'allow',
  async run([first, ...rest], context) {
    const word = first?.toLowerCase();
    if (word === 'list') return listAll(context);
    if (word === 'remove') return takeOff(rest, context, 'allow remove <ip|cidr> [reason]');
    return putOn([first, ...rest], context);
  },
};

async function putOn([target, ...words]: Array<string | undefined>, { deps, access, user }: CommandContext) {
  const read = readTarget(target, allow.usage);
  if ('answer' in read) return read.answer;
  const isLead = await access.may(user, 'allow-wide');
  const wide = tooWideToAllow(read.address, isLead);
  if (wide) return `Not put on the allowlist: ${wide}. Name a smaller range.`;
  const duration = readDuration(
    words.filter((each) => each !== undefined),
    'The shortest time on the allowlist is 1 minute.',
  );
  if ('answer' in duration) return duration.answer;
  if (duration.forMs === null && !isLead) return 'Only a lead may exempt without an end. Name a duration, like 90d.';
  const why = plain(duration.rest.join(' '), 300);
  if (why === '') return `Why? A reason tells the others whether it is still needed.\n\`/aism ${allow.usage}\``;
  const forMs = duration.forMs === undefined ? DEFAULT_MS : duration.forMs;
  return sayAllowAnswer(await allowAddress(deps, { cidr: read.address, by: user, forMs, why }));
}

async function listAll({ deps }: CommandContext): Promise<string> {
  const now = deps.clock.now();
  const entries = (await deps.ledger.allowlist.entries()).filter((entry) => !isOver(entry, now));
  return sayAllowlist(entries.toSorted((a, b) => compareAddresses(a.cidr, b.cidr)));
}

/** What `allow remove` and `unallow` do. */
export async function takeOff(
  [target, ...reason]: readonly string[],
  { deps, user }: CommandContext,
  usage: string,
): Promise<string> {
  const read = readTarget(target, usage);
  if ('answer' in read) return read.answer;
  const why = plain(reason.join(' '), 300) || 'taken away by hand';
  return sayDisallowAnswer(read.address, await disallowAddress(deps, { cidr: read.address, by: user, why }));
}
