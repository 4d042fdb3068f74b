import { z } from 'zod';
import { addressSchema } from '../address/address.ts';
import { severitySchema } from '../alerts/alert.ts';

/** Milliseconds since the Unix epoch, by the application's clock. */
const moment = z.number();
/** New cards are counted over so long. Milliseconds. */
const MINUTE_MS = 60_000;
/** A storm is over after so long with few new attackers. Milliseconds. */
export const CALM_MS = 2 * MINUTE_MS;
/** Who was woken is awake for so long: blocks that follow are seen without a mention. Milliseconds. */
const AWAKE_MS = 5 * MINUTE_MS;
/** So many lists of the worst are kept: a person presses the button of what the digest showed a while ago. */
const LISTS = 10;

/** One of the worst, as a digest showed it. */
const topSchema = z.object({ address: addressSchema, episode: z.string(), rule: z.string(), events: z.number() });
export type Top = z.infer<typeof topSchema>;

const digestSchema = z.object({
  /** Counts what was shown, so that a button knows what it stands below. */
  revision: z.number(),
  /** The digest's message, once Slack took it. */
  ts: z.string().exactOptional(),
  /** Set before the first post, as for cards. */
  posting: z.boolean().exactOptional(),
  /** What the message tells, so that it is edited only when that changes. */
  shown: z.string().exactOptional(),
  /** How many folded cards it tells of. */
  cards: z.number(),
  /** Those that its button would block, by the revision that showed them. */
  lists: z.array(z.object({ revision: z.number(), top: z.array(topSchema) })),
  /** The worst severity for which the policy's people were woken. */
  woken: severitySchema.exactOptional(),
});
export type DigestNote = z.infer<typeof digestSchema>;

const stormSchema = z.object({
  /** Also the partition of its folded cards. */
  id: z.string(),
  since: moment,
  /** From when on few came, and how many there were then. */
  calm: z.object({ since: moment, folded: z.number() }),
  /** When it was found to be over. */
  over: moment.exactOptional(),
  /** When its cards are counted again; absent: when it is over and all is told. */
  lookAt: moment.exactOptional(),
  /** Its digests, by source. */
  digests: z.record(z.string(), digestSchema),
});
export type Storm = z.infer<typeof stormSchema>;

/**
 * What the channel's sender knows of the last minutes: the last storm, going on or over, the new cards of a minute, and who
 * was woken for a block, when and by which shout.
 */
export const stormWatchSchema = z.object({
  rev: z.number(),
  posted: z.array(moment),
  storm: stormSchema.exactOptional(),
  woken: z.record(z.string(), z.object({ at: moment, by: z.string() })).exactOptional(),
});
export type StormWatch = z.infer<typeof stormWatchSchema>;

/** No storm yet. */
export function emptyStormWatch(): StormWatch {
  return { rev: 0, posted: [] };
}

/** The storm that goes on, if one does. */
export function stormOn({ storm }: StormWatch): Storm | undefined {
  return storm?.over === undefined ? storm : undefined;
}

/** How many new cards were posted within the last minute. */
export function postedLately({ posted }: StormWatch, now: number): number {
  return posted.filter((at) => now - at < MINUTE_MS).length;
}

/** Notes a new card; no more moments are kept than are counted. */
export function notePosted(draft: StormWatch, now: number, most: number): void {
  draft.posted = [...draft.posted.filter((at) => now - at < MINUTE_MS), now].slice(-most - 1);
}

/**
 * Whether this person or group was woken a moment ago by another block, and need not be again. If not, it is noted that this
 * one wakes them, before it does: the same one asked again after a stop is told the same.
 */
export function isWoken(draft: StormWatch, who: string, by: string, now: number): boolean {
  const last = draft.woken?.[who];
  if (last && last.by !== by && now - last.at < AWAKE_MS) return true;
  draft.woken = { ...draft.woken, [who]: { at: now, by } };
  return false;
}

/** A storm begins, unless one goes on. */
export function beginStorm(draft: StormWatch, now: number): void {
  if (stormOn(draft)) return;
  draft.storm = { id: String(now), since: now, calm: { since: now, folded: 0 }, lookAt: now, digests: {} };
}

/**
 * Notes how many cards are folded now. With half a storm's rate of new ones it goes on; with fewer, for two minutes, it is
 * over. `cards` is how many new ones in a minute make a storm.
 */
export function noteFolded(storm: Storm, folded: number, now: number, cards: number): void {
  if (storm.over !== undefined) return;
  if (folded - storm.calm.folded >= cards / 2) storm.calm = { since: now, folded };
  else if (now - storm.calm.since >= CALM_MS) storm.over = now;
}

/** What a digest shows now, and whom its button means. */
export function noteShown(digest: DigestNote, shown: string, cards: number, top: readonly Top[]): void {
  digest.revision += 1;
  digest.shown = shown;
  digest.cards = cards;
  digest.lists = [...digest.lists, { revision: digest.revision, top: [...top] }].slice(-LISTS);
}
