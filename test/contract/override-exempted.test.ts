import { afterAll, beforeAll, expect, test } from 'vitest';
import { overriders } from '../../src/ledger/block.ts';
import { allowAddress } from '../../src/response/allow-address.ts';
import { approveProposal } from '../../src/response/approve-proposal.ts';
import { proposeBlock } from '../../src/response/propose-block.ts';
import { reconcile } from '../../src/response/reconcile.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable, type Tap } from '../support/ledger-table.ts';
import { memoryFirewall, storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;
const HOUR = 3_600_000;
const OURS = address('203.0.113.80');

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
afterAll(() => table.close());

test('invariant 4: what is exempted while an override of it is approved never reaches the firewall', async () => {
  const ranges = [{ cidr: OURS, why: 'address of eni-1' }];
  await table.ledger().guard.write({ ranges, readAt: NOW, targets: ['acl-1'] });
  const firewall = memoryFirewall([]);
  const people = storyDeps(table.ledger(), { firewall });
  await proposeBlock(people, { address: OURS, by: 'U1', forMs: HOUR, why: 'taken over', isOverride: true });
  let isMeanwhile = false;
  // After the second person's look at the allowlist, before the write of the claim.
  const tap: Tap = async (name, input) => {
    if (isMeanwhile || name !== 'PutItem' || !JSON.stringify(input).includes('approved')) return;
    isMeanwhile = true;
    await allowAddress(people, { cidr: OURS, by: 'U3', forMs: HOUR, why: 'it is clean again' });
  };

  const leads = { roleOf: async () => 'lead' as const, may: async () => true };
  await approveProposal(storyDeps(table.ledger(tap)), { address: OURS, by: 'U9', people: leads });
  await reconcile(people, 'acl-1');

  expect(isMeanwhile).toBe(true);
  const record = await table.ledger().records.get(OURS);
  expect(overriders(record)).toEqual(['U1', 'U9']);
  expect(firewall.entries).toEqual([]);
  expect(record.block?.targets['acl-1']?.note).toContain('on the allowlist: it is clean again');
});
