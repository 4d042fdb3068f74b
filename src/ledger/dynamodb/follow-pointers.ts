import { z } from 'zod';
import { addressSchema } from '../../address/address.ts';
import { emptyRecord } from '../empty-record.ts';
import { pointersOf } from '../pointers.ts';
import { type AddressRecord, recordSchema } from '../record.ts';
import { recordKey, storeIfUnchanged } from './record-item.ts';
import type { Table } from './table.ts';

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

export interface Followed {
  pointer: StoredPointer;
  record: AddressRecord;
}

/**
 * The first records that a partition's pointers lead to, in its order. Pointers that are no longer true are passed over and
 * cleared away.
 */
export async function followPointers(
  table: Table,
  wall: () => number,
  pk: string,
  options: { from?: string; upTo?: string; limit: number },
): Promise<Followed[]> {
  const followed: Followed[] = [];
  let page: StoredPointer[] = [];
  do {
    const last = page.at(-1);
    // A space: no sort key lies between one and itself with a space behind.
    const from = last ? { from: `${last.sk} ` } : {};
    page = (await table.query(pk, { ...options, ...from })).map((item) => pointerSchema.parse(item));
    followed.push(...(await followPage(table, wall, page)));
  } while (page.length === options.limit && followed.length < options.limit);
  return followed.slice(0, options.limit);
}

async function followPage(table: Table, wall: () => number, page: readonly StoredPointer[]): Promise<Followed[]> {
  const keys = [...new Set(page.map((pointer) => pointer.address))].map(recordKey);
  const records = new Map(
    (await table.getMany(keys)).map((item) => recordSchema.parse(item)).map((record) => [record.address, record]),
  );
  const followed: Followed[] = [];
  for (const pointer of page) {
    const record = records.get(pointer.address) ?? emptyRecord(pointer.address);
    if (pointersOf(record).some((each) => each.pk === pointer.pk && each.sk === pointer.sk))
      followed.push({ pointer, record });
    else await clear(table, wall, pointer, record);
  }
  return followed;
}

/**
 * A pointer for a revision that the record already passed is litter. One for a later revision belongs to a change that
 * may still be under way: it is left alone for a while, then the change is made impossible first (the record takes the
 * pointer's revision), and only then the pointer goes.
 */
async function clear(table: Table, wall: () => number, pointer: StoredPointer, record: AddressRecord): Promise<void> {
  if (pointer.rev > record.rev) {
    if (wall() - pointer.writtenAt < ABANDONED_MS) return;
    if (!(await storeIfUnchanged(table, { ...record, rev: pointer.rev }, record.rev))) return;
  }
  await table.remove(pointer, { expression: 'rev = :rev', values: { ':rev': pointer.rev } });
}
