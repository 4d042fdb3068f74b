import { parseDuration, SHORTEST_MS } from '../../decision/duration.ts';
import { approveOverride, proposeOverride } from '../../response/override-guard.ts';
import { escapeMrkdwn, plain } from '../cards/plain.ts';
import { sayApproved, sayProposed } from '../say-override.ts';
import type { Command } from './command.ts';
import { readTarget } from './read-target.ts';

const FOR_GOOD = new Set(['permanent', 'forever']);

/** `/aism override 198.51.100.7 2h our own host was taken over`, and then somebody else `/aism override 198.51.100.7 approve` */
export const override: Command = {
  name: 'override',
  usage: 'override <ip|cidr> [duration] <reason>',
  about:
    'proposes to block an address of the never-block list; within 15 minutes somebody else approves it with the button on the card or `/aism override <ip|cidr> approve`; one of the two is a lead',
  examples: ['override 198.51.100.7 2h taken over, sends spam', 'override 198.51.100.7 approve'],
  act: 'propose',
  async run([target, ...rest], { deps, access, user }) {
    const read = readTarget(target, override.usage);
    if ('answer' in read) return read.answer;
    const { address } = read;
    const [first = '', ...others] = rest;
    if (first.toLowerCase() === 'approve' && others.length === 0) {
      const roleOf = (who: string) => access.roleOf(who);
      return sayApproved(address, await approveOverride(deps, { address, by: user, roleOf }));
    }
    if (FOR_GOOD.has(first.toLowerCase())) return 'An override always ends. Name a duration, like 2h.';
    const duration = parseDuration(first);
    // A first word that begins with a digit is meant as a duration; anything else begins the reason.
    if (!duration.ok && /^\d/.test(first)) return `${escapeMrkdwn(duration.why)}.`;
    if (duration.ok && duration.ms < SHORTEST_MS) return 'The shortest block is 1 minute.';
    const why = plain((duration.ok ? others : rest).join(' '), 300);
    if (why === '') return `Why? Whoever approves it must know. \`/aism ${override.usage}\``;
    const forMs = duration.ok ? duration.ms : deps.policy.defaults.block;
    return sayProposed(address, await proposeOverride(deps, { address, by: user, forMs, why }));
  },
};
