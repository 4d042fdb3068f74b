import { z } from 'zod';
import { type Address, addressSchema } from '../../address/address.ts';
import { emptyRecord } from '../empty-record.ts';
import { inTodaysForm } from '../older-records.ts';
import { pointersOf } from '../pointers.ts';
import { type AddressRecord, recordSchema } from '../record.ts';
import { recordKey, storeIfUnchanged } from './record-item.ts';
import type { Item, Table } from './table.ts';

/** A pointer from a change that never came through is cleared away after so long. Milliseconds. */
const ABANDONED_MS = 60_000;

const pointerSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  address: addressSchema,
  rev: z.number(),
  writtenAt: z.number(),
});
type StoredPointer = z.infer<typeof pointerSchema>;

/** A pointer that is true, and where it leads. */
export interface Followed {
  pointer: StoredPointer;
  record: AddressRecord;
}

/** Pointers of one partition, between two sort keys, and how many records are asked for. */
export interface Queue {
  pk: string;
  from?: string;
  upTo?: string;
  limit: number;
}

/** `followTogether` for one partition. */
export async function followPointers(table: Table, wall: () => number, queue: Queue): Promise<Followed[]> {
  const { followed } = await followTogether(table, wall, [queue], []);
  return followed.flat();
}

/**
 * The first records that the pointers of each partition lead to, in its order, and the records of some other addresses.
 * Many lead to the same records: those are read once, in one batch. Pointers that are no longer true are passed over and
 * cleared away.
 */
export async function followTogether(
  table: Table,
  wall: () => number,
  queues: readonly Queue[],
  others: readonly Address[],
): Promise<{ followed: Followed[][]; others: AddressRecord[] }> {
  const pages = await Promise.all(queues.map((queue) => readPage(table, queue)));
  const records = await readRecords(table, [...pages.flat().map((pointer) => pointer.address), ...others]);
  const followed = queues.map((queue, index) => followQueue(table, wall, queue, pages[index] ?? [], records));
  return {
    followed: await Promise.all(followed),
    others: others.map((address) => records.get(address) ?? emptyRecord(address)),
  };
}

/** The records to which these pointers of one page lead, in their order. Those that are no longer true are cleared away. */
export async function followPage(table: Table, wall: () => number, page: readonly Item[]): Promise<Followed[]> {
  const pointers = page.map((item) => pointerSchema.parse(item));
  const records = await readRecords(
    table,
    pointers.map((pointer) => pointer.address),
  );
  return keepTrue(table, wall, pointers, records);
}

async function keepTrue(
  table: Table,
  wall: () => number,
  pointers: readonly StoredPointer[],
  records: ReadonlyMap<Address, AddressRecord>,
): Promise<Followed[]> {
  const followed: Followed[] = [];
  for (const pointer of pointers) {
    const record = records.get(pointer.address) ?? emptyRecord(pointer.address);
    if (pointersOf(record).some((each) => each.pk === pointer.pk && each.sk === pointer.sk))
      followed.push({ pointer, record });
    else await clearPointer(table, wall, pointer, record);
  }
  return followed;
}

async function followQueue(
  table: Table,
  wall: () => number,
  queue: Queue,
  firstPage: readonly StoredPointer[],
  itsRecords: ReadonlyMap<Address, AddressRecord>,
): Promise<Followed[]> {
  const followed: Followed[] = [];
  let [page, records] = [firstPage, itsRecords];
  for (;;) {
    followed.push(...(await keepTrue(table, wall, page, records)));
    const last = page.at(-1);
    if (!last || page.length < queue.limit || followed.length >= queue.limit) return followed.slice(0, queue.limit);
    // A space: no sort key lies between one and itself with a space behind.
    page = await readPage(table, { ...queue, from: `${last.sk} ` });
    records = await readRecords(
      table,
      page.map((pointer) => pointer.address),
    );
  }
}

async function readPage(table: Table, { pk, ...options }: Queue): Promise<StoredPointer[]> {
  return (await table.query(pk, options)).map((item) => pointerSchema.parse(item));
}

async function readRecords(table: Table, addresses: readonly Address[]): Promise<Map<Address, AddressRecord>> {
  const items = await table.getMany([...new Set(addresses)].map(recordKey));
  return new Map(items.map((item) => recordSchema.parse(inTodaysForm(item))).map((record) => [record.address, record]));
}

/**
 * A pointer for a revision that the record already passed is litter. One for a later revision belongs to a change that
 * may still be under way: it is left alone for a while, then the change is made impossible first (the record takes the
 * pointer's revision), and only then the pointer goes.
 */
async function clearPointer(
  table: Table,
  wall: () => number,
  pointer: StoredPointer,
  record: AddressRecord,
): Promise<void> {
  if (pointer.rev > record.rev) {
    if (wall() - pointer.writtenAt < ABANDONED_MS) return;
    if (!(await storeIfUnchanged(table, { ...record, rev: pointer.rev }, record.rev))) return;
  }
  await table.remove(pointer, { expression: 'rev = :rev', values: { ':rev': pointer.rev } });
}
