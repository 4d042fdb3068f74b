import type { Episode } from '../ledger/record.ts';
import { saidLines } from '../ledger/timeline.ts';
import { type CardFacts, cardId, MessageRefusedError, NotAnnouncedError } from './announcer.ts';
import { changeEpisode, postAnew } from './change-episode.ts';
import { LeaseLostError, type Say, unlessRefused } from './speaker.ts';

/** A thread that cannot be told goes behind the others for so long. Milliseconds. */
const REFUSED_MS = 60_000;

/** How many threads are looked at for one that can be told. */
const ROUND = 20;

/** Tells in the thread of one card what happened since the last time, and only there. False when none can be told now. */
export async function sayThread(say: Say): Promise<boolean> {
  const { deps } = say;
  for (const { record, episode: id } of await deps.ledger.records.unsaidBelow(deps.channel, deps.clock.now(), ROUND)) {
    const episode = record.episodes.find((each) => each.id === id);
    if (episode && (await trySay(say, { record, episode }))) return true;
  }
  return false;
}

/** False when this one, and perhaps no other, cannot be told. */
async function trySay(say: Say, facts: CardFacts): Promise<boolean> {
  const { deps } = say;
  try {
    await sayLines(say, facts);
    return true;
  } catch (error) {
    if (error instanceof LeaseLostError) throw error;
    if (error instanceof NotAnnouncedError && !(error instanceof MessageRefusedError)) throw error;
    const { address } = facts.record;
    deps.log.error({ err: error, address, episode: facts.episode.id }, 'a thread could not be told; again in a minute');
    const putOff = (thread: NonNullable<Episode['thread']>) => {
      thread.due = deps.clock.now() + REFUSED_MS;
    };
    await changeThread(say, facts, putOff).catch(() => undefined);
    return false;
  }
}

/*
 *   note up to which line ──▶ reply ──▶ forget these lines
 *
 * After a stop the reply is looked for in the thread; lines that came meanwhile are no part of it.
 */
async function sayLines(say: Say, facts: CardFacts): Promise<void> {
  const { deps, announcer, check } = say;
  const { record, episode } = facts;
  const { ts, thread } = episode;
  const last = thread?.lines.at(-1);
  if (ts === undefined || !thread) return;
  const nameOf = (upTo: number) => `thread:${cardId(record, episode)}|${upTo}`;
  const { trying } = thread;
  if (trying !== undefined && (await announcer.find(deps.channel, nameOf(trying), ts)) !== undefined)
    return changeEpisodeOf(say, facts, (each) => saidLines(each, trying));
  if (!last) return changeThread(say, facts, (each) => void delete each.due);
  await announcer.turn();
  await changeThread(say, facts, (each) => {
    each.trying = last.n;
  });
  await check();
  const said = await announcer.reply(facts, ts, nameOf(last.n)).catch(unlessRefused(deps, last.why));
  if (said === 'gone') return postAnew(deps, facts, ts);
  await changeEpisodeOf(say, facts, (each) => saidLines(each, last.n));
}

async function changeEpisodeOf({ deps }: Say, facts: CardFacts, edit: (episode: Episode) => void): Promise<void> {
  await changeEpisode(deps, facts.record.address, facts.episode.id, edit);
}

function changeThread(say: Say, facts: CardFacts, edit: (thread: NonNullable<Episode['thread']>) => void) {
  return changeEpisodeOf(say, facts, (episode) => {
    if (episode.thread) edit(episode.thread);
  });
}
