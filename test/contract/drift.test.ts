import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Address } from '../../src/address/address.ts';
import { type Firewall, FirewallError } from '../../src/firewall/firewall.ts';
import { shadowFirewall } from '../../src/firewall/shadow.ts';
import { addClaim } from '../../src/ledger/block.ts';
import { startEpisode } from '../../src/ledger/episode.ts';
import { reconcile } from '../../src/response/reconcile.ts';
import { ALLOW_ALL, STARS } from '../support/acl-model.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { episodeOf } from '../support/record.ts';
import { memoryFirewall, storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;
const MINUTE = 60_000;
const [ONE, OTHER] = [address('203.0.113.9'), address('198.51.100.7')];

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

function block(cidr = ONE, score = 1) {
  return table.ledger().records.change(cidr, (draft) => {
    draft.score = score;
    const claim = { by: 'rule:ssh', scopes: ['all'], until: NOW + 1000 * MINUTE, why: 'test' };
    addClaim(draft, claim, { now: NOW, targets: ['acl-1'], severity: 'high' });
  });
}

function world(limits = {}) {
  const acl = memoryFirewall([...ALLOW_ALL, ...STARS]);
  let now = NOW;
  const story = storyDeps(table.ledger(), { firewall: acl, clock: { now: () => now } });
  const deps = { ...story, limits: { ...story.limits, ...limits } };
  const told: string[] = [];
  return {
    acl,
    deps,
    told,
    advance(minutes: number) {
      now += minutes * MINUTE;
    },
    /** What the channel is told meanwhile is taken out of the queue, as the sender does. */
    async pass(firewall: Firewall = acl) {
      const done = await reconcile({ ...deps, firewall }, 'acl-1');
      const { notices } = deps.ledger;
      for (const notice of await notices.waiting('C1', now, 10)) {
        told.push(notice.text);
        await notices.done('C1', notice);
      }
      return done.kind;
    },
    alter() {
      acl.entries = acl.entries.map((entry) => (entry.ruleNumber === 1 ? { ...entry, action: 'allow' } : entry));
    },
  };
}

describe('drift', () => {
  test.each([1, 10, 35])('every %i minutes is told once, and again after a quiet hour', async (minutes) => {
    const { acl, advance, told, pass } = world();
    await block();
    await pass();
    for (let time = 0; time < 10; time += 1) {
      acl.entries = acl.entries.filter((entry) => entry.ruleNumber !== 1);
      await pass();
      advance(minutes / 2);
      // A change that nobody else had a hand in.
      await block(address(`192.0.2.${time}`));
      await pass();
      advance(minutes / 2);
      expect(told).toHaveLength(time === 0 ? 0 : 1);
    }

    advance(61);
    for (let time = 0; time < 2; time += 1) {
      acl.entries = acl.entries.filter((entry) => entry.ruleNumber !== 1);
      await pass();
      expect(told).toHaveLength(1 + time);
    }
  });

  test('is heard below the card of its block, once in an hour; of many rules at once one notice tells, the first time', async () => {
    const { acl, advance, deps, told, pass } = world();
    const shoutOf = async (cidr: Address) => (await deps.ledger.records.get(cidr)).episodes[0]?.shout?.kind;
    const all = [ONE, OTHER, address('192.0.2.1'), address('192.0.2.2')];
    for (const each of all) {
      await block(each);
      await table.ledger().records.change(each, (draft) => {
        startEpisode(draft, episodeOf('1-0', NOW, { ts: '1.0', status: 'blocked' }));
      });
    }
    await pass();
    const remove = (some: readonly Address[]) => {
      acl.entries = acl.entries.filter((entry) => !some.some((each) => each === entry.cidr));
    };

    remove([ONE]);
    await pass();
    expect([await shoutOf(ONE), await shoutOf(OTHER)]).toEqual(['drift', undefined]);
    await deps.ledger.records.change(ONE, (draft) => void delete draft.episodes[0]?.shout);
    advance(10);
    remove([ONE]);
    await pass();
    expect(await shoutOf(ONE)).toBeUndefined();
    const before = told.length;

    advance(200);
    remove(all);
    await pass();
    expect(await Promise.all(all.map(shoutOf))).toEqual(all.map(() => undefined));
    expect(told.slice(before)).toEqual([expect.stringContaining('4 rules at once')]);
  });

  test('that EC2 does not let us repair at once happened once', async () => {
    const { alter, deps, told, acl, pass } = world();
    await block();
    await pass();
    alter();
    const throttled = {
      describe: acl.describe,
      apply: () => Promise.reject(new FirewallError('throttled', 'EC2 throttles our calls')),
    };
    expect([await pass(throttled), await pass(throttled), await pass()]).toEqual(['trouble', 'trouble', 'done']);

    expect(acl.entries[0]).toMatchObject({ cidr: ONE, action: 'deny' });
    expect((await deps.ledger.records.get(ONE)).block?.drift?.times).toBe(1);
    expect(told).toEqual([]);
    alter();
    await pass();
    expect((await deps.ledger.records.get(ONE)).block?.drift?.times).toBe(2);
    expect(told).toHaveLength(1);
  });

  test('is put right where nobody saw how the number came to its rule', async () => {
    const { acl, alter, pass } = world({ numbers: { first: 1, last: 1 } });
    await block();
    await pass();
    await block(OTHER, 9);
    let isBlind = false;
    const firewall: Firewall = {
      async describe(target) {
        if (isBlind) throw new FirewallError('unavailable', 'EC2 did not answer in time');
        return acl.describe(target);
      },
      apply(target, change) {
        isBlind = true;
        return acl.apply(target, change);
      },
    };
    expect(await pass(firewall)).toBe('trouble');
    expect(await pass()).toBe('done');

    alter();
    await pass();

    expect(acl.entries[0]).toMatchObject({ cidr: OTHER, action: 'deny' });
  });

  test('is nothing that a shadow forgets with its process', async () => {
    const { acl, deps, told, pass } = world();
    Object.assign(deps, { mode: 'shadow' });
    await block();
    for (let start = 0; start < 3; start += 1) expect(await pass(shadowFirewall(acl))).toBe('done');

    expect(told).toEqual([]);
    const record = await deps.ledger.records.get(ONE);
    expect(record.block).toMatchObject({ targets: { 'acl-1': { state: 'active' } } });
    expect(record.block).not.toHaveProperty('drift');
  });
});
