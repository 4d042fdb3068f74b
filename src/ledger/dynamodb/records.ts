import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Address, addressSchema } from '../../address/address.ts';
import { emptyRecord } from '../empty-record.ts';
import { LedgerConflictError } from '../errors.ts';
import { fitRecord } from '../fit-record.ts';
import type { Changed, Records, UnsaidCard } from '../ledger.ts';
import { inTodaysForm } from '../older-records.ts';
import { DUE_SHARDS, type Pointer, pointersOf, sortable } from '../pointers.ts';
import { type AddressRecord, recordSchema } from '../record.ts';
import { type Followed, followPointers, followTogether } from './follow-pointers.ts';
import { recordKey, storeIfUnchanged } from './record-item.ts';
import type { Item, Table } from './table.ts';

/** So many losses in a row against other writers of one record mean that something is wrong. */
const TRIES = 30;
/** More changes than these by others between our write and our next look are not to be expected. */
const MARKS = 16;
/** A /16 may carry 65,536: whoever gives them back does so some at a time. */
const RIDERS = 1000;
/** Each was blocked by a person. */
const RANGES = 1000;
/** Each was silenced by a person, for some days at most. */
const SNOOZED = 1000;
const hintSchema = z.object({ address: addressSchema });
const NOT_NEWER = { expression: 'attribute_not_exists(rev) OR rev <= :rev' };

/** The records in their table. `wall` is the machine's clock, for the age of pointers. */
export function dynamodbRecords(table: Table, wall: () => number): Records {
  const follow = (pk: string, options: { from?: string; upTo?: string; limit: number }) =>
    followPointers(table, wall, { pk, ...options });
  const queued = async (queue: string, channel: string, now: number, limit: number): Promise<UnsaidCard[]> => {
    const found = await follow(`${queue}#${channel}`, { upTo: `${sortable(now)}#\uffff`, limit });
    return found.map(({ record, pointer }) => ({ record, episode: pointer.sk.split('#')[2] ?? '' }));
  };
  const records: Records = {
    async get(address) {
      const item = await table.get(recordKey(address));
      return item ? parse(item) : emptyRecord(address);
    },
    async getMany(addresses) {
      const unique = [...new Set(addresses)];
      const found = new Map(
        (await table.getMany(unique.map(recordKey))).map(parse).map((each) => [each.address, each]),
      );
      return unique.map((address) => found.get(address) ?? emptyRecord(address));
    },
    change: (address, edit) => change(table, wall, address, edit),
    async due(now, limit) {
      const shards = Array.from({ length: DUE_SHARDS }, (_, shard) => `DUE#${shard}`);
      const found = await Promise.all(shards.map((pk) => follow(pk, { upTo: `${sortable(now)}#\uffff`, limit })));
      return found.flat().map((each) => each.record);
    },
    async live(limit, targets) {
      return inOrder(await Promise.all(['all', ...targets].map((where) => follow(`LIVE#${where}`, { limit }))), limit);
    },
    async liveAddresses(targets) {
      const hints = await Promise.all(['all', ...targets].map((where) => table.query(`LIVE#${where}`)));
      return [...new Set(hints.flat().map((hint) => hintSchema.parse(hint).address))];
    },
    async forTarget(target, most, holders) {
      const { followed, others } = await followTogether(
        table,
        wall,
        [
          { pk: `WISH#${target}`, limit: most.unsettled },
          ...['all', target].map((where) => ({ pk: `LIVE#${where}`, limit: most.live })),
        ],
        holders,
      );
      const [unsettled = [], ...live] = followed;
      return { live: inOrder(live, most.live), unsettled: unsettled.map((each) => each.record), holders: others };
    },
    async unsettled(target, limit) {
      return (await follow(`WISH#${target}`, { limit })).map((each) => each.record);
    },
    async carriers(target) {
      const found: Address[] = [];
      // From one to the next: however many ride on a carrier, it is read once.
      for (let from = ''; ; ) {
        const [first] = await follow(`RIDE#${target}`, { ...(from ? { from } : {}), limit: 1 });
        const through = first?.record.block?.targets[target]?.through;
        const carrier = through?.find((range) => first?.pointer.sk.startsWith(`${range}#`));
        if (!carrier) return found;
        found.push(carrier);
        from = `${carrier}#\uffff`;
      }
    },
    async riders(target, carrier) {
      const range = { from: `${carrier}#`, upTo: `${carrier}#\uffff`, limit: RIDERS };
      const found = (await follow(`RIDE#${target}`, range)).map((each) => each.record);
      return { records: found, isMore: found.length >= RIDERS };
    },
    async ranges() {
      return (await follow('RANGE#live', { limit: RANGES })).map((each) => each.record);
    },
    async snoozed() {
      return (await follow('SNOOZE#all', { limit: SNOOZED })).map((each) => each.record);
    },
    async countWithin(network) {
      return (await table.query(`NET#${network}`)).length;
    },
    async within(network) {
      return (await follow(`NET#${network}`, { limit: 256 })).map((each) => each.record);
    },
    async unsaid(channel, now, limit) {
      const [edits, posts] = await Promise.all([
        queued('EDIT', channel, now, limit),
        queued('SAY', channel, now, limit),
      ]);
      return { edits, posts };
    },
    countUnsaid: (channel, now, limit) => table.count(`SAY#${channel}`, { upTo: `${sortable(now)}#\uffff` }, limit),
    unsaidBelow: (channel, now, limit) => queued('THREAD', channel, now, limit),
    unanswered: (channel, now, limit) => queued('REMIND', channel, now, limit),
    async nextSay(channel) {
      const queues = ['EDIT', 'SAY', 'THREAD', 'REMIND'];
      const first = (await Promise.all(queues.map((queue) => follow(`${queue}#${channel}`, { limit: 1 })))).flat();
      return first.length > 0 ? Math.min(...first.map(({ pointer }) => Number(pointer.sk.split('#')[0]))) : undefined;
    },
    async all() {
      return (await table.scan('STATE')).map(parse).sort((a, b) => (a.block?.since ?? 0) - (b.block?.since ?? 0));
    },
  };
  return records;
}

