import { declineProposal } from '../../response/decline-proposal.ts';
import { sayDeclined } from '../say-proposal.ts';
import type { Command } from './command.ts';
import { readTarget } from './read-target.ts';

/** `/aism decline 203.0.113.9` */
export const decline: Command = {
  name: 'decline',
  usage: 'decline <ip|cidr>',
  about: 'says no to a block that somebody proposed, or takes your own proposal back',
  examples: ['decline 198.51.100.7'],
  act: 'approve',
  // Whoever proposed it takes it back.
  orAct: 'propose',
  async run([target], { deps, access, user }) {
    const read = readTarget(target, decline.usage);
    if ('answer' in read) return read.answer;
    const mayDecline = await access.may(user, 'approve');
    const answer = await declineProposal(deps, { address: read.address, by: user, mayDecline });
    return sayDeclined(read.address, answer, access.refusal('approve'));
  },
};
