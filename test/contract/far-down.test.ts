import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Address } from '../../src/address/address.ts';
import type { Entry } from '../../src/firewall/firewall.ts';
import { addClaim, liftBlock } from '../../src/ledger/block.ts';
import type { AddressRecord } from '../../src/ledger/record.ts';
import type { Deps } from '../../src/response/deps.ts';
import { reconcile } from '../../src/response/reconcile.ts';
import { ALLOW_ALL, STARS } from '../support/acl-model.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable, type Tap } from '../support/ledger-table.ts';
import { memoryFirewall, storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

function block(cidr: Address, score: number, scopes = ['all']) {
  return table.ledger().records.change(cidr, (draft) => {
    draft.score = score;
    const claim = { by: 'rule:ssh', scopes, until: NOW + 3_600_000, why: 'test' };
    addClaim(draft, claim, { now: NOW, targets: ['acl-1'], severity: 'high' });
  });
}

/** Every second address: none of them are neighbours. */
function some(network: string, count: number): Address[] {
  return Array.from({ length: count }, (_, at) => address(`${network}.${2 * at}`));
}

async function settle(deps: Deps): Promise<void> {
  for (let pass = 0; pass < 3; pass += 1) expect(await reconcile(deps, 'acl-1')).toMatchObject({ kind: 'done' });
}

async function statesOf(deps: Deps, cidrs: Address[]) {
  const records = await deps.ledger.records.getMany(cidrs);
  return records.map((record) => record.block?.targets['acl-1']?.state);
}

describe('invariant 5: a holder of a slot whom a pass finds by its slot alone, and who is pushed out', () => {
  test.each(['after EC2 made the rule', 'before any record is written'])(
    'waits, though the process died %s',
    async (when) => {
      const firewall = memoryFirewall([...ALLOW_ALL, ...STARS]);
      const deps = storyDeps(table.ledger(), { firewall });
      const holders = some('198.51.100', 16);
      for (const each of holders) await block(each, 10);
      await settle(deps);
      // More of them than a pass reads, and not enough more dangerous for a slot.
      for (const each of some('203.0.113', 100)) await block(each, 10.3);
      await settle(deps);
      expect(new Set(await statesOf(deps, holders))).toEqual(new Set(['active']));
      await block(address('192.0.2.1'), 30);
      let isDead = false;
      const tap: Tap = (name, input) => {
        if (name.startsWith('Put') && JSON.stringify(input).includes('ADDR#')) isDead = true;
        if (isDead) throw new Error('dead');
      };
      const dying = {
        describe: firewall.describe,
        async apply(target: string, change: Parameters<typeof firewall.apply>[1]) {
          const outcome = await firewall.apply(target, change);
          isDead = when === 'after EC2 made the rule';
          return outcome;
        },
      };
      await expect(reconcile({ ...deps, firewall: dying, ledger: table.ledger(tap) }, 'acl-1')).rejects.toThrow();

      table.wall.now += 60_000;
      await settle({ ...deps, holder: 'two' });

      const denied = new Set(firewall.entries.map((entry) => entry.cidr));
      const states = await statesOf(deps, holders);
      expect(states).toEqual(holders.map((each) => (denied.has(each) ? 'active' : 'waiting')));
      expect(states.filter((state) => state === 'waiting')).toHaveLength(1);
    },
  );
});

test('invariant 7: a slot that is free for none of the many above goes to the one below them that can use it', async () => {
  // All traffic is denied only below 3, SSH also above.
  const web = { protocol: '6', ports: { from: 443, to: 443 } };
  const allow: Entry = { ruleNumber: 3, action: 'allow', cidr: '0.0.0.0/0', ...web };
  const firewall = memoryFirewall([allow, ...ALLOW_ALL, ...STARS]);
  const deps = storyDeps(table.ledger(), { firewall });
  for (const each of some('203.0.113', 100)) await block(each, 100);
  const ssh = some('198.51.100', 15);
  for (const [at, each] of ssh.entries()) await block(each, 20 - at, ['tcp/22']);
  await settle(deps);
  const last = ssh.slice(-2);
  expect(await statesOf(deps, last)).toEqual(['waiting', 'waiting']);

  const lift = (draft: AddressRecord) => liftBlock(draft, 'U_LEAD', 'test', { now: NOW, graceMs: 0 });
  await deps.ledger.records.change(ssh[0] as Address, lift);
  await settle(deps);

  expect(await statesOf(deps, last)).toEqual(['active', 'waiting']);
});
