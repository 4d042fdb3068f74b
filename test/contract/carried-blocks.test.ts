import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Address } from '../../src/address/address.ts';
import { FirewallError } from '../../src/firewall/firewall.ts';
import { addClaim, expireClaims, liftBlock } from '../../src/ledger/block.ts';
import type { AddressRecord } from '../../src/ledger/record.ts';
import { reconcile } from '../../src/response/reconcile.ts';
import { ALLOW_ALL, denyAll, entryOf, STARS } from '../support/acl-model.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { memoryFirewall, storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;
const HOUR = 3_600_000;
const RANGE = address('203.0.113.0/24');
const HALF = address('203.0.113.0/25');

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

function block(cidr: Address, more: { by?: string; score?: number; until?: number; scopes?: string[] } = {}) {
  const { by = 'rule:ssh', score = 0, until = NOW + HOUR, scopes = ['all'] } = more;
  return table.ledger().records.change(cidr, (draft) => {
    draft.score = score;
    addClaim(draft, { by, scopes, until, why: 'test' }, { now: NOW, targets: ['acl-1'], severity: 'high' });
  });
}

const lift = (cidr: Address) =>
  table.ledger().records.change(cidr, (draft) => liftBlock(draft, 'U_LEAD', 'test', { now: NOW, graceMs: 0 }));

function stateOf(record: AddressRecord) {
  return record.block?.targets['acl-1'];
}

async function world() {
  const firewall = memoryFirewall([...ALLOW_ALL, ...STARS]);
  const deps = storyDeps(table.ledger(), { firewall });
  const ours = () => firewall.entries.filter((entry) => entry.ruleNumber < 100).map((entry) => String(entry.cidr));
  const settle = async () => {
    for (let pass = 0; pass < 3; pass += 1) expect(await reconcile(deps, 'acl-1')).toMatchObject({ kind: 'done' });
  };
  const statesOf = async (cidrs: Address[]) =>
    (await deps.ledger.records.getMany(cidrs)).map((record) => stateOf(record)?.state);
  return { firewall, deps, ours, settle, statesOf };
}

