import type { Address } from '../address/address.ts';
import type { Notice, UnsaidCard } from '../ledger/ledger.ts';
import type { Episode } from '../ledger/record.ts';
import { isReportStale } from '../ledger/report.ts';
import { type Announcer, MessageRefusedError, NotAnnouncedError } from './announcer.ts';
import { changeEpisode } from './change-episode.ts';
import type { Deps } from './deps.ts';
import { remind } from './remind.ts';
import { sayCard } from './say-card.ts';
import { sayThread } from './say-thread.ts';
import { keepSpeaking, LeaseLostError, type Say, unlessRefused } from './speaker.ts';
import { watchStorm } from './storm.ts';

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
  const say = { deps, announcer, check: () => keepSpeaking(deps, lease) };
  const failed = new Set<string>();
  const isToSay = ({ record, episode }: UnsaidCard) => !failed.has(`${record.address}|${episode}`);
  const edits = editsUntilSlower(deps);
  try {
    const storm = await watchStorm(say);
    while (!deps.isStopping()) {
      const unsaid = await records.unsaid(deps.channel, deps.clock.now(), ROUND + failed.size);
      const isFull = unsaid.posts.length >= ROUND;
      const changed = edits.areTaken() ? unsaid.edits.filter(isToSay) : [];
      const waiting = unsaid.posts.filter(isToSay);
      const posts = await storm.sift(waiting, isFull);
      await edits.attempt(storm.tell);
      const words = await notices.waiting(deps.channel, deps.clock.now(), ROUND);
      if (changed.length + waiting.length + words.length === 0) {
        // What is less urgent waits until nothing else does: a storm is not made louder.
        if ((await remind(say)) || (await sayThread(say))) continue;
        break;
      }
      // All edits, then one new card, then look again: a post may wait for its second.
      const sayOne = async ({ record, episode }: UnsaidCard) => {
        await say.check();
        if (!(await trySay(say, record.address, episode))) failed.add(`${record.address}|${episode}`);
      };
      for (const card of changed) await edits.attempt(() => sayOne(card));
      for (const card of posts.slice(0, 1)) {
        await say.check();
        await storm.posting(card);
        await sayOne(card);
      }
      const [notice] = words;
      if (!notice) continue;
      await sayNotice(say, notice);
    }
    const slower = edits.slowerForMs();
    if (slower !== undefined) return { kind: 'later', afterMs: slower };
    const moments = [await records.nextSay(deps.channel), storm.nextAt()].filter((at) => at !== undefined);
    return { kind: 'done', nextAt: moments.length > 0 ? Math.min(...moments) : undefined };
  } catch (error) {
    if (error instanceof LeaseLostError) return { kind: 'busy' };
    if (!(error instanceof NotAnnouncedError)) throw error;
    deps.log.warn({ err: error }, 'Slack did not take a message; it stays in the ledger and is sent later');
    return { kind: 'later', afterMs: error.retryAfterMs };
  } finally {
    while ((await leases.release(lease)) === 'wanted-again');
  }
}

/**
 * Edits until Slack asks to be slower: it counts edits apart from posts, so no new card, notice or reply waits for them. From
 * then on none is tried for this round; `slowerForMs` tells how long Slack asked for.
 */
function editsUntilSlower({ log }: Deps) {
  let slower: number | undefined;
  return {
    areTaken: () => slower === undefined,
    slowerForMs: () => slower,
    async attempt(edit: () => Promise<void>): Promise<void> {
      if (slower !== undefined) return;
      try {
        await edit();
      } catch (error) {
        if (!(error instanceof NotAnnouncedError) || error.retryAfterMs === undefined) throw error;
        slower = error.retryAfterMs;
        log.warn({ err: error }, 'Slack takes no more edits for a while; new messages go on');
      }
    },
  };
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

async function sayNotice({ deps, announcer, check }: Say, notice: Notice): Promise<void> {
  const { notices } = deps.ledger;
  await check();
  const isStale = notice.report !== undefined && isReportStale(notice.report, deps.clock.now());
  if (!isStale && (!notice.posting || (await announcer.find(deps.channel, notice.id)) === undefined)) {
    await announcer.turn();
    await notices.markPosting(deps.channel, notice);
    await check();
    await announcer.notify(deps.channel, notice, check).catch(unlessRefused(deps, notice.text));
  }
  await notices.done(deps.channel, notice);
}
