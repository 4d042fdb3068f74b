import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Address } from '../../src/address/address.ts';
import { addClaim, liveBlock, overriders } from '../../src/ledger/block.ts';
import { emptyRecord } from '../../src/ledger/empty-record.ts';
import { inTodaysForm } from '../../src/ledger/older-records.ts';
import { recordSchema } from '../../src/ledger/record.ts';
import { approveProposal, type People } from '../../src/response/approve-proposal.ts';
import type { Deps } from '../../src/response/deps.ts';
import { keepBooks } from '../../src/response/keep-books.ts';
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
beforeEach(async () => {
  await table.clear();
  const ranges = [{ cidr: OURS, why: 'address of eni-1' }];
  await table.ledger().guard.write({ ranges, readAt: NOW, targets: ['acl-1'] });
});
afterAll(() => table.close());

const ROLES: Record<string, 'lead' | 'analyst'> = { U1: 'analyst', U2: 'analyst', U9: 'lead' };
const people: People = {
  roleOf: async (user) => ROLES[user] ?? 'none',
  may: async (user) => user in ROLES,
};
const request = { address: OURS, forMs: HOUR, why: 'taken over', isOverride: true };
const propose = (by: string, deps: Deps = storyDeps(table.ledger())) => proposeBlock(deps, { ...request, by });
const approve = (by: string, deps: Deps = storyDeps(table.ledger())) =>
  approveProposal(deps, { address: OURS, by, people });

test('two analysts are not enough: one of the two is a lead', async () => {
  await propose('U1');
  expect(await approve('U2')).toEqual({ kind: 'needs-lead' });
  expect(await approve('U9')).toMatchObject({ kind: 'blocked', approved: { by: ['U1', 'U9'], reasons: ['guarded'] } });
});

test('what somebody proposed who lost the role is off, and another may propose it at once', async () => {
  await propose('U7');
  expect(await approve('U9')).toEqual({ kind: 'proposer-has-no-role' });
  expect(liveBlock(await table.ledger().records.get(OURS))).toBeUndefined();
  expect(await propose('U9')).toMatchObject({ kind: 'proposed' });
  expect(await approve('U1')).toMatchObject({ kind: 'blocked' });
});

test('invariant 2: a stop at any call of an approval leaves nothing or all of it, and again makes one claim', async () => {
  for (let stopAt = 1; stopAt <= 8; stopAt += 1) {
    await table.ledger().records.change(OURS, (draft) => {
      draft.claims = [];
      delete draft.block;
      delete draft.proposal;
      draft.outbox = [];
    });
    await propose('U1');
    let calls = 0;
    const tap: Tap = () => {
      calls += 1;
      if (calls >= stopAt) throw new Error('the process stops');
    };
    await approve('U9', storyDeps(table.ledger(tap))).catch(() => undefined);
    const after = await table.ledger().records.get(OURS);
    const isDone = after.proposal === undefined;
    expect(after.claims, `stopped at call ${stopAt}`).toHaveLength(isDone ? 1 : 0);
    expect(after.outbox.filter(({ kind }) => kind === 'approve')).toHaveLength(isDone ? 1 : 0);

    await approve('U9');
    const again = await table.ledger().records.get(OURS);
    expect(again.claims).toMatchObject([{ approved: { by: ['U1', 'U9'] }, until: NOW + HOUR }]);
    expect(again.outbox.filter(({ kind }) => kind === 'approve')).toHaveLength(1);
  }
});

test('invariant 4: the override holds as long as its own claim, whatever else is wished', async () => {
  let now = NOW;
  const firewall = memoryFirewall([]);
  const deps = storyDeps(table.ledger(), { firewall, clock: { now: () => now } });
  // From before the address was ours.
  await deps.ledger.records.change(OURS, (draft) => {
    const claim = { by: 'U1', scopes: ['all' as const], until: NOW + 24 * HOUR, why: 'attacked us' };
    addClaim(draft, claim, { now: NOW, targets: ['acl-1'], severity: 'high' });
  });
  await reconcile(deps, 'acl-1');
  expect(firewall.entries).toEqual([]);

  await propose('U1', deps);
  await approve('U9', deps);
  await reconcile(deps, 'acl-1');
  expect(firewall.entries).toMatchObject([{ cidr: OURS, action: 'deny' }]);

  now += HOUR;
  await keepBooks(deps);
  await reconcile(deps, 'acl-1');
  const record = await deps.ledger.records.get(OURS);
  expect(overriders(record)).toBeUndefined();
  expect(firewall.entries).toEqual([]);
  expect(record.block?.targets['acl-1']).toMatchObject({ state: 'failed', note: expect.stringContaining('eni-1') });
});

