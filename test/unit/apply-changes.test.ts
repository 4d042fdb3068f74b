import { beforeEach, describe, expect, test } from 'vitest';
import type { Change, Entry, Firewall, Outcome } from '../../src/firewall/firewall.ts';
import { plan } from '../../src/firewall/plan.ts';
import type { Slot, Wish } from '../../src/firewall/slots.ts';
import type { Lease } from '../../src/ledger/lease.ts';
import { applyChanges } from '../../src/response/apply-changes.ts';
import type { TargetData } from '../../src/response/target-data.ts';
import { ALLOW_ALL, afterChange, denyAll, entryOf, LIMITS, STARS, slot, wish } from '../support/acl-model.ts';

const NOW = 1_000_000;
const FIRST = denyAll('203.0.113.1');

/** An EC2 that answers at once and shows its changes only when `shows` is set. */
function lateEc2(real: Entry[]) {
  let shown = real;
  const ec2 = {
    real,
    shows: false,
    quota: 99,
    calls: [] as Change[],
    firewall: {
      describe: async () => {
        if (ec2.shows) shown = ec2.real;
        return shown;
      },
      apply: async (_, change): Promise<Outcome> => {
        ec2.calls.push(change);
        if (change.kind === 'create' && ec2.real.length >= ec2.quota) return 'full';
        const there = ec2.real.some((entry) => entry.ruleNumber === change.ruleNumber);
        if (there === (change.kind === 'create')) return there ? 'number-taken' : 'not-there';
        ec2.real = afterChange(ec2.real, change);
        return 'done';
      },
    } satisfies Firewall as Firewall,
  };
  return ec2;
}

describe('invariant 3: a rule that EC2 does not show for a long time', () => {
  let ec2: ReturnType<typeof lateEc2>;
  let data: TargetData;
  beforeEach(() => {
    ec2 = lateEc2([...ALLOW_ALL, ...STARS]);
    data = { slots: [] };
  });

  /** One pass: looks, plans, changes, writes down. */
  async function pass(...wishes: Wish[]): Promise<void> {
    const lease: Lease = { name: 'acl-1', holder: 'one', fence: 1, wanted: 0, until: NOW + 20_000, data };
    const limits = { ...LIMITS, quota: data.learned?.quota ?? LIMITS.quota };
    const made = plan(wishes, await ec2.firewall.describe('acl-1'), data.slots, limits, NOW);
    const leases = {
      save: async (_: Lease, saved: unknown) => {
        data = saved as TargetData;
        return true;
      },
      renew: async () => true,
    };
    const deps = {
      firewall: ec2.firewall,
      ledger: { leases },
      clock: { now: () => NOW },
      wall: () => NOW,
      sleep: async () => undefined,
      leaseMs: 20_000,
      callMs: 9000,
    };
    await applyChanges(deps as unknown as Parameters<typeof applyChanges>[0], 'acl-1', lease, {
      before: data,
      plan: made,
    });
  }
  const numbers = (slots: readonly Slot[]) => slots.map(({ ruleNumber, seen }) => [ruleNumber, seen]);

  test('stays ours when it is asked for again, until it shows', async () => {
    await pass(wish('203.0.113.1'));
    await pass(wish('203.0.113.1'));
    expect(numbers(data.slots)).toEqual([[1, false]]);

    ec2.shows = true;
    await pass(wish('203.0.113.1'));
    expect(data.slots).toEqual([slot(1, FIRST)].map((each) => ({ ...each, at: NOW })));
  });

  test('is removed when it shows after nobody wishes it any more', async () => {
    await pass(wish('203.0.113.1'));
    await pass(wish('203.0.113.1'));
    await pass();
    expect(ec2.real).toContainEqual(entryOf(1, FIRST));

    ec2.shows = true;
    await pass();
    expect(ec2.real).toEqual([...ALLOW_ALL, ...STARS]);
    await pass();
    expect(data.slots).toEqual([]);
  });

  test('does not keep another one from being made', async () => {
    await pass(wish('203.0.113.1'));
    await pass(wish('203.0.113.1'), wish('203.0.113.2'));

    expect(ec2.real).toContainEqual(entryOf(2, denyAll('203.0.113.2')));
  });

  test('is made at once where EC2 still shows one that is gone', async () => {
    const SECOND = denyAll('203.0.113.2');
    ec2 = lateEc2([entryOf(1, SECOND), ...ALLOW_ALL, ...STARS]);
    ec2.real = [...ALLOW_ALL, ...STARS];
    data = { slots: [slot(1, SECOND)] };
    await pass(wish('203.0.113.1'));
    expect(ec2.real[0]).toEqual(entryOf(1, FIRST));

    ec2.shows = true;
    await pass(wish('203.0.113.1'));
    await pass(wish('203.0.113.1'));
    expect(data.slots).toEqual([slot(1, FIRST)]);
  });

  test('counts when EC2 says that it is full', async () => {
    const wishes = [wish('203.0.113.1'), wish('203.0.113.2'), wish('203.0.113.3')];
    ec2.quota = 6;
    await pass(...wishes);
    expect(data.learned?.quota).toBe(6);

    data = { slots: data.slots };
    await pass(...wishes);
    expect(data.learned?.quota).toBe(6);
    expect(ec2.real).toHaveLength(6);
  });

  test('is no number that was never asked for, because EC2 was full or did not answer before', async () => {
    ec2.quota = 5;
    await pass(wish('203.0.113.1'), wish('203.0.113.2'), wish('203.0.113.3'));

    expect(numbers(data.slots)).toEqual([[1, false]]);
  });

  test("is not sought in another's that came to its number right after ours was deleted", async () => {
    ec2 = lateEc2([entryOf(1, FIRST), ...ALLOW_ALL, ...STARS]);
    ec2.shows = true;
    data = { slots: [slot(1, FIRST)] };
    const { firewall } = ec2;
    ec2.firewall = {
      ...firewall,
      async apply(target, change) {
        const outcome = await firewall.apply(target, change);
        ec2.firewall = firewall;
        ec2.real = [entryOf(1, denyAll('192.0.2.1')), ...ec2.real];
        return outcome;
      },
    };
    await pass();
    await pass();

    expect(ec2.real[0]).toEqual(entryOf(1, denyAll('192.0.2.1')));
    expect(data.slots).toEqual([]);
  });

  test('is forgotten when another has its number', async () => {
    await pass(wish('203.0.113.1'));
    ec2.real = [entryOf(1, denyAll('192.0.2.1')), ...ALLOW_ALL, ...STARS];
    ec2.shows = true;
    await pass(wish('203.0.113.1'));

    expect(ec2.real.slice(0, 2)).toEqual([entryOf(1, denyAll('192.0.2.1')), entryOf(2, FIRST)]);
    expect(numbers(data.slots)).toEqual([[2, true]]);
  });
});
