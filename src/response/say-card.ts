import type { Address } from '../address/address.ts';
import { restartAsk } from '../ledger/asking.ts';
import type { AddressRecord } from '../ledger/record.ts';
import { type CardFacts, cardId } from './announcer.ts';
import { changeEpisode } from './change-episode.ts';
import type { Deps } from './deps.ts';
import { sayBelow } from './say-below.ts';
import type { Say } from './speaker.ts';

/**
 * Shows a card as its record is now, and says below it what must be heard.
 *
 *   note "posting" ──▶ post ──▶ note its ts and the revision shown ──▶ note the try ──▶ shout ──▶ forget it
 *                        │                                                               │
 *               stop: the next sender finds "posting" without ts, or the try;    looks in the history,
 *               and posts only what is not there
 */
export async function sayCard(say: Say, address: Address, id: string): Promise<void> {
  const facts = factsOf(await say.deps.ledger.records.get(address), id);
  if (!facts || facts.episode.folded !== undefined) return;
  const shown = facts.episode.revision > facts.episode.shown ? await draw(say, facts) : facts;
  if (shown?.episode.ts !== undefined && shown.episode.shout) await sayBelow(say, shown, shown.episode.ts);
}

/** Draws it, and returns it as it stands then. */
async function draw({ deps, announcer, check }: Say, facts: CardFacts): Promise<CardFacts | undefined> {
  const { record, episode } = facts;
  const find = () => announcer.find(deps.channel, cardId(record, episode));
  const known = episode.ts ?? (episode.posting ? await find() : undefined);
  await check();
  if (known && (await announcer.update(facts, known)) === 'updated')
    return noteShown(deps, facts, known, episode.ts === undefined);
  await announcer.turn();
  await changeEpisode(deps, record.address, episode.id, (each) => {
    each.posting = deps.wall();
    delete each.ts;
  });
  await check();
  return noteShown(deps, facts, await announcer.post(facts), true);
}

async function noteShown(
  deps: Deps,
  { record, episode: drawn }: CardFacts,
  ts: string,
  isNew: boolean,
): Promise<CardFacts | undefined> {
  const { revision } = drawn;
  const now = deps.clock.now();
  const after = await changeEpisode(deps, record.address, drawn.id, (episode) => {
    episode.ts = ts;
    // Another sender showed a newer state while our call was held up: what came last may be ours, so it is drawn anew.
    if (episode.shown > revision) Object.assign(episode, { revision: episode.revision + 1, sayAt: now });
    episode.shown = Math.max(episode.shown, revision);
    delete episode.posting;
    if (!isNew) return;
    // Nobody could answer before.
    if (episode.status === 'ask') restartAsk(episode, now);
    // A new card is heard by itself; by whom is to be mentioned, only below it.
    const isSaid = drawn.shout !== undefined && episode.shout?.id === drawn.shout.id;
    if (!isSaid || !episode.shout) return;
    if (deps.policy.mentions[episode.severity] === undefined) delete episode.shout;
    else episode.shout.isMention = true;
  });
  return factsOf(after, drawn.id);
}

function factsOf(record: AddressRecord, id: string): CardFacts | undefined {
  const episode = record.episodes.find((each) => each.id === id);
  return episode && { record, episode };
}
