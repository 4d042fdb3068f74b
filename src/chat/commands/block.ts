import { parseDuration, SHORTEST_MS } from '../../decision/duration.ts';
import { approveBlock } from '../../response/approve-block.ts';
import { escapeMrkdwn, plain } from '../cards/plain.ts';
import { sayBlockAnswer } from '../say-result.ts';
import type { Command } from './command.ts';
import { readTarget } from './read-target.ts';

const FOR_GOOD = new Set(['permanent', 'forever']);

/** `/aism block 203.0.113.9 4h scans our shop` */
export const block: Command = {
  name: 'block',
  usage: 'block <ip|cidr> [duration] [reason]',
  about:
    'denies an address in the Network ACL; without a duration for as long as the policy says; leads may say `permanent`',
  may: 'analysts',
  async run([target, ...rest], { deps, access, user }) {
    const read = readTarget(target, block.usage);
    if ('answer' in read) return read.answer;
    const [first, ...others] = rest;
    const isForGood = first !== undefined && FOR_GOOD.has(first.toLowerCase());
    if (isForGood && (await access.roleOf(user)) !== 'lead')
      return 'Only a lead may block for good. Name a duration, like 7d.';
    const duration = first === undefined || isForGood ? undefined : parseDuration(first);
    // A first word that begins with a digit is meant as a duration; anything else begins the reason.
    if (duration && !duration.ok && /^\d/.test(first ?? '')) return `${escapeMrkdwn(duration.why)}.`;
    if (duration?.ok && duration.ms < SHORTEST_MS) return 'The shortest block is 1 minute.';
    const forMs = isForGood ? null : duration?.ok ? duration.ms : deps.policy.defaults.block;
    const reason = (isForGood || duration?.ok ? others : rest).join(' ');
    const request = { address: read.address, by: user, forMs, ...(reason ? { why: plain(reason, 300) } : {}) };
    return sayBlockAnswer(read.address, await approveBlock(deps, request));
  },
};
