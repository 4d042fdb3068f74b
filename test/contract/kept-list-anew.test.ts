import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KeptAllow } from '../../src/ledger/kept-list.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable, type Tap } from '../support/ledger-table.ts';

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
afterAll(() => table.close());

const CIDR = address('203.0.113.9');
const entryBy = (by: string): KeptAllow => ({ cidr: CIDR, by, at: 1, until: null, why: 'ours', isApplied: false });
const put = ({ allowlist }: Ledger, entry: KeptAllow | undefined) =>
  allowlist.change(CIDR, (draft) => {
    draft.entry = entry;
  });

test('invariant 1: a slow change of an entry does not take the place of one that was made anew meanwhile', async () => {
  const ledger = table.ledger();
  await put(ledger, entryBy('U_OLD'));
  let isMeanwhile = false;
  const tap: Tap = async (name) => {
    if (isMeanwhile || name !== 'PutItem') return;
    isMeanwhile = true;
    await put(ledger, undefined);
    await put(ledger, entryBy('U_NEW'));
  };

  await table.ledger(tap).allowlist.change(CIDR, ({ entry }) => {
    if (entry?.by === 'U_OLD') entry.isApplied = true;
  });

  expect(isMeanwhile).toBe(true);
  expect(await ledger.allowlist.entries()).toEqual([entryBy('U_NEW')]);
});
