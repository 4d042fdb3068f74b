import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { blockState } from '../../src/ledger/block.ts';
import { adoptRules } from '../../src/response/adopt-rules.ts';
import type { Deps } from '../../src/response/deps.ts';
import { foreignRules } from '../../src/response/foreign-rules.ts';
import { reconcile } from '../../src/response/reconcile.ts';
import { ALLOW_ALL, denyAll, entryOf } from '../support/acl-model.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { memoryFirewall, storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;
const WANTED = { rules: [5], by: 'cli:ann', until: NOW + 3_600_000 };
const FOREIGN = entryOf(5, denyAll('203.0.113.9'));
const OTHER = entryOf(7, denyAll('192.0.2.0/24'));

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

function world() {
  const firewall = memoryFirewall([FOREIGN, OTHER, ...ALLOW_ALL]);
  const deps = storyDeps(table.ledger(), { firewall, holder: 'the next', wall: () => table.wall.now });
  return { firewall, deps };
}

/** A process that stops at this method of the leases, for good. */
function stoppedAt(deps: Deps, method: 'save' | 'release'): Deps {
  const leases = { ...deps.ledger.leases };
  leases[method] = async () => {
    throw new Error('stopped');
  };
  return { ...deps, holder: 'the stopped one', ledger: { ...deps.ledger, leases } };
}

async function stateOf(deps: Deps) {
  const { block } = await deps.ledger.records.get(address('203.0.113.9'));
  return block && { state: blockState(block), ruleNumbers: block.targets['acl-1']?.ruleNumbers };
}

describe('invariants 2 and 3: adopting that was stopped', () => {
  test('behind the claim, and after it a pass: adopting again leaves one rule, and the other foreign one', async () => {
    const { firewall, deps } = world();
    await expect(adoptRules(stoppedAt(deps, 'save'), 'acl-1', WANTED)).rejects.toThrow('stopped');
    table.wall.now += 60_000;
    await reconcile(deps, 'acl-1');
    expect(firewall.entries.map((entry) => entry.ruleNumber)).toEqual([1, 5, 7, 100, 101]);

    const again = await adoptRules(deps, 'acl-1', WANTED);
    await reconcile(deps, 'acl-1');

    expect(again).toMatchObject({ kind: 'done', adopted: [{ ruleNumber: 5 }] });
    expect(firewall.entries.map((entry) => entry.ruleNumber)).toEqual([1, 7, 100, 101]);
    expect(await stateOf(deps)).toEqual({ state: 'active', ruleNumbers: [1] });
  });

  test('behind the claim, without a pass: adopting again keeps the rule where it is', async () => {
    const { firewall, deps } = world();
    await expect(adoptRules(stoppedAt(deps, 'save'), 'acl-1', WANTED)).rejects.toThrow('stopped');
    table.wall.now += 60_000;

    await adoptRules(deps, 'acl-1', WANTED);
    await reconcile(deps, 'acl-1');

    expect(firewall.entries).toEqual([FOREIGN, OTHER, ...ALLOW_ALL]);
    expect(await stateOf(deps)).toEqual({ state: 'active', ruleNumbers: [5] });
  });

  test('behind the number: it is ours, and the next pass goes on', async () => {
    const { firewall, deps } = world();
    await expect(adoptRules(stoppedAt(deps, 'release'), 'acl-1', WANTED)).rejects.toThrow('stopped');
    table.wall.now += 60_000;

    expect(await foreignRules(deps, 'acl-1')).toMatchObject({ adoptable: [{ ruleNumber: 7 }] });
    await reconcile(deps, 'acl-1');

    expect(firewall.entries).toEqual([FOREIGN, OTHER, ...ALLOW_ALL]);
    expect(await stateOf(deps)).toEqual({ state: 'active', ruleNumbers: [5] });
  });
});

test('a rule that is another one by now is not adopted', async () => {
  const { firewall, deps } = world();
  firewall.entries = [OTHER, ...ALLOW_ALL];

  expect(await adoptRules(deps, 'acl-1', WANTED)).toEqual({ kind: 'done', adopted: [], changed: [5] });
  expect(await stateOf(deps)).toBeUndefined();
});
