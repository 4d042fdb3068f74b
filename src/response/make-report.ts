import { display } from '../address/address.ts';
import { liveBlock } from '../ledger/block.ts';
import { isOpen } from '../ledger/episode.ts';
import type { Report } from '../ledger/report.ts';
import { countActions } from './count-actions.ts';
import type { Deps } from './deps.ts';
import type { RuleJudged } from './judge-automatic.ts';
import type { Tally } from './tally-actions.ts';

const DAY_MS = 24 * 3_600_000;
/** How many blocks and questions are named one by one. */
const NAMED = 5;
/** Of so many live blocks it is looked which end soon; of so many questions which are open. */
const MOST = 500;
/** A rule is doubtful when people took back so many of its automatic blocks, and such a share of them. */
const DOUBTFUL = { undone: 2, share: 0.3 };

/** All that a report tells of the span that ends at a moment. Milliseconds. */
export async function makeReport(
  deps: Deps,
  what: { kind: Report['kind']; by?: string; spanMs: number; until: number },
): Promise<Report> {
  const { kind, by, spanMs, until } = what;
  const tally = await countActions(deps, spanMs, until);
  const { slices, sliceMs, totals, before, decided, sources, addresses, rules, repeated } = tally;
  const { from } = tally;
  return {
    ...{ kind, from, until, sliceMs, slices, totals, before, sources, addresses, rules, repeated },
    ...(by === undefined ? {} : { by }),
    ...(decided ? { decided } : {}),
    would: tally.judged.would.addresses,
    doubtful: tally.judged.rules.filter(isDoubtful).map(({ rule, automatic, undone }) => ({ rule, automatic, undone })),
    ending: await endingSoon(deps),
    asking: await stillAsking(deps, tally.open),
  };
}

function isDoubtful({ automatic, undone }: RuleJudged): boolean {
  return undone >= DOUBTFUL.undone && undone / automatic >= DOUBTFUL.share;
}

async function endingSoon(deps: Deps): Promise<Report['ending']> {
  const now = deps.clock.now();
  const live = await deps.ledger.records.live(MOST, deps.targets);
  const ending = live.flatMap((record) => {
    const until = liveBlock(record)?.until;
    return until == null || until > now + DAY_MS ? [] : [{ address: display(record.address), until }];
  });
  ending.sort((a, b) => a.until - b.until);
  return { blocks: ending.slice(0, NAMED), more: Math.max(0, ending.length - NAMED) };
}

/** What the actions tell to be unanswered, as far as a card still asks: a network or a silence may have answered it. */
async function stillAsking(deps: Deps, open: Tally['open']): Promise<Report['asking']> {
  const now = deps.clock.now();
  const newest = open.slice(-MOST);
  const records = new Map(
    (await deps.ledger.records.getMany(newest.map(({ address }) => address))).map((each) => [each.address, each]),
  );
  const questions = newest.flatMap(({ address, rule, since }) => {
    const record = records.get(address);
    const isAsking = record?.episodes.some((each) => each.status === 'ask' && isOpen(record, each, now));
    return isAsking ? [{ address: display(address), rule, since }] : [];
  });
  return { questions: questions.slice(0, NAMED), more: Math.max(0, questions.length - NAMED) };
}
