import type { DescribeNetworkAclsCommandInput } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Change, type Firewall, FirewallError, type Rule } from '../../src/firewall/firewall.ts';
import { networkAclFirewall } from '../../src/firewall/network-acl.ts';
import { denyAll, entryOf } from '../support/acl-model.ts';
import { type RunningEc2, startEc2 } from '../support/sandbox-ec2.ts';
import { type FaultyStage, testFirewall, testFirewallTroubles } from './firewall.ts';

async function start(): Promise<FaultyStage> {
  const { ec2, client, create, remove, setFault, close } = await startEc2();
  const firewall = networkAclFirewall(client);
  return { firewall, target: ec2.networkAclId, others: { create, remove }, setFault, close };
}
testFirewall('a Network ACL', start);
testFirewallTroubles('a Network ACL', start);

describe('a Network ACL', () => {
  const ATTACKER = denyAll('203.0.113.9');
  let running: RunningEc2;
  let firewall: Firewall;
  let target: string;
  beforeEach(async () => {
    running = await startEc2();
    firewall = networkAclFirewall(running.client);
    target = running.ec2.networkAclId;
  });
  afterEach(() => running.close());

  const create = (ruleNumber: number, rule: Rule = ATTACKER) =>
    firewall.apply(target, { kind: 'create', ruleNumber, rule });

  test('tells that it is full; a rule can still be replaced', async () => {
    for (let number = 1; number <= 16; number += 1) expect(await create(number)).toBe('done');

    expect(await create(17)).toBe('full');
    expect(await firewall.apply(target, { kind: 'replace', ruleNumber: 16, rule: denyAll('2001:db8::9') })).toBe(
      'done',
    );
    expect(await firewall.apply(target, { kind: 'delete', ruleNumber: 1 })).toBe('done');
    expect(await create(17)).toBe('done');
  });

  test.each<Change>([
    { kind: 'create', ruleNumber: 2, rule: ATTACKER },
    { kind: 'replace', ruleNumber: 1, rule: denyAll('198.51.100.7') },
    { kind: 'delete', ruleNumber: 1 },
  ])('tells the trouble when it cannot change: $kind', async (change) => {
    await create(1);
    const faults = [
      [{ errorRate: 1 }, 'throttled'],
      [{ errorRate: 1, code: 'UnauthorizedOperation' }, 'forbidden'],
      [{ down: true }, 'unavailable'],
    ] as const;
    for (const [fault, trouble] of faults) {
      running.setFault(fault);
      await expect(firewall.apply(target, change)).rejects.toMatchObject({ name: 'FirewallError', trouble });
    }
    running.setFault({});

    expect((await firewall.describe(target))[0]).toEqual(entryOf(1, ATTACKER));
    expect(await firewall.apply(target, change)).toBe('done');
  });

  test('shows its entries in the order of their numbers, whatever the order of EC2', async () => {
    running.client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        if ('NetworkAcls' in result.output) for (const acl of result.output.NetworkAcls ?? []) acl.Entries?.reverse();
        return result;
      },
      { step: 'initialize' },
    );

    const numbers = (await firewall.describe(target)).map((entry) => entry.ruleNumber);
    expect(numbers).toEqual([100, 101, 32767, 32768]);
  });

  test('may have made a change whose answer was lost, and shows it', async () => {
    running.setFault({ errorRate: 1, code: 'timeout-after' });
    await expect(create(1)).rejects.toMatchObject({ trouble: 'unavailable' });
    running.setFault({});

    expect((await firewall.describe(target))[0]).toEqual(entryOf(1, ATTACKER));
    expect(await create(1)).toBe('number-taken');
  });

  test('says what is wrong in words for a person, with the target and the cause', async () => {
    running.setFault({ errorRate: 1, code: 'UnauthorizedOperation' });
    const error = await firewall.describe(target).catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(FirewallError);
    expect(error).toMatchObject({
      message: `our role may not do that: it lacks ec2:DescribeNetworkAcls (${target})`,
      cause: { name: 'UnauthorizedOperation' },
    });
  });

  test('says that EC2 was too slow, and how EC2 refuses a value', async () => {
    running.client.middlewareStack.add(
      () => async () => {
        throw Object.assign(new Error('late'), { name: 'TimeoutError' });
      },
      { step: 'deserialize', name: 'late' },
    );
    await expect(firewall.describe(target)).rejects.toMatchObject({
      trouble: 'unavailable',
      message: `EC2 did not answer in time (${target})`,
    });
    running.client.middlewareStack.remove('late');

    const change = { kind: 'create', ruleNumber: 40_000, rule: ATTACKER } as const;
    await expect(firewall.apply(target, change)).rejects.toMatchObject({
      trouble: 'unavailable',
      message: expect.stringMatching(/^EC2 refuses a value: .*40000.* \(acl-\w+\)$/),
    });
  });
});

