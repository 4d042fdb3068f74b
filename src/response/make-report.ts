import { display } from '../address/address.ts';
import { liveBlock } from '../ledger/block.ts';
import { isOpen } from '../ledger/episode.ts';
import type { Report } from '../ledger/report.ts';
import { countActions } from './count-actions.ts';
import type { Deps } from './deps.ts';
import type { RuleJudged } from './judge-automatic.ts';

const DAY_MS = 24 * 3_600_000;
/** How many blocks and questions are named one by one. */
const NAMED = 5;
/** So many live blocks and questions are looked at. */
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
    asking: await stillAsking(deps),
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

/** The questions as the Home tab shows them, the oldest first. */
async function stillAsking(deps: Deps): Promise<Report['asking']> {
  const now = deps.clock.now();
  const found = await deps.ledger.asking.page({ skip: 0, limit: MOST });
  const questions = found.toReversed().flatMap(({ record, episode: id }) => {
    const episode = record.episodes.find((each) => each.id === id);
    if (!episode || !isOpen(record, episode, now)) return [];
    return [{ address: display(record.address), rule: episode.rule, since: episode.openedAt }];
  });
  return { questions: questions.slice(0, NAMED), more: Math.max(0, questions.length - NAMED) };
}