/*
 * One change of one record, in the order that survives a stop anywhere:
 *
 *   new pointers ──▶ record (if rev is still the one read) ──▶ old pointers away
 *        │                        │                                  │
 *   stop: a hint too many    lost: read again               stop: a hint too many
 *
 * A pointer carries the rev that it was written for. It is neither overwritten nor taken away by an earlier change that
 * comes late.
 */
async function change<T>(
  table: Table,
  wall: () => number,
  address: Address,
  edit: (draft: AddressRecord) => T | Promise<T>,
): Promise<Changed<T>> {
  let tried: Changed<T> | undefined;
  const lost: Pointer[] = [];
  const mark = randomBytes(6).toString('base64url');
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const item = await table.get(recordKey(address));
    const before = item ? parse(item) : emptyRecord(address);
    // Where the answer to our write was lost, its repetition by the SDK is refused: by what we wrote ourselves.
    if (tried && before.marks?.includes(mark)) return tried;
    const draft = structuredClone(before);
    const result = await edit(draft);
    if (JSON.stringify(draft) === JSON.stringify(before)) return { result, record: before, changed: false };
    fitRecord(draft);
    draft.rev = before.rev + 1;
    draft.marks = [...(before.marks ?? []), mark].slice(-MARKS);
    const wanted = pointersOf(draft);
    const [gone, fresh] = difference(pointersOf(before), wanted);
    // Those of an attempt that lost are nobody's: a storm is counted from hints alone.
    const old = [...gone, ...difference(lost, wanted)[0]];
    await Promise.all(
      fresh.map((pointer) =>
        table.put(
          { ...pointer, address, rev: draft.rev, writtenAt: wall() },
          { ...NOT_NEWER, values: { ':rev': draft.rev } },
        ),
      ),
    );
    if (await storeIfUnchanged(table, draft, before.rev)) {
      // Nobody waits for it: what stays by a failure is a hint too many, like that of a stop.
      for (const pointer of old)
        table.remove(pointer, { expression: 'rev <= :rev', values: { ':rev': draft.rev } }).catch(() => undefined);
      return { result, record: draft, changed: true };
    }
    tried = { result, record: draft, changed: true };
    lost.push(...fresh);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * (attempt + 1)));
  }
  throw new LedgerConflictError(`${TRIES} other changes of ${address} were faster`);
}

/** What several partitions of live blocks hold, in the order of all. */
function inOrder(found: Followed[][], limit: number): AddressRecord[] {
  const all = found.flat().sort((a, b) => (a.pointer.sk < b.pointer.sk ? -1 : 1));
  return [...new Map(all.map(({ record }) => [record.address, record])).values()].slice(0, limit);
}

function parse(item: Item): AddressRecord {
  return recordSchema.parse(inTodaysForm(item));
}

function difference(before: Pointer[], after: Pointer[]): [onlyBefore: Pointer[], onlyAfter: Pointer[]] {
  const id = (pointer: Pointer) => `${pointer.pk}|${pointer.sk}`;
  // One that tells something else now is written anew in its place.
  const whole = (pointer: Pointer) => `${id(pointer)}|${JSON.stringify(pointer.told)}`;
  const [had, has] = [new Set(before.map(whole)), new Set(after.map(id))];
  return [before.filter((each) => !has.has(id(each))), after.filter((each) => !had.has(whole(each)))];
}
