import type { Address } from '../address/address.ts';
import type { Episode } from '../ledger/record.ts';
import { type CardFacts, cardId } from './announcer.ts';
import type { Deps } from './deps.ts';
import { type Say, unlessRefused } from './speaker.ts';

/**
 * Shows a card as its record is now.
 *
 *   note "posting" ──▶ post ──▶ note its ts and the revision shown
 *                        │
 *               stop: the next sender finds "posting" without ts, looks in the history, posts only if it is not there
 */
export async function sayCard(say: Say, address: Address, id: string): Promise<void> {
  const { deps, announcer, check } = say;
  const record = await deps.ledger.records.get(address);
  const episode = record.episodes.find((each) => each.id === id);
  if (!episode || episode.folded !== undefined || episode.shown >= episode.revision) return;
  const facts = { record, episode };
  const known =
    episode.ts ?? (episode.posting ? await announcer.find(deps.channel, cardId(record, episode)) : undefined);
  await check();
  if (known && (await announcer.update(facts, known)) === 'updated') {
    if (episode.shout) await sayBelow(say, facts, known);
    return noteShown(deps, address, id, known, episode.revision);
  }
  await announcer.turn();
  await changeEpisode(deps, address, id, (each) => {
    each.posting = deps.wall();
    delete each.ts;
  });
  await check();
  const ts = await announcer.post(facts);
  return noteShown(deps, address, id, ts, episode.revision);
}

/** The same order as for a card: note the try, post, note that it is done; after a stop look first. */
async function sayBelow({ deps, announcer, check }: Say, facts: CardFacts, ts: string): Promise<void> {
  const { record, episode } = facts;
  const id = `below:${cardId(record, episode)}|${episode.alerts}`;
  if (episode.shout?.isTried && (await announcer.find(deps.channel, id)) !== undefined) return;
  await announcer.turn();
  await changeEpisode(deps, record.address, episode.id, (each) => {
    if (each.shout) each.shout.isTried = true;
  });
  await check();
  await announcer.shout(facts, ts, id).catch(unlessRefused(deps, record.address));
}

async function noteShown(deps: Deps, address: Address, id: string, ts: string, revision: number): Promise<void> {
  await changeEpisode(deps, address, id, (episode) => {
    episode.ts = ts;
    // Another sender showed a newer state while our call was held up: what came last may be ours, so it is drawn anew.
    if (episode.shown > revision) Object.assign(episode, { revision: episode.revision + 1, sayAt: deps.clock.now() });
    episode.shown = Math.max(episode.shown, revision);
    delete episode.posting;
    // Something that must be heard may have come meanwhile: it belongs to a later revision.
    if (episode.revision === revision) delete episode.shout;
  });
}

/** Changes one episode of a record, if it is still there. */
export async function changeEpisode(
  deps: Deps,
  address: Address,
  id: string,
  edit: (episode: Episode) => void,
): Promise<void> {
  await deps.ledger.records.change(address, (draft) => {
    const episode = draft.episodes.find((each) => each.id === id);
    if (episode) edit(episode);
  });
}
