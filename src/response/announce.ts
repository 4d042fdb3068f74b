import type { Address } from '../address/address.ts';
import type { Lease, Notice, UnsaidCard } from '../ledger/ledger.ts';
import type { Episode } from '../ledger/record.ts';
import { type Announcer, type CardFacts, cardId, MessageRefusedError, NotAnnouncedError } from './announcer.ts';
import type { Deps } from './deps.ts';

const ROUND = 20;
/** A card that could not be shown waits so long before it is tried again. Milliseconds. */
const REFUSED_MS = 60_000;

export type Announced =
  | { kind: 'done'; nextAt: number | undefined }
  | { kind: 'busy' }
  | { kind: 'later'; afterMs: number | undefined };

/** Sends what the channel does not show yet: one sender at a time, each card drawn from the record at that moment. */
export async function announce(deps: Deps, announcer: Announcer): Promise<Announced> {
  const { leases, records, notices } = deps.ledger;
  const lease = await leases.acquire(`channel:${deps.channel}`, deps.holder, deps.leaseMs);
  if (!lease) return { kind: 'busy' };
  const say = { deps, announcer, check: () => keep(deps, lease) };
  const failed = new Set<string>();
  const isToSay = ({ record, episode }: UnsaidCard) => !failed.has(`${record.address}|${episode}`);
  try {
    while (!deps.isStopping()) {
      const unsaid = await records.unsaid(deps.channel, deps.clock.now(), ROUND + failed.size);
      const [edits, posts] = [unsaid.edits.filter(isToSay), unsaid.posts.filter(isToSay)];
      const words = await notices.waiting(deps.channel, deps.clock.now(), ROUND);
      if (edits.length + posts.length + words.length === 0) break;
      // All edits, then one new card, then look again: a post may wait for its second.
      for (const { record, episode } of [...edits, ...posts.slice(0, 1)]) {
        await say.check();
        if (!(await trySay(say, record.address, episode))) failed.add(`${record.address}|${episode}`);
      }
      const [notice] = words;
      if (!notice) continue;
      await sayNotice(say, notice);
    }
    return { kind: 'done', nextAt: await records.nextSay(deps.channel) };
  } catch (error) {
    if (error instanceof LeaseLostError) return { kind: 'busy' };
    if (!(error instanceof NotAnnouncedError)) throw error;
    deps.log.warn({ err: error }, 'Slack did not take a message; it stays in the ledger and is sent later');
    return { kind: 'later', afterMs: error.retryAfterMs };
  } finally {
    while ((await leases.release(lease)) === 'wanted-again');
  }
}

/** Another process speaks now. */
class LeaseLostError extends Error {
  override name = 'LeaseLostError';
}

interface Say {
  deps: Deps;
  announcer: Announcer;
  /** Right before each message: Slack knows no fence, so nothing may lie between this and the call. Throws LeaseLostError. */
  check: () => Promise<void>;
}

/** False when this card, and perhaps no other, cannot be shown: one must not hold up all that wait behind it. */
async function trySay(say: Say, address: Address, id: string): Promise<boolean> {
  const { deps } = say;
  try {
    await sayCard(say, address, id);
    return true;
  } catch (error) {
    if (error instanceof LeaseLostError) throw error;
    if (error instanceof NotAnnouncedError && !(error instanceof MessageRefusedError)) throw error;
    deps.log.error({ err: error, address, episode: id }, 'a card could not be shown; it is tried again in a minute');
    // Behind the others, so that even many such cards leave room; if that cannot be stored it is put off in this round.
    const putOff = (episode: Episode) => {
      episode.sayAt = Math.max(episode.sayAt, deps.clock.now() + REFUSED_MS);
    };
    await changeEpisode(deps, address, id, putOff).catch(() => undefined);
    return false;
  }
}

/** What Slack refuses for what it says is not said: what counts is in the log and in the ledger. */
function unlessRefused(deps: Deps, text: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof MessageRefusedError)) throw error;
    deps.log.error({ err: error, text }, 'Slack refuses these words; they are left out');
  };
}

async function sayNotice({ deps, announcer, check }: Say, notice: Notice): Promise<void> {
  const { notices } = deps.ledger;
  await check();
  if (!notice.posting || (await announcer.find(deps.channel, notice.id)) === undefined) {
    await announcer.turn();
    await notices.markPosting(deps.channel, notice);
    await check();
    await announcer.notify(deps.channel, notice).catch(unlessRefused(deps, notice.text));
  }
  await notices.done(deps.channel, notice);
}

/*
 *   note "posting" ──▶ post ──▶ note its ts and the revision shown
 *                        │
 *               stop: the next sender finds "posting" without ts, looks in the history, posts only if it is not there
 */
async function sayCard(say: Say, address: Address, id: string): Promise<void> {
  const { deps, announcer, check } = say;
  const record = await deps.ledger.records.get(address);
  const episode = record.episodes.find((each) => each.id === id);
  if (!episode || episode.shown >= episode.revision) return;
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

async function changeEpisode(
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

async function keep(deps: Deps, lease: Lease): Promise<void> {
  if (lease.until - deps.wall() > deps.leaseMs / 2) return;
  if (!(await deps.ledger.leases.renew(lease, deps.leaseMs))) throw new LeaseLostError('another process speaks now');
}