describe('many Network ACLs of one account and region', () => {
  let running: RunningEc2;
  let firewall: Firewall;
  /** The ids that each DescribeNetworkAcls asked for. */
  let looks: string[][];
  beforeEach(async () => {
    running = await startEc2();
    firewall = networkAclFirewall(running.client);
    looks = [];
    watch(({ Filters = [] }) => {
      looks.push(Filters.flatMap((filter) => filter.Values ?? []));
      return undefined;
    });
  });
  afterEach(() => running.close());

  /** Sees each DescribeNetworkAcls, and answers it in place of EC2 when it returns something. */
  function watch(see: (input: DescribeNetworkAclsCommandInput) => object | undefined): void {
    running.client.middlewareStack.add(
      (next, context) => async (args) => {
        const isLook = context.commandName === 'DescribeNetworkAclsCommand';
        const output = isLook ? see(args.input as DescribeNetworkAclsCommandInput) : undefined;
        return output ? { output: { $metadata: {}, ...output }, response: {} } : next(args);
      },
      { step: 'initialize' },
    );
  }

  test('are looked at in one call; one that is gone fails nobody else', async () => {
    const [own = '', other = ''] = running.ec2.networkAcls().map((acl) => acl.NetworkAclId);
    const gone = 'acl-0123456789abcdef0';
    await running.create({ NetworkAclId: other });

    const [first, second, third] = await Promise.allSettled([own, other, gone].map((id) => firewall.describe(id)));

    expect(looks).toEqual([[own, other, gone]]);
    expect(first).toMatchObject({ value: [{ ruleNumber: 100 }, {}, {}, {}] });
    expect(second).toMatchObject({ value: [{ ruleNumber: 1 }, {}, {}, {}, {}] });
    expect(third).toMatchObject({ reason: { trouble: 'lost', message: `EC2 shows no Network ACL ${gone}` } });
  });

  test('a look after a change shows it, whatever look was under way before', async () => {
    const target = running.ec2.networkAclId;
    for (let number = 1; number <= 10; number += 1) {
      const before = firewall.describe(target);
      await firewall.apply(target, { kind: 'create', ruleNumber: number, rule: denyAll('203.0.113.9') });

      expect((await firewall.describe(target)).some((entry) => entry.ruleNumber === number)).toBe(true);
      await before;
    }
  });

  test('more than EC2 takes in one filter go in several calls, and every page is read', async () => {
    const ids = Array.from({ length: 401 }, (_, index) => `acl-${String(index).padStart(8, '0')}`);
    const shown = (id: string) => ({ NetworkAclId: id, Entries: [] });
    watch(({ Filters = [], NextToken }) => {
      const [first, ...others] = Filters.flatMap((filter) => filter.Values ?? []).map(shown);
      return NextToken ? { NetworkAcls: others } : { NetworkAcls: [first], NextToken: 'the others' };
    });

    expect(await Promise.all(ids.map((id) => firewall.describe(id)))).toEqual(ids.map(() => []));
    expect(looks.map((look) => look.length)).toEqual([200, 200, 200, 200, 1, 1]);
  });

  test('the trouble of a call is told to everybody in it, each with the own name, and the next call works', async () => {
    const own = running.ec2.networkAclId;
    running.setFault({ errorRate: 1 });
    const told = await Promise.allSettled([own, 'acl-0123456789abcdef0'].map((id) => firewall.describe(id)));
    running.setFault({});

    expect(told).toMatchObject([
      { reason: { trouble: 'throttled', message: `EC2 throttles our calls (${own})` } },
      { reason: { trouble: 'throttled', message: 'EC2 throttles our calls (acl-0123456789abcdef0)' } },
    ]);
    expect(await firewall.describe(own)).toHaveLength(4);
  });
});
