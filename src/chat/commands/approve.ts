import { approveProposal } from '../../response/approve-proposal.ts';
import { sayApproved } from '../say-proposal.ts';
import type { Command } from './command.ts';
import { readTarget } from './read-target.ts';

/** `/aism approve 203.0.113.9` */
export const approve: Command = {
  name: 'approve',
  usage: 'approve <ip|cidr>',
  about:
    'is the second yes to a block that somebody else proposed within the last 15 minutes; one of the two is a lead',
  examples: ['approve 198.51.100.7'],
  act: 'approve',
  async run([target], { deps, access, user }) {
    const read = readTarget(target, approve.usage);
    if ('answer' in read) return read.answer;
    const answer = await approveProposal(deps, { address: read.address, by: user, people: access });
    return sayApproved(read.address, answer, access.leads());
  },
};
