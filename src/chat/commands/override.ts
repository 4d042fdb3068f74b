import { parseDuration, SHORTEST_MS } from '../../decision/duration.ts';
import { proposeBlock } from '../../response/propose-block.ts';
import { escapeMrkdwn, plain } from '../cards/plain.ts';
import { sayProposed } from '../say-proposal.ts';
import { approve } from './approve.ts';
import type { Command } from './command.ts';
import { readTarget } from './read-target.ts';

const FOR_GOOD = new Set(['permanent', 'forever']);

/** `/aism override 198.51.100.7 2h our own host was taken over` */
export const override: Command = {
  name: 'override',
  usage: 'override <ip|cidr> [duration] <reason>',
  about:
    'proposes to block an address of the never-block list; within 15 minutes somebody else approves it with the button on the card or `/aism approve <ip|cidr>`; one of the two is a lead',
  examples: ['override 198.51.100.7 2h taken over, sends spam'],
  act: 'propose',
  async run([target, ...rest], context) {
    const { deps, access, user } = context;
    const read = readTarget(target, override.usage);
    if ('answer' in read) return read.answer;
    const { address } = read;
    const [first = '', ...others] = rest;
    // People say it so as well.
    if (first.toLowerCase() === 'approve' && others.length === 0)
      return (await access.may(user, approve.act)) ? approve.run([target ?? ''], context) : access.refusal(approve.act);
    if (FOR_GOOD.has(first.toLowerCase())) return 'An override always ends. Name a duration, like 2h.';
    const duration = parseDuration(first);
    // A first word that begins with a digit is meant as a duration; anything else begins the reason.
    if (!duration.ok && /^\d/.test(first)) return `${escapeMrkdwn(duration.why)}.`;
    if (duration.ok && duration.ms < SHORTEST_MS) return 'The shortest block is 1 minute.';
    const why = plain((duration.ok ? others : rest).join(' '), 300);
    if (why === '') return `Why? Whoever approves it must know. \`/aism ${override.usage}\``;
    const forMs = duration.ok ? duration.ms : deps.policy.defaults.block;
    return sayProposed(address, await proposeBlock(deps, { address, by: user, forMs, why, isOverride: true }));
  },
};
