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
});
