import { display } from '../../address/address.ts';
import { blockState } from '../../ledger/block.ts';
import type { AddressRecord, Block, Episode } from '../../ledger/record.ts';
import { SELF_TEST_RULE } from '../../ledger/self-test-rule.ts';
import { saySentence } from '../say-result.ts';
import { asSentence, forHowLong } from './card-in-words.ts';

/** What is said below a card so that phones ring: short, the address and what to do first. mrkdwn. */
export function shoutWords(record: AddressRecord, episode: Episode): string {
  const test = episode.rule === SELF_TEST_RULE ? 'Only a test: ' : '';
  return `${test}${aloud(record, episode)}`;
}

function aloud({ address, block }: AddressRecord, episode: Episode): string {
  const name = display(address);
  const { shout } = episode;
  const said = saySentence(shout?.sentence ?? episode.sentence);
  switch (shout?.kind) {
    case 'blocked':
      return `${block && blockState(block) === 'active' ? 'Blocked' : 'Blocking'} ${name}${block ? ` ${forHowLong(block)}` : ''}: ${asSentence(saySentence(episode.seen))} Undo?`;
    case 'asks-anew':
      return `Block ${name}? ${asSentence(said)}`;
    case 'failed':
      return `${name} is ${whereBlocked(block)}: ${asSentence(said)} AISM tries again every minute.`;
    case 'drift':
      return `Something else removed or changed ${said}, which blocks ${name}. AISM puts it back. Who did that?`;
    case 'still-open':
      return `Still open: block ${name}? ${asSentence(said)} Nobody answered.`;
    default:
      return `${name}: ${asSentence(said)}`;
  }
}

/** Where only some of several Network ACLs have it, neither "blocked" nor "not blocked" would be true. */
function whereBlocked(block: Block | undefined): string {
  const targets = Object.values(block?.targets ?? {});
  const active = targets.filter(({ state }) => state === 'active').length;
  return active === 0 ? 'NOT blocked' : `blocked in ${active} of ${targets.length} Network ACLs only`;
}
