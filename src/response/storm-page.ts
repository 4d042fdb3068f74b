import type { AddressRecord, Episode } from '../ledger/record.ts';
import type { Deps } from './deps.ts';

/** One attacker of a storm as its record is now. */
export interface StormRow {
  record: AddressRecord;
  episode: Episode;
}

export interface StormPage {
  rows: StormRow[];
  /** How many there were in all when the digest was drawn; 0 when nothing is known of it any more. */
  all: number;
  /** Places to go on from, forward and back; undefined where there is no more. */
  next: string | undefined;
  previous: string | undefined;
}

/** Where a page begins, in the storm's order. */
export interface PageAt {
  storm: string;
  source: string;
  after?: string | undefined;
  before?: string | undefined;
}

/** Some of a storm's attackers, the most events first, each as its record says: one by one, however many there are. */
export async function stormPage(deps: Deps, at: PageAt, limit: number): Promise<StormPage> {
  const { storm, source, after, before } = at;
  const [found, { storm: last }] = await Promise.all([
    deps.ledger.folded.page(storm, source, { limit: limit + 1, after, before }),
    deps.ledger.storm.read(),
  ]);
  const isBack = before !== undefined;
  const isMore = found.length > limit;
  const cards = isBack && isMore ? found.slice(1) : found.slice(0, limit);
  const rows = cards.flatMap(({ record, episode: id }) => {
    const episode = record.episodes.find((each) => each.id === id);
    return episode ? [{ record, episode }] : [];
  });
  return {
    rows,
    all: last?.id === storm ? (last.digests[source]?.cards ?? 0) : 0,
    next: isMore || isBack ? cards.at(-1)?.place : undefined,
    previous: (isBack ? isMore : after !== undefined) ? cards[0]?.place : undefined,
  };
}
