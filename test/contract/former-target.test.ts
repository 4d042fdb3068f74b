import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addClaim, blockState, liftBlock } from '../../src/ledger/block.ts';
import type { Deps } from '../../src/response/deps.ts';
import { keepBooks } from '../../src/response/keep-books.ts';
import { undoBlock } from '../../src/response/lift-block.ts';
import { reconcile } from '../../src/response/reconcile.ts';
import { ALLOW_ALL, STARS } from '../support/acl-model.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { memoryFirewall, storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;
const ATTACKER = address('203.0.113.9');

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

test('a Network ACL that was taken out of the configuration is told as left, and no block waits for it', async () => {
  const acls = {
    'acl-1': memoryFirewall([...ALLOW_ALL, ...STARS]),
    'acl-2': memoryFirewall([...ALLOW_ALL, ...STARS]),
  };
  const at = (target: string) => acls[target as keyof typeof acls];
  const firewall = {
    describe: (target: string) => at(target).describe(target),
    apply: (target: string, change: Parameters<(typeof acls)['acl-1']['apply']>[1]) => at(target).apply(target, change),
  };
  const both = storyDeps(table.ledger(), { firewall, targets: ['acl-1', 'acl-2'] });
  await both.ledger.records.change(ATTACKER, (draft) => {
    const claim = { by: 'U_LEAD', scopes: ['all'], until: NOW + 3_600_000, why: 'test' };
    addClaim(draft, claim, { now: NOW, targets: both.targets, severity: 'high' });
  });
  for (const target of both.targets) await reconcile(both, target);

  const one = { ...both, targets: ['acl-1'] };
  await reconcile(one, 'acl-1');
  const record = await one.ledger.records.get(ATTACKER);
  expect(record.block?.targets).toMatchObject({
    'acl-1': { state: 'active' },
    'acl-2': { state: 'left', ruleNumbers: [1], note: expect.stringContaining('aism uninstall --target acl-2') },
  });
  expect(record.block && blockState(record.block)).toBe('active');

  await one.ledger.records.change(ATTACKER, (draft) => liftBlock(draft, 'U_LEAD', 'test', { now: NOW, graceMs: 0 }));
  await reconcile(one, 'acl-1');

  const lifted = await one.ledger.records.get(ATTACKER);
  expect(lifted.block?.targets).toMatchObject({ 'acl-1': { state: 'out' }, 'acl-2': { state: 'left' } });
  // Nobody touched what stands there.
  expect(acls['acl-2'].entries.some((entry) => entry.cidr === ATTACKER)).toBe(true);

  // Configured again, it is looked after again: nobody wishes the rule, so it goes.
  await reconcile(both, 'acl-2');
  expect(acls['acl-2'].entries.some((entry) => entry.cidr === ATTACKER)).toBe(false);
});

describe('a block that was placed in it alone', () => {
  const ends = {
    'is undone': (deps: Deps) => undoBlock(deps, { address: ATTACKER, by: 'U_LEAD' }),
    expires: (deps: Deps) => keepBooks({ ...deps, clock: { now: () => NOW + 3_600_001 } }),
  };

  test.each(['is undone', 'expires'] as const)(
    'waits for nobody when it %s, and says what may be left there',
    async (how) => {
      const before = storyDeps(table.ledger(), { targets: ['acl-1'] });
      await before.ledger.records.change(ATTACKER, (draft) => {
        const claim = { by: 'rule:ssh', scopes: ['all'], until: NOW + 3_600_000, why: 'test' };
        addClaim(draft, claim, { now: NOW, targets: ['acl-1'], placed: ['acl-1'], severity: 'high' });
      });
      await reconcile(before, 'acl-1');
      const deps = storyDeps(table.ledger(), { targets: ['acl-2'] });

      await ends[how](deps);

      const { block } = await deps.ledger.records.get(ATTACKER);
      expect(block?.ended).toBeDefined();
      expect(block?.targets['acl-1']).toMatchObject({
        state: 'left',
        ruleNumbers: [1],
        note: expect.stringContaining('aism uninstall --target acl-1'),
      });
      expect(await deps.ledger.records.unsettled('acl-1', 10)).toEqual([]);
    },
  );
});
