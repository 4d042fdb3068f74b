import { display } from '../../address/address.ts';
import { blockState, liveBlock } from '../../ledger/block.ts';
import type { Deps } from '../../response/deps.ts';
import { targetStatus } from '../../response/target-status.ts';
import { escapeMrkdwn } from '../cards/plain.ts';
import { targetSummary } from '../cards/target-rows.ts';
import { listAsks, sayAsks } from '../list-asks.ts';
import { sayOff } from '../say-automatic.ts';
import { sayActor, sayEnd } from '../say-result.ts';
import { saySilent } from '../say-sources.ts';
import { sayTarget } from '../say-targets.ts';
import type { Command } from './command.ts';

/** So many are counted. */
const MOST = 100;
/** What fits one answer, beside its head. Characters. */
const ROOM = 2800;

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
    if (what !== undefined)
      return `What does "${escapeMrkdwn(what.slice(0, 30))}" mean? \`/aism list\` shows what is blocked, \`/aism list asks [page]\` the open questions.`;
    const now = deps.clock.now();
    const [asks, records, automatic, heartbeats] = await Promise.all([
      sayAsks(deps),
      deps.ledger.records.live(MOST, deps.targets),
      deps.ledger.automatic.read(),
      deps.ledger.heartbeats.read(),
    ]);
    const off = [...sayOff(automatic, now), ...saySilent(heartbeats, now, deps.policy.silenceMs)];
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
    const count = lines.length < MOST ? `${lines.length}` : `${MOST} or more`;
    const shown = fitting(lines);
    const left = lines.length - shown.length;
    const more = left > 0 ? [`… and ${lines.length < MOST ? left : 'more'}: the Home tab shows all.`] : [];
    const head = [...off, ...asks, `*${count} blocked or waiting*`, ...(await sayTargets(deps))];
    return [...head, ...shown, ...more].join('\n');
  },
};

/** The first lines, as many as there is room for. */
function fitting(lines: readonly string[]): string[] {
  let room = ROOM;
  const over = lines.findIndex((line) => {
    room -= line.length + 1;
    return room < 0;
  });
  return over === -1 ? [...lines] : lines.slice(0, over);
}

async function sayTargets(deps: Deps): Promise<string[]> {
  return Promise.all(
    deps.targets.map(async (target) => sayTarget(deps.nameOf(target), await targetStatus(deps, target))),
  );
}
