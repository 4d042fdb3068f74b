import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Firewall } from '../../src/firewall/firewall.ts';
import { addClaim, liftBlock } from '../../src/ledger/block.ts';
import { reconcile } from '../../src/response/reconcile.ts';
import { denyAll, entryOf } from '../support/acl-model.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { memoryFirewall, storyDeps } from '../support/story-deps.ts';

const HOUR = 3_600_000;
const ATTACKER = address('203.0.113.9');

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

const wall = () => table.wall.now;

async function block(): Promise<void> {
  await table.ledger().records.change(ATTACKER, (draft) => {
    const claim = { by: 'U_ANALYST', scopes: ['all'], until: wall() + HOUR, why: 'test' };
    addClaim(draft, claim, { now: wall(), targets: ['acl-1'], severity: 'high' });
  });
}

async function lift(): Promise<void> {
  await table.ledger().records.change(ATTACKER, (draft) => {
    liftBlock(draft, 'U_LEAD', 'test', { now: wall(), graceMs: HOUR });
  });
}

/** A process that is paused right before its first change of the firewall, and goes on when told to. */
function pausedAt(firewall: Firewall): { firewall: Firewall; isPaused: Promise<void>; goOn: () => void } {
  const resumed = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const apply: Firewall['apply'] = async (target, change) => {
    arrived.resolve();
    await resumed.promise;
    return firewall.apply(target, change);
  };
  return { firewall: { describe: firewall.describe, apply }, isPaused: arrived.promise, goOn: resumed.resolve };
}

describe('invariant 3: a process that was paused for longer than its lease', () => {
  test('leaves no rule behind that nobody owns', async () => {
    const acl = memoryFirewall([]);
    const paused = pausedAt(acl);
    const one = storyDeps(table.ledger(), { wall, clock: { now: wall }, firewall: paused.firewall });
    const other = storyDeps(table.ledger(), { wall, clock: { now: wall }, firewall: acl, holder: 'other' });
    await block();
    const first = reconcile(one, 'acl-1');
    await paused.isPaused;
    table.wall.now += 21_000;
    await reconcile(other, 'acl-1');
    expect(acl.entries).toEqual([entryOf(1, denyAll('203.0.113.9'))]);
    await lift();
    await reconcile(other, 'acl-1');
    expect(acl.entries).toEqual([]);

    paused.goOn();
    await first;
    await reconcile(other, 'acl-1');

    expect(acl.entries).toEqual([]);
    const { data } = (await other.ledger.leases.peek('acl-1')) ?? {};
    expect(data).toMatchObject({ slots: [] });
  });

  test("does not make a later rule of somebody else's ours", async () => {
    const acl = memoryFirewall([]);
    const deps = storyDeps(table.ledger(), { wall, clock: { now: wall }, firewall: acl });
    await block();
    await reconcile(deps, 'acl-1');
    await lift();
    await reconcile(deps, 'acl-1');
    expect(acl.entries).toEqual([]);

    const theirs = [entryOf(1, denyAll('203.0.113.10')), entryOf(2, denyAll('203.0.113.9'))];
    acl.entries = theirs;
    await reconcile(deps, 'acl-1');
    expect(acl.entries).toEqual(theirs);

    table.wall.now += HOUR;
    acl.entries = [entryOf(1, denyAll('203.0.113.9'))];
    await reconcile(deps, 'acl-1');
    expect(acl.entries).toEqual([entryOf(1, denyAll('203.0.113.9'))]);
  });
});
