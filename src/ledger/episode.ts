import type { AddressRecord, Episode } from './record.ts';

/** An episode without a live block is over after so long without an alert; the next alert opens a new card. */
const QUIET_END_MS = 24 * 3_600_000;
/** How many episodes a record keeps. */
const EPISODES = 20;

/**
 * A card that only counts on is edited no more often than this; the longer it does, and the more alerts there were, the rarer,
 * up to the other. Slack takes about 50 edits a minute, for all cards together. Milliseconds.
 */
const COUNTER_MS = 45_000;
const COUNTER_MOST_MS = 5 * 60_000;
const COUNTER_SHARE = 10;
const COUNTER_ALERT_MS = 5000;

/** Marks a card as to be drawn anew some time: only a number changed. */
export function countOn(episode: Episode, now: number): void {
  // An edit that already waits takes this one along; a later moment for each alert would put it off for ever.
  if (episode.revision === episode.shown) episode.sayAt = now + counterWait(episode, now);
  episode.revision += 1;
}

/** Old is not enough: few alerts, hours apart, are each seen soon. */
function counterWait({ openedAt, alerts }: Episode, now: number): number {
  const rare = Math.min((now - openedAt) / COUNTER_SHARE, alerts * COUNTER_ALERT_MS);
  return Math.round(Math.min(Math.max(COUNTER_MS, rare), COUNTER_MOST_MS));
}

/** Marks the cards of this address as to be drawn anew, at once: state changed. */
export function touchCards(draft: AddressRecord, now: number, only?: (episode: Episode) => boolean): void {
  for (const episode of draft.episodes) {
    if (only && !only(episode)) continue;
    if (!only && !isOpen(draft, episode, now)) continue;
    episode.revision += 1;
    episode.sayAt = now;
  }
}

/** The episode of this rule that is still going on. */
export function openEpisode(record: AddressRecord, rule: string, now: number): Episode | undefined {
  return record.episodes.findLast((episode) => episode.rule === rule && isOpen(record, episode, now));
}

/** Appends an episode and forgets the oldest ones beyond the limit. */
export function startEpisode(draft: AddressRecord, episode: Episode): void {
  const previous = draft.episodes.findLast((earlier) => earlier.rule === episode.rule && earlier.ts);
  if (previous?.ts) episode.previousTs = previous.ts;
  draft.episodes = [...draft.episodes, episode].slice(-EPISODES);
}

/** An episode goes on with each block that begins during it, and until a quiet time after that. */
export function isOpen(record: AddressRecord, episode: Episode, now: number): boolean {
  let end = Math.max(episode.lastAlertAt, episode.openedAt, episode.answer?.at ?? 0);
  for (const block of [...record.pastBlocks, ...(record.block ? [record.block] : [])])
    if (block.since - end < QUIET_END_MS) end = Math.max(end, block.ended?.at ?? now);
  return now - end < QUIET_END_MS;
}
