import { display } from '../../address/address.ts';
import { blockState, liveBlock } from '../../ledger/block.ts';
import { escapeMrkdwn } from '../cards/plain.ts';
import { sayActor, sayEnd } from '../say-result.ts';
import type { Command } from './command.ts';

/** More than this nobody reads in a chat. */
const MOST = 100;

/** `/aism list` */
export const list: Command = {
  name: 'list',
  usage: 'list',
  about: 'shows what is blocked, what waits for a slot, by whom and until when',
  may: 'everybody',
  async run(_args, { deps }) {
    const records = await deps.ledger.records.live(MOST, deps.targets);
    if (records.length === 0) return 'Nothing is blocked.';
    const lines = records.flatMap((record) => {
      const block = liveBlock(record);
      if (!block) return [];
      const notes = Object.entries(block.targets).flatMap(([id, target]) =>
        target.note ? [`${id}: ${escapeMrkdwn(target.note)}`] : [],
      );
      const line = `${display(record.address)}  *${blockState(block)}*  ${sayEnd(block)}, by ${sayActor(block.by)}`;
      return [[`• ${line}`, ...notes.map((note) => `    ${note}`)].join('\n')];
    });
    return [`*${lines.length} blocked or waiting*`, ...lines].join('\n');
  },
};
