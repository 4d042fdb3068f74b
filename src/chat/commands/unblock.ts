import { undoBlock } from '../../response/lift-block.ts';
import { plain } from '../cards/plain.ts';
import { sayLiftAnswer } from '../say-result.ts';
import type { Command } from './command.ts';
import { readTarget } from './read-target.ts';

/** `/aism unblock 203.0.113.9 was our scanner` */
export const unblock: Command = {
  name: 'unblock',
  usage: 'unblock <ip|cidr> [reason]',
  about:
    "takes the block away, as Undo does; for a while (the policy's `grace`) it is then asked about, not blocked automatically",
  examples: ['unblock 203.0.113.9 was our scanner'],
  act: 'unblock',
  async run([target, ...reason], { deps, user }) {
    const read = readTarget(target, unblock.usage);
    if ('answer' in read) return read.answer;
    const why = reason.length > 0 ? { why: plain(reason.join(' '), 300) } : {};
    return sayLiftAnswer(read.address, await undoBlock(deps, { address: read.address, by: user, ...why }));
  },
};
