import { display } from '../../address/address.ts';
import { addressHistory } from '../../response/address-history.ts';
import { sayActor, saySentence, slackDate } from '../say-result.ts';
import type { Command } from './command.ts';
import { readTarget } from './read-target.ts';

const MOST = 25;

/** `/aism history 203.0.113.9` */
export const history: Command = {
  name: 'history',
  usage: 'history <ip|cidr>',
  about: 'shows who did what about an address and why, newest first',
  examples: ['history 203.0.113.9'],
  act: 'look',
  async run([target], { deps }) {
    const read = readTarget(target, history.usage);
    if ('answer' in read) return read.answer;
    const actions = await addressHistory(deps, read.address, MOST);
    if (actions.length === 0) return `Nothing is known of ${display(read.address)}.`;
    const lines = actions.map((action) => {
      const change = [action.before, action.after].filter(Boolean).map(readable).join(' → ');
      return `${slackDate(action.at)}  *${action.kind}*  ${sayActor(action.actor)}  ${change}\n    ${saySentence(action.why)}`;
    });
    return [
      `*${display(read.address)}*, ${actions.length === 1 ? 'one action' : `the last ${actions.length} actions`}`,
      ...lines,
    ].join('\n');
  },
};

/** The ledger's exact moments and ids as a person reads them. */
function readable(state: string): string {
  return saySentence(state).replace(/(?<=^(?:lifted|expired|proposed|approved) by )\S+$/, sayActor);
}
