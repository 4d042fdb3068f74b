import { display } from '../../address/address.ts';
import { blockState, liveBlock } from '../../ledger/block.ts';
import type { Deps } from '../../response/deps.ts';
import { targetStatus } from '../../response/target-status.ts';
import { escapeMrkdwn } from '../cards/plain.ts';
import { targetSummary } from '../cards/target-rows.ts';
import { listAsks, sayAsks } from '../list-asks.ts';
import { sayOff } from '../say-automatic.ts';
import { sayActor, sayEnd, slackDate } from '../say-result.ts';
import type { Command } from './command.ts';

/** More than this nobody reads in a chat. */
const MOST = 100;

/** `/aism list` */
export const list: Command = {
  name: 'list',
  usage: 'list [asks] [page]',
  about:
    'shows what is blocked, what waits for a slot, by whom and until when; `asks` shows the open questions, also those that a storm folded',
  examples: ['list', 'list asks', 'list asks 2'],
  act: 'look',
  async run([what, page], { deps }) {
    if (what?.toLowerCase() === 'asks') return listAsks(deps, page);
    if (what !== undefined) return `\`/aism ${list.usage}\``;
    const [asks, records] = await Promise.all([sayAsks(deps), deps.ledger.records.live(MOST, deps.targets)]);
    const off = sayOff(await deps.ledger.automatic.read(), deps.clock.now());
    if (records.length === 0) return [...off, ...asks, 'Nothing is blocked.'].join('\n');
    const lines = records.flatMap((record) => {
      const block = liveBlock(record);
      if (!block) return [];
      const notes = Object.entries(block.targets).flatMap(([id, target]) =>
        target.note ? [`${deps.nameOf(id)}: ${escapeMrkdwn(target.note)}`] : [],
      );
      const isSeveral = Object.keys(block.targets).length > 1;
      const where = isSeveral ? `  (${targetSummary(block, deps.nameOf)})` : '';
      const line = `${display(record.address)}  *${blockState(block)}*${where}  ${sayEnd(block)}, by ${sayActor(block.by)}`;
      return [[`• ${line}`, ...notes.map((note) => `    ${note}`)].join('\n')];
    });
    return [...off, ...asks, `*${lines.length} blocked or waiting*`, ...(await sayTargets(deps)), ...lines].join('\n');
  },
};

/** How full each Network ACL is, and whether something else touches our rules there. */
async function sayTargets(deps: Deps): Promise<string[]> {
  return Promise.all(
    deps.targets.map(async (target) => {
      const { rules, quota, drifts, lastDrift } = await targetStatus(deps, target);
      const drift =
        lastDrift === undefined
          ? ''
          : `. :warning: Something else changed our rules there ${drifts === 1 ? 'once' : `${drifts} times`} within the last hour, the last time ${slackDate(lastDrift)}; they were put back`;
      return `${deps.nameOf(target)}: ${rules} of our rules, at most ${quota} with those of others${drift}`;
    }),
  );
}
