import type { Address } from '../../address/address.ts';
import type { AddressRecord } from '../record.ts';
import type { Table } from './table.ts';

/** Stores a record if its revision in the table is still the one that was read. */
export function storeIfUnchanged(table: Table, record: AddressRecord, readRev: number): Promise<boolean> {
  const isNew = { expression: 'attribute_not_exists(pk)' };
  const isUnchanged = { expression: 'rev = :rev', values: { ':rev': readRev } };
  return table.put({ ...recordKey(record.address), ...record }, readRev === 0 ? isNew : isUnchanged);
}

/** Where a record stands. */
export function recordKey(address: Address) {
  return { pk: `ADDR#${address}`, sk: 'STATE' };
}
