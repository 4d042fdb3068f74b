import type { Address } from '../address/address.ts';
import type { Lease } from '../ledger/ledger.ts';
import { type Announcer, cardId, NotAnnouncedError } from './announcer.ts';
import type { Deps } from './deps.ts';

const ROUND = 20;

export type Announced =
  | { kind: 'done'; nextAt: number | undefined }
  | { kind: 'busy' }
  | { kind: 'later'; afterMs: number | undefined };

/** Sends what the channel does not show yet: one sender at a time, each card drawn from the record at that moment. */
export async function announce(deps: Deps, announcer: Announcer): Promise<Announced> {
  const { leases, records, notices } = deps.ledger;
  const lease = await leases.acquire(`channel:${deps.channel}`, deps.holder, deps.leaseMs);
  if (!lease) return { kind: 'busy' };
  try {
    for (;;) {
      const { edits, posts } = await records.unsaid(deps.channel, deps.clock.now(), ROUND);
      const words = await notices.waiting(deps.channel, deps.clock.now(), ROUND);
      if (edits.length + posts.length + words.length === 0) break;
      // All edits, then one new card, then look again: a post may wait for its second.
      for (const { record, episode } of [...edits, ...posts.slice(0, 1)]) {
        if (!(await keep(deps, lease))) return { kind: 'busy' };
        await sayCard(deps, announcer, record.address, episode);
      }
      const [notice] = words;
      if (!notice) continue;
      if (!(await keep(deps, lease))) return { kind: 'busy' };
      const isSaid = notice.posting && (await announcer.find(deps.channel, notice.id)) !== undefined;
      await notices.markPosting(deps.channel, notice);
      if (!isSaid) await announcer.notify(deps.channel, notice);
      await notices.done(deps.channel, notice);
    }
    return { kind: 'done', nextAt: await records.nextSay(deps.channel) };
  } catch (error) {
    if (!(error instanceof NotAnnouncedError)) throw error;
    deps.log.warn({ err: error }, 'Slack did not take a message; it stays in the ledger and is sent later');
    return { kind: 'later', afterMs: error.retryAfterMs };
  } finally {
    while ((await leases.release(lease)) === 'wanted-again');
  }
}

/*
 *   note "posting" ──▶ post ──▶ note its ts and the revision shown
 *                        │
 *               stop: the next sender finds "posting" without ts, looks in the history, posts only if it is not there
 */
async function sayCard(deps: Deps, announcer: Announcer, address: Address, id: string): Promise<void> {
  const record = await deps.ledger.records.get(address);
  const episode = record.episodes.find((each) => each.id === id);
  if (!episode || episode.shown >= episode.revision) return;
  const facts = { record, episode };
  const known =
    episode.ts ?? (episode.posting ? await announcer.find(deps.channel, cardId(record, episode)) : undefined);
  if (known && (await announcer.update(facts, known)) === 'updated')
    return noteShown(deps, address, id, known, episode.revision);
  await deps.ledger.records.change(address, (draft) => {
    const open = draft.episodes.find((each) => each.id === id);
    if (!open) return;
    open.posting = deps.wall();
    delete open.ts;
  });
  const ts = await announcer.post(facts);
  return noteShown(deps, address, id, ts, episode.revision);
}

async function noteShown(deps: Deps, address: Address, id: string, ts: string, revision: number): Promise<void> {
  await deps.ledger.records.change(address, (draft) => {
    const episode = draft.episodes.find((each) => each.id === id);
    if (!episode) return;
    episode.ts = ts;
    episode.shown = Math.max(episode.shown, revision);
    delete episode.posting;
  });
}

async function keep(deps: Deps, lease: Lease): Promise<boolean> {
  if (lease.until - deps.wall() > deps.leaseMs / 2) return true;
  return deps.ledger.leases.renew(lease, deps.leaseMs);
}
