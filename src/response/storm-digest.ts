import { type DigestNote, noteFolded, noteShown, type Storm, type StormWatch } from '../ledger/storm.ts';
import type { StormFacts } from './announcer.ts';
import { automaticOff } from './breaker.ts';
import type { Say } from './speaker.ts';
import { unlessRefused } from './speaker.ts';
import { type StormTally, stormTally } from './storm-counts.ts';
import { wakeForStorm } from './storm-wakes.ts';

/** Counted and edited no more often than this, and less often where the counting itself takes long. Milliseconds. */
const LOOK_EVERY_MS = 12_000;
const SHARE = 20;
/** Answers that were under way when it was over may still fold a card: it is counted once more after so long. Milliseconds. */
const LAST_LOOK_MS = 60_000;

type Change = (edit: (draft: StormWatch) => void) => Promise<void>;

/** One storm's digest in the metadata of its message. */
export function stormCard(storm: Storm['id'], source: string): string {
  return `storm|${storm}|${source}`;
}

/** Counts a storm's folded cards, tells each source's digest where something changed, and notes when it is over. */
export async function tellStorm(say: Say, storm: Storm, change: Change): Promise<void> {
  const { deps } = say;
  const began = deps.wall();
  const tallies = new Map<string, StormTally>();
  let folded = 0;
  await deps.ledger.folded.visit(storm.id, (card) => {
    folded += 1;
    const tally = tallies.get(card.source) ?? stormTally();
    tallies.set(card.source, tally);
    tally.add(card);
  });
  const [autoOff, pause] = [await automaticOff(deps), SHARE * (deps.wall() - began)];
  const now = deps.clock.now();
  const wasOver = storm.over !== undefined;
  let known = storm;
  const changeStorm = (edit: (draft: Storm) => void) =>
    change((draft) => {
      // Another sender may have begun the next one.
      if (draft.storm?.id !== storm.id) return;
      edit(draft.storm);
      known = structuredClone(draft.storm);
    });
  await changeStorm((draft) => noteFolded(draft, folded, now, deps.policy.storm.cards));
  for (const [source, tally] of tallies) {
    const counts = tally.result();
    const facts = {
      ...counts,
      id: storm.id,
      source,
      since: storm.since,
      over: known.over,
      autoOff,
      cardsInMinute: deps.policy.storm.cards,
    };
    const changeDigest = (edit: (draft: DigestNote) => void) =>
      changeStorm((draft) => {
        draft.digests[source] ??= { revision: 0, cards: 0, lists: [] };
        edit(draft.digests[source]);
      });
    await tellDigest(say, facts, known.digests[source], changeDigest);
    await wakeForStorm(deps, facts, known.digests[source], changeDigest);
  }
  await changeStorm((draft) => {
    if (wasOver) delete draft.lookAt;
    else draft.lookAt = deps.clock.now() + (draft.over === undefined ? Math.max(LOOK_EVERY_MS, pause) : LAST_LOOK_MS);
  });
}

/*
 *   note the list that the button will mean ──▶ post or edit ──▶ note what is shown
 *
 * A button is never there before its list. As for cards, a message of unknown outcome is looked for before it is posted.
 */
async function tellDigest(
  { deps, announcer, check }: Say,
  counts: Omit<StormFacts, 'revision' | 'now'>,
  digest: DigestNote | undefined,
  change: (edit: (draft: DigestNote) => void) => Promise<void>,
): Promise<void> {
  const { channel } = deps;
  const id = stormCard(counts.id, counts.source);
  const shown = briefly(counts);
  if (digest?.shown === shown) return;
  const facts = { ...counts, revision: (digest?.revision ?? 0) + 1, now: deps.clock.now() };
  const top = counts.topAsking.map(({ address, episode, rule, events }) => ({ address, episode, rule, events }));
  const known = digest?.ts ?? (digest?.posting ? await announcer.find(channel, id) : undefined);
  await change((draft) => {
    draft.posting = true;
    noteShown(draft, '', counts.cards, top);
    if (known === undefined) delete draft.ts;
    else draft.ts = known;
  });
  await check();
  // One that Slack refuses holds up nothing else: the next numbers may be taken.
  const refused = unlessRefused(deps, id);
  let ts = known;
  const edited = known && (await announcer.updateDigest(channel, facts, known, id).catch(refused));
  if (known === undefined || edited === 'gone') {
    await announcer.turn();
    await check();
    ts = await announcer.postDigest(channel, facts, id).catch(refused);
  }
  await change((draft) => {
    draft.shown = shown;
    if (ts !== undefined) draft.ts = ts;
  });
}

/** All that a digest shows, shorter than the whole. */
function briefly({ top, topAsking, ...counts }: Omit<StormFacts, 'revision' | 'now'>): string {
  const names = (some: typeof top) => some.map(({ address, events, state }) => `${address} ${events} ${state}`);
  return JSON.stringify({ ...counts, top: names(top), topAsking: topAsking.map(({ address }) => address) });
}