describe('a wider block', () => {
  // Far more than a pass reads from the top of the ledger; none of them neighbours.
  const inside = Array.from({ length: 120 }, (_, at) => address(`203.0.113.${2 * at}`));

  test('carries what is in it, however much; when it goes every one of them says how it really stands', async () => {
    const { deps, ours, settle, statesOf } = await world();
    await block(RANGE, { by: 'U_ANALYST' });
    await settle();
    for (const [at, each] of inside.entries()) await block(each, { score: at });
    await settle();

    expect(ours()).toEqual([RANGE]);
    expect(new Set(await statesOf(inside))).toEqual(new Set(['active']));
    const [first] = await deps.ledger.records.getMany(inside);
    expect(first && stateOf(first)).toEqual({ state: 'active', ruleNumbers: [1], through: [RANGE] });

    await lift(RANGE);
    await settle();

    expect(ours()).toHaveLength(16);
    const states = await statesOf(inside);
    expect(states.filter((state) => state === 'active')).toHaveLength(16);
    expect(states.filter((state) => state === 'waiting')).toHaveLength(104);
    // The most dangerous have the slots.
    expect(ours().sort()).toEqual(inside.slice(-16).sort());
  });

  test('of which more is carried than one pass reads gives back all of it, pass after pass', async () => {
    const { deps, ours, settle, statesOf } = await world();
    const some = inside.slice(0, 30);
    await block(RANGE, { by: 'U_ANALYST' });
    for (const [at, each] of some.entries()) await block(each, { score: at });
    await settle();
    await lift(RANGE);

    const { records } = deps.ledger;
    const riders: typeof records.riders = async (target, carrier) => {
      const all = await records.riders(target, carrier);
      return { records: all.records.slice(0, 12), isMore: all.records.length >= 12 };
    };
    const slowly = { ...deps, ledger: { ...deps.ledger, records: { ...records, riders } } };
    expect(await reconcile(slowly, 'acl-1')).toMatchObject({ kind: 'done' });

    expect((await statesOf(some)).toSorted()).toEqual([...Array(16).fill('active'), ...Array(14).fill('waiting')]);
    expect(ours().sort()).toEqual(some.slice(-16).sort());
  });

  test('frees slots for those far down that no pass has read yet', async () => {
    const { ours, settle, statesOf } = await world();
    for (const [at, each] of inside.entries()) await block(each, { score: 1000 + at });
    const last = address('198.51.100.7');
    await block(last, { score: 1 });
    await settle();
    expect(await statesOf([last])).toEqual(['waiting']);

    await block(RANGE, { by: 'U_ANALYST' });
    await settle();

    expect(await statesOf([last])).toEqual(['active']);
    expect(ours().sort()).toEqual([last, RANGE]);
  });

  test('that narrows its scope gives back what it carries no longer', async () => {
    const { deps, ours, settle } = await world();
    await block(RANGE, { by: 'U_ANALYST', scopes: ['tcp/22'], until: NOW + 2 * HOUR });
    await block(RANGE, { by: 'U_LEAD', scopes: ['all'], until: NOW + HOUR });
    await block(address('203.0.113.9'), { until: NOW + 3 * HOUR });
    await settle();
    expect(ours()).toEqual([RANGE]);

    const later = { ...deps, clock: { now: () => NOW + HOUR + 1 } };
    await deps.ledger.records.change(RANGE, (draft) => expireClaims(draft, NOW + HOUR + 1));
    expect(await reconcile(later, 'acl-1')).toMatchObject({ kind: 'done' });

    expect(ours().sort()).toEqual([RANGE, '203.0.113.9/32']);
    const record = await deps.ledger.records.get(address('203.0.113.9'));
    expect(stateOf(record)).toMatchObject({ state: 'active' });
    expect(stateOf(record)).not.toHaveProperty('through');
  });

  test('that is lifted while a narrower one inside is lifted too leaves nothing behind', async () => {
    const { ours, settle, statesOf } = await world();
    await block(RANGE, { by: 'U_ANALYST' });
    await block(address('203.0.113.9'));
    await settle();
    await lift(address('203.0.113.9'));
    await settle();
    expect(await statesOf([address('203.0.113.9')])).toEqual(['out']);

    await lift(RANGE);
    await settle();

    expect(ours()).toEqual([]);
    expect(await statesOf([RANGE])).toEqual(['out']);
  });

  test.each([RANGE, HALF])(
    'that carries a part of one, another range the rest: when %s goes, it waits',
    async (range) => {
      const { deps, settle, statesOf } = await world();
      const one = address('203.0.113.9');
      for (const each of inside) await block(address(each.replace('203.0.113', '198.51.100')), { score: 100 });
      await block(RANGE, { by: 'U_ANALYST', scopes: ['udp/53'] });
      await block(HALF, { by: 'U_ANALYST', scopes: ['tcp/22'] });
      await block(one, { scopes: ['tcp/22', 'udp/53'], score: 1 });
      await settle();
      expect(stateOf(await deps.ledger.records.get(one))).toMatchObject({ state: 'active', through: [HALF, RANGE] });

      await lift(range);
      await settle();

      expect(await statesOf([one])).toEqual(['waiting']);
    },
  );

  test('that was carried and stopped in the middle is put right by the next pass', async () => {
    const { deps, ours, settle, statesOf } = await world();
    await block(RANGE, { by: 'U_ANALYST' });
    for (const each of inside.slice(0, 100)) await block(each);
    await settle();
    await lift(RANGE);
    // The target is made and written down, and the process dies before any record says so.
    let isDead = false;
    const tap = (name: string, input: unknown) => {
      const key = JSON.stringify(input);
      if (name.startsWith('Put') && key.includes('ADDR#')) isDead = true;
      if (isDead) throw new Error('dead');
    };
    await expect(reconcile({ ...deps, ledger: table.ledger(tap) }, 'acl-1')).rejects.toThrow();
    expect(ours()).toHaveLength(16);

    table.wall.now += 60_000;
    const next = { ...deps, holder: 'two' };
    for (let pass = 0; pass < 3; pass += 1) await reconcile(next, 'acl-1');

    const states = await statesOf(inside.slice(0, 100));
    expect(states.filter((state) => state === 'active')).toHaveLength(16);
    expect(states.filter((state) => state === 'waiting')).toHaveLength(84);
  });
});

