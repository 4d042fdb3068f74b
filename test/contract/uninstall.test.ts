import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addClaim, blockState, liveBlock } from '../../src/ledger/block.ts';
import type { Placing } from '../../src/ledger/placing.ts';
import { clearTarget } from '../../src/response/clear-target.ts';
import { ownRules } from '../../src/response/own-rules.ts';
import { reconcile } from '../../src/response/reconcile.ts';
import { countLive, emptyTarget, liftAll } from '../../src/response/uninstall.ts';
import { ALLOW_ALL, denyAll, entryOf } from '../support/acl-model.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { memoryFirewall, storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

async function block(cidr: string, placing: Partial<Placing> = {}): Promise<void> {
  await table.ledger().records.change(address(cidr), (draft) => {
    const claim = { by: 'U_ANALYST', scopes: ['all'], until: null, why: 'test' };
    addClaim(draft, claim, { now: NOW, targets: ['acl-1'], severity: 'high', ...placing });
  });
}

test('a block that cannot be stored keeps no other from being lifted', async () => {
  for (const each of ['203.0.113.1', '203.0.113.3', '203.0.113.5']) await block(each);
  const bad = address('203.0.113.3');
  const deps = storyDeps(
    table.ledger((name, input) => {
      if (name.startsWith('Put') && JSON.stringify(input).includes(`"ADDR#${bad}"`)) throw new Error('too large');
    }),
  );

  const done = await liftAll(deps, 'cli:ann', 'test');

  const why = expect.stringContaining('DynamoDB did not do it');
  expect(done).toEqual({ lifted: 2, failed: [{ address: '203.0.113.3', why }], elsewhere: [] });
  expect((await deps.ledger.records.all()).filter((record) => liveBlock(record))).toHaveLength(1);
});

test('all blocks are lifted and told so, those beyond the first page too, and only foreign rules are left', {
  timeout: 60_000,
}, async () => {
  const foreign = entryOf(2, denyAll('192.0.2.0/24'));
  const firewall = memoryFirewall([foreign, ...ALLOW_ALL]);
  const deps = storyDeps(table.ledger(), { firewall });
  const all = Array.from({ length: 210 }, (_, index) => `11.0.${index >> 7}.${(index & 127) * 2}`);
  await Promise.all(all.map((each) => block(each)));
  await reconcile(deps, 'acl-1');
  const before = await ownRules(deps, 'acl-1');
  expect(await countLive(deps)).toBe(210);

  expect(await liftAll(deps, 'cli:ann', 'test')).toEqual({ lifted: 210, failed: [], elsewhere: [] });
  const emptied = await emptyTarget(deps, 'acl-1', before);

  expect(emptied).toMatchObject({ kind: 'out', left: 3 });
  expect(emptied.kind === 'out' && emptied.taken.length).toBe(17);
  expect(firewall.entries).toEqual([foreign, ...ALLOW_ALL]);
  const states = (await deps.ledger.records.all()).map((record) => record.block?.targets['acl-1']?.state);
  expect(new Set(states)).toEqual(new Set(['out']));
});

test('of a former target a block that was placed nowhere else is lifted; one that was placed elsewhere too goes on there', async () => {
  const firewall = memoryFirewall([...ALLOW_ALL]);
  const deps = storyDeps(table.ledger(), { firewall, targets: ['acl-1', 'acl-2'] });
  const placed = (...where: string[]) => ({ targets: deps.targets, placed: where });
  await block('203.0.113.1', placed('acl-2'));
  await block('203.0.113.2', placed('acl-1', 'acl-2'));
  await block('203.0.113.3', { targets: deps.targets });
  await reconcile(deps, 'acl-2');
  expect(firewall.entries).toHaveLength(5);
  await table.ledger().records.change(address('203.0.113.3'), (draft) => {
    if (draft.block) draft.block.targets['acl-1'] = { state: 'active', ruleNumbers: [1] };
  });

  const cleared = await clearTarget({ ...deps, targets: ['acl-1'] }, 'acl-2', 'cli:ann');

  expect(cleared).toMatchObject({ kind: 'out', left: 2, blocks: 2 });
  expect(firewall.entries).toEqual(ALLOW_ALL);
  const [alone, both, everywhere] = await deps.ledger.records.getMany(
    ['203.0.113.1', '203.0.113.2', '203.0.113.3'].map(address),
  );
  expect(alone?.block).toMatchObject({ ended: { as: 'lifted', by: 'cli:ann' } });
  expect(both?.block).toMatchObject({ placed: ['acl-1'], targets: { 'acl-1': { state: 'pending' } } });
  expect(everywhere?.block && blockState(everywhere.block)).toBe('active');
  expect(await deps.ledger.records.unsettled('acl-2', 10)).toEqual([]);
});

test('a former target that another process holds is waited for, and left alone if it does not let go', async () => {
  let now = NOW;
  const sleep = async (ms: number) => {
    now += ms;
  };
  const deps = storyDeps(table.ledger(), { wall: () => now, sleep });
  const other = await table.ledger().leases.acquire('acl-2', 'another', 10_000_000);
  expect(other).toBeDefined();

  expect(await clearTarget(deps, 'acl-2', 'cli:ann')).toEqual({ kind: 'busy' });
  expect(now - NOW).toBeLessThan(70_000);
});
