import { approveBlock } from '../../response/approve-block.ts';
import { plain } from '../cards/plain.ts';
import { sayBlockAnswer } from '../say-result.ts';
import type { Command } from './command.ts';
import { readDuration } from './read-duration.ts';
import { readTarget } from './read-target.ts';

/** `/aism block 203.0.113.9 4h scans our shop` */
export const block: Command = {
  name: 'block',
  usage: 'block <ip|cidr> [duration] [reason]',
  about:
    'denies an address in the Network ACL; without a duration for as long as the policy says; leads may say `permanent`',
  examples: ['block 203.0.113.9', 'block 203.0.113.9 4h scans our shop', 'block 203.0.113.0/24 7d'],
  act: 'block',
  async run([target, ...rest], { deps, access, user }) {
    const read = readTarget(target, block.usage);
    if ('answer' in read) return read.answer;
    const duration = readDuration(rest, 'The shortest block is 1 minute.');
    if ('answer' in duration) return duration.answer;
    if (duration.forMs === null && !(await access.may(user, 'propose-permanent')))
      return 'Only a lead may block for good. Name a duration, like 7d.';
    const forMs = duration.forMs === undefined ? deps.policy.defaults.block : duration.forMs;
    const reason = duration.rest.join(' ');
    const request = { address: read.address, by: user, forMs, ...(reason ? { why: plain(reason, 300) } : {}) };
    return sayBlockAnswer(read.address, await approveBlock(deps, request));
  },
};