describe('a wide range', () => {
  const WIDE = address('203.0.0.0/16');
  const guardOf = (cidrs: Address[], readAt = NOW) =>
    table.ledger().guard.write({
      ranges: cidrs.map((cidr) => ({ cidr, why: 'address of eni-2' })),
      readAt,
      targets: ['acl-1'],
    });
  const wanted = { address: WIDE, by: 'U1', forMs: HOUR, why: 'all of it', isOverride: false };
  const approveWide = (by: string) => approveProposal(storyDeps(table.ledger()), { address: WIDE, by, people });

  test('is not approved by two analysts', async () => {
    await guardOf([]);
    await proposeBlock(storyDeps(table.ledger()), wanted);

    expect(await approveWide('U2')).toEqual({ kind: 'needs-lead' });
    expect(await approveWide('U9')).toMatchObject({ kind: 'blocked', approved: { reasons: ['wide'] } });
  });

  test('invariant 4: that came to hold an address of ours is not approved, and that is recorded', async () => {
    await guardOf([]);
    await proposeBlock(storyDeps(table.ledger()), wanted);
    await guardOf([OURS]);

    expect(await approveWide('U9')).toMatchObject({ kind: 'guarded', why: expect.stringContaining('eni-2') });

    const record = await table.ledger().records.get(WIDE);
    expect(record.claims).toEqual([]);
    expect(record.outbox.map(({ kind, actor }) => `${kind} by ${actor}`)).toEqual(['propose by U1', 'refused by U9']);
  });

  test('invariant 4: approved for its width is not approved against the never-block list: it goes when it comes to hold ours', async () => {
    await guardOf([]);
    const firewall = memoryFirewall([]);
    const deps = storyDeps(table.ledger(), { firewall });
    await proposeBlock(deps, wanted);
    await approveWide('U9');
    await reconcile(deps, 'acl-1');
    expect(firewall.entries).toMatchObject([{ cidr: WIDE, action: 'deny' }]);

    await guardOf([OURS]);
    await reconcile(deps, 'acl-1');

    expect(firewall.entries).toEqual([]);
    const record = await deps.ledger.records.get(WIDE);
    expect(overriders(record)).toBeUndefined();
    expect(record.block?.targets['acl-1']).toMatchObject({ state: 'failed', note: expect.stringContaining('eni-2') });
  });

  test('invariant 4: is neither proposed nor approved while nobody knows what is ours', async () => {
    expect(await proposeBlock(storyDeps(table.ledger()), { ...wanted, address: OURS, forMs: null })).toMatchObject({
      kind: 'never-for-good',
    });
    await guardOf([]);
    await proposeBlock(storyDeps(table.ledger()), wanted);
    await guardOf([], NOW - 25 * HOUR);

    expect(await approveWide('U9')).toMatchObject({ kind: 'in-doubt' });
    expect(await proposeBlock(storyDeps(table.ledger()), wanted)).toMatchObject({ kind: 'in-doubt' });
  });
});

test('a proposal and a block of an earlier version go on as they were', async () => {
  const stored = {
    ...emptyRecord(OURS),
    rev: 1,
    claims: [
      { id: '1.0', by: 'U1', scopes: ['all'], from: NOW, until: NOW + HOUR, why: 'x', overriddenBy: ['U1', 'U9'] },
      { id: '1.1', by: 'U1', scopes: ['tcp/22'], from: NOW, until: NOW + HOUR, why: 'y' },
    ],
    override: { by: 'U1', at: NOW, expires: NOW + HOUR, forMs: HOUR, why: 'taken over', episode: '1-0' },
  };

  const record = recordSchema.parse(inTodaysForm(stored));

  expect(overriders(record)).toEqual(['U1', 'U9']);
  expect(record.claims[1]).toEqual(stored.claims[1]);
  expect(record.proposal).toEqual({ ...stored.override, reasons: ['guarded'] });
  expect(inTodaysForm(record)).toBe(record);
});