describe('merged neighbours', () => {
  const all = Array.from({ length: 64 }, (_, at) => address(`203.0.113.${at}`));

  test('keep each its own end: when one is over, exactly that one is let through', async () => {
    const { deps, ours, settle, statesOf } = await world();
    for (const each of all) await block(each);
    await settle();
    expect(ours()).toEqual(['203.0.113.0/26']);
    expect(new Set(await statesOf(all))).toEqual(new Set(['active']));

    await deps.ledger.records.change(address('203.0.113.9'), (draft) =>
      liftBlock(draft, 'U_LEAD', 'test', { now: NOW, graceMs: 0 }),
    );
    await settle();

    expect(await statesOf([address('203.0.113.9')])).toEqual(['out']);
    expect(await statesOf(all.filter((each) => each !== '203.0.113.9/32'))).toEqual(Array(63).fill('active'));
    expect(ours().sort()).toEqual(
      [
        '203.0.113.0/29',
        '203.0.113.8/32',
        '203.0.113.10/31',
        '203.0.113.12/30',
        '203.0.113.16/28',
        '203.0.113.32/27',
      ].sort(),
    );
  });
});

describe('invariant 3: what was ours stays ours', () => {
  test('when the lease item is lost: no rule is doubled, and each can be taken out', async () => {
    const { deps, firewall, ours, settle } = await world();
    const [one, two] = [address('203.0.113.9'), address('198.51.100.7')];
    await block(one);
    await block(two, { scopes: ['tcp/22'] });
    firewall.entries.push(entryOf(50, denyAll('192.0.2.1')));
    await settle();
    const before = ours();
    await DynamoDBDocumentClient.from(table.client()).send(
      new DeleteCommand({ TableName: table.name, Key: { pk: 'LEASE#acl-1', sk: 'LEASE' } }),
    );

    await settle();
    expect(ours()).toEqual(before);
    await lift(one);
    await lift(two);
    await settle();

    expect(ours()).toEqual(['192.0.2.1/32']);
    expect((await deps.ledger.actions.of(one, 50)).map((action) => action.kind)).not.toContain('failed');
  });
});

describe('drift', () => {
  test('that comes again within an hour is told to the channel once', async () => {
    const { deps, firewall, settle } = await world();
    await block(address('203.0.113.9'));
    await settle();
    const told = async () => (await deps.ledger.notices.waiting('C1', NOW, 10)).map((notice) => notice.text);
    for (let time = 0; time < 4; time += 1) {
      firewall.entries = firewall.entries.filter((entry) => entry.ruleNumber !== 1);
      await settle();
      expect(firewall.entries.some((entry) => entry.ruleNumber === 1)).toBe(true);
      expect(await told()).toHaveLength(time === 0 ? 0 : 1);
    }
    expect((await told())[0]).toMatch(/Something else removes or changes our rules in acl-1: 2 times.*Terraform/);
  });

  test('once in a while is repaired, noted, and no news', async () => {
    const { deps, firewall, settle } = await world();
    await block(address('203.0.113.9'));
    await settle();
    for (const now of [NOW, NOW + 2 * HOUR]) {
      firewall.entries = firewall.entries.filter((entry) => entry.ruleNumber !== 1);
      await block(address('203.0.113.9'), { until: now + 9 * HOUR });
      await reconcile({ ...deps, clock: { now: () => now } }, 'acl-1');
    }

    expect(await deps.ledger.notices.waiting('C1', NOW + 9 * HOUR, 10)).toEqual([]);
  });
});

test('a Network ACL that is gone: its blocks say so, what was lifted is out, another target goes on', async () => {
  const { deps, settle, statesOf } = await world();
  const [one, two] = [address('203.0.113.9'), address('198.51.100.7')];
  await block(one);
  await block(two);
  await settle();
  await lift(two);
  const firewall = {
    ...deps.firewall,
    describe: async () => {
      throw new FirewallError('lost', 'there is no such Network ACL any more (acl-1)');
    },
  };

  expect(await reconcile({ ...deps, firewall }, 'acl-1')).toMatchObject({ kind: 'trouble' });

  expect(await statesOf([one, two])).toEqual(['lost', 'out']);
  await settle();
  expect(await statesOf([one])).toEqual(['active']);
});
