import { afterAll, beforeAll, expect, test } from 'vitest';
import { liveBlock } from '../../src/ledger/block.ts';
import { allowAddress } from '../../src/response/allow-address.ts';
import { approveBlock } from '../../src/response/approve-block.ts';
import { disallowAddress } from '../../src/response/disallow-address.ts';
import { keepLists } from '../../src/response/keep-lists.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable, type Tap } from '../support/ledger-table.ts';
import { storyDeps } from '../support/story-deps.ts';

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
afterAll(() => table.close());

const ADDRESS = address('203.0.113.9');
const HOUR = 3_600_000;

test('a tick that still lifts for an exemption leaves the block alone that came after it was taken back', async () => {
  const people = storyDeps(table.ledger());
  await allowAddress(people, { cidr: ADDRESS, by: 'U_ONE', forMs: HOUR, why: 'our scanner' });
  let isMeanwhile = false;
  // Between the tick's look at the list and its change of the record.
  const tap: Tap = async (name) => {
    if (isMeanwhile || !/^BatchGet/.test(name)) return;
    isMeanwhile = true;
    await disallowAddress(people, { cidr: ADDRESS, by: 'U_ONE', why: 'it was taken over' });
    await approveBlock(people, { address: ADDRESS, by: 'U_TWO', forMs: HOUR });
  };

  await keepLists(storyDeps(table.ledger(tap)));

  expect(isMeanwhile).toBe(true);
  expect(liveBlock(await table.ledger().records.get(ADDRESS))).toMatchObject({ by: 'U_TWO' });
});

test('the same where its time is over meanwhile', async () => {
  const other = address('203.0.113.10');
  const start = storyDeps(table.ledger()).clock.now();
  let now = start;
  const clock = { now: () => now };
  const people = storyDeps(table.ledger(), { clock });
  await allowAddress(people, { cidr: other, by: 'U_ONE', forMs: HOUR, why: 'our scanner' });
  now = start + HOUR - 1;
  const tap: Tap = async (name) => {
    if (now >= start + HOUR || !/^BatchGet/.test(name)) return;
    now = start + HOUR;
    await approveBlock(people, { address: other, by: 'U_TWO', forMs: HOUR });
  };

  await keepLists(storyDeps(table.ledger(tap), { clock }));

  expect(liveBlock(await table.ledger().records.get(other))).toMatchObject({ by: 'U_TWO' });
});
