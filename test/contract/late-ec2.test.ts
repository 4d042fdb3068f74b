import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Firewall, FirewallError } from '../../src/firewall/firewall.ts';
import { addClaim, liftBlock } from '../../src/ledger/block.ts';
import type { AddressRecord } from '../../src/ledger/record.ts';
import { reconcile } from '../../src/response/reconcile.ts';
import { denyAll, entryOf } from '../support/acl-model.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { memoryFirewall, storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;
const HOUR = 3_600_000;
const ALL = Array.from({ length: 5 }, (_, index) => address(`203.0.113.${2 * index + 1}`));

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

async function blockAll(): Promise<void> {
  for (const each of ALL)
    await table.ledger().records.change(each, (draft) => {
      const claim = { by: 'U_ANALYST', scopes: ['all'], until: NOW + HOUR, why: 'test' };
      addClaim(draft, claim, { now: NOW, targets: ['acl-1'], severity: 'high' });
    });
}

/** A Network ACL that takes three entries and, while it is late, shows what it was before any of them. */
function small() {
  const acl = memoryFirewall([]);
  const late = { isLate: true, acl };
  const firewall: Firewall = {
    describe: async () => (late.isLate ? [] : acl.entries),
    async apply(target, change) {
      const there = acl.entries.some((entry) => entry.ruleNumber === change.ruleNumber);
      if (change.kind === 'create' && there) return 'number-taken';
      if (change.kind === 'create' && acl.entries.length === 3) return 'full';
      return acl.apply(target, change);
    },
  };
  return { firewall, late };
}

test('invariant 7: a quota that is met while EC2 shows changes late is not taken for a smaller one', async () => {
  const { firewall, late } = small();
  const deps = storyDeps(table.ledger(), { firewall });
  await blockAll();
  await reconcile(deps, 'acl-1');
  await reconcile(deps, 'acl-1');
  late.isLate = false;

  await reconcile(deps, 'acl-1');

  expect(late.acl.entries).toHaveLength(3);
  const states = (await deps.ledger.records.getMany(ALL)).map((record) => record.block?.targets['acl-1']?.state);
  expect(states.filter((state) => state === 'active')).toHaveLength(3);
  expect(states.filter((state) => state === 'waiting')).toHaveLength(2);
});

test("invariant 7: a quota that others' rules meet before EC2 shows them takes no rule of ours away", async () => {
  const others = [50, 51].map((ruleNumber) => entryOf(ruleNumber, denyAll(`192.0.2.${ruleNumber}`)));
  const { firewall, late } = small();
  late.acl.entries = others;
  const deps = storyDeps(table.ledger(), { firewall });
  await blockAll();
  await reconcile(deps, 'acl-1');
  expect(late.acl.entries).toHaveLength(3);
  late.isLate = false;

  await reconcile(deps, 'acl-1');

  expect(late.acl.entries).toHaveLength(3);
  expect(late.acl.entries).toEqual(expect.arrayContaining(others));
  const states = (await deps.ledger.records.getMany(ALL)).map((record) => record.block?.targets['acl-1']?.state);
  expect(states.toSorted()).toEqual(['active', 'waiting', 'waiting', 'waiting', 'waiting']);
});

describe('invariant 5: a block that was lifted before anybody noted where its rule stands', () => {
  test('is not told to be out while EC2 refuses to remove the rule', async () => {
    const [attacker = address('203.0.113.1')] = ALL;
    const acl = memoryFirewall([]);
    const deps = storyDeps(table.ledger(), { firewall: acl });
    const change = (edit: (draft: AddressRecord) => unknown) => table.ledger().records.change(attacker, edit);
    await change((draft) => {
      const claim = { by: 'U_ANALYST', scopes: ['all'], until: NOW + HOUR, why: 'test' };
      addClaim(draft, claim, { now: NOW, targets: ['acl-1'], severity: 'high' });
    });
    const { apply } = acl;
    // Undo comes while the rule is being made, so what the pass saw is not noted.
    acl.apply = async (target, made) => {
      await change((draft) => liftBlock(draft, 'U_LEAD', 'test', { now: NOW, graceMs: HOUR }));
      acl.apply = async () => {
        throw new FirewallError('throttled', 'EC2 throttles our calls');
      };
      return apply(target, made);
    };
    await reconcile(deps, 'acl-1');
    expect(acl.entries).toHaveLength(1);

    await reconcile(deps, 'acl-1');

    const shown = async () => (await deps.ledger.records.get(attacker)).block?.targets['acl-1'];
    expect(await shown()).toEqual({ state: 'lifting', ruleNumbers: [1], note: 'EC2 throttles our calls' });
    acl.apply = apply;
    await reconcile(deps, 'acl-1');
    expect(acl.entries).toEqual([]);
    expect(await shown()).toEqual({ state: 'out', ruleNumbers: [] });
  });
});
