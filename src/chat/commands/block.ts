import { askForBlock } from '../ask-for-block.ts';
import { plain } from '../cards/plain.ts';
import type { Command } from './command.ts';
import { readDuration } from './read-duration.ts';
import { readTarget } from './read-target.ts';

/** `/aism block 203.0.113.9 4h scans our shop` */
export const block: Command = {
  name: 'block',
  usage: 'block <ip|cidr> [duration] [reason]',
  about:
    'denies an address in the Network ACL; without a duration for as long as the policy says. `permanent`, which leads may say, and ranges wider than a /24 or /48 must be approved by somebody else',
  examples: ['block 203.0.113.9', 'block 203.0.113.9 4h scans our shop', 'block 203.0.113.0/24 7d'],
  act: 'block',
  async run([target, ...rest], context) {
    const read = readTarget(target, block.usage);
    if ('answer' in read) return read.answer;
    const duration = readDuration(rest, 'The shortest block is 1 minute.');
    if ('answer' in duration) return duration.answer;
    const forMs = duration.forMs === undefined ? context.deps.policy.defaults.block : duration.forMs;
    const reason = plain(duration.rest.join(' '), 300);
    return askForBlock(context, { address: read.address, by: context.user, forMs, ...(reason ? { why: reason } : {}) });
  },
};
