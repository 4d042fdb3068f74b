import { DescribeNetworkAclsCommand, DescribeNetworkInterfacesCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { attackedTargets } from '../../src/firewall/attacked.ts';
import type { Ec2Account } from '../../src/firewall/ec2-account.ts';
import type { Placement } from '../../src/firewall/firewall.ts';
import { type RunningEc2, startEc2 } from '../support/sandbox-ec2.ts';

let running: RunningEc2;
let now: number;
/** The sandbox's own region, and another; both have the same private addresses. */
let here: Ec2Account;
let there: Ec2Account;
let placement: Placement;
/** Calls of EC2 that were made. */
let calls: number;
beforeEach(async () => {
  running = await startEc2();
  now = 1_000_000;
  calls = 0;
  here = await accountOf(running.client, 'eu-central-1');
  there = await accountOf(running.clientOf({ region: 'eu-west-1' }), 'eu-west-1');
  for (const { client } of [here, there]) count(client);
  placement = attackedTargets([here, there], () => now);
});
afterEach(() => running.close());

/** The Network ACL of the subnets is a target; the other one guards nothing. */
async function accountOf(client: EC2Client, name: string): Promise<Ec2Account> {
  const { NetworkAcls = [] } = await client.send(new DescribeNetworkAclsCommand({}));
  const used = NetworkAcls.filter((acl) => acl.Associations?.length);
  return { name, client, targets: used.flatMap((acl) => acl.NetworkAclId ?? []) };
}

function count(client: EC2Client): void {
  client.middlewareStack.add(
    (next) => (args) => {
      calls += 1;
      return next(args);
    },
    { step: 'initialize' },
  );
}

async function machineOf({ client }: Ec2Account, nth = 0) {
  const { NetworkInterfaces = [] } = await client.send(new DescribeNetworkInterfacesCommand({}));
  const machines = NetworkInterfaces.filter((each) => each.Attachment?.InstanceId);
  return {
    privateIp: machines[nth]?.PrivateIpAddress ?? '',
    publicIp: machines[nth]?.Association?.PublicIp ?? '',
    ipv6: machines[nth]?.Ipv6Addresses?.[0]?.Ipv6Address ?? '',
    instance: machines[nth]?.Attachment?.InstanceId ?? '',
  };
}

test('a host is found by its public address, its IPv6 address and its instance id, in its own region alone', async () => {
  for (const account of [here, there]) {
    const { publicIp, ipv6, instance } = await machineOf(account);
    for (const host of [publicIp, ipv6, instance, ` ${ipv6.toUpperCase()} `])
      expect(await placement.targetsOf([host])).toEqual({ targets: account.targets, unknown: [] });
  }
});

test('a private address that two regions have belongs to both', async () => {
  const { privateIp } = await machineOf(there);

  expect(await placement.targetsOf([privateIp])).toEqual({ targets: [...here.targets, ...there.targets], unknown: [] });
});

test('several hosts have the targets of all of them, each once', async () => {
  const [first, second, third] = [await machineOf(here, 0), await machineOf(here, 1), await machineOf(there)];
  const hosts = [first.publicIp, second.instance, third.ipv6, 'web-1', '203.0.113.9'];

  expect(await placement.targetsOf(hosts)).toEqual({
    targets: [...here.targets, ...there.targets],
    unknown: ['web-1', '203.0.113.9'],
  });
});

test('names, ranges and the like are unknown, and nobody is asked about them', async () => {
  calls = 0;
  const hosts = ['bastion-1', 'ip-10-0-1-10.ec2.internal', '10.0.1.0/24', 'i-1', 'i-0123456789abcdef0; x', '', '*'];

  expect(await placement.targetsOf(hosts)).toEqual({ targets: [], unknown: hosts });
  expect(await placement.targetsOf([])).toEqual({ targets: [], unknown: [] });
  expect(calls).toBe(0);
});

test('a host behind a Network ACL that is no target is unknown', async () => {
  const { instance } = await machineOf(here);
  const others = attackedTargets([{ ...here, targets: ['acl-0123456789abcdef0'] }], () => now);

  expect(await others.targetsOf([instance])).toEqual({ targets: [], unknown: [instance] });
});

test('what was found, or not found, counts for five minutes', async () => {
  const { publicIp } = await machineOf(here);
  const hosts = [publicIp, 'i-0123456789abcdef0'];
  const first = await placement.targetsOf(hosts);
  calls = 0;

  now += 5 * 60_000 - 1;
  expect(await placement.targetsOf(hosts)).toEqual(first);
  expect(await placement.targetsOf([hosts[1] ?? ''])).toEqual({ targets: [], unknown: ['i-0123456789abcdef0'] });
  expect(calls).toBe(0);

  now += 1;
  expect(await placement.targetsOf(hosts)).toEqual(first);
  expect(calls).toBeGreaterThan(0);
});

test('of more than a thousand hosts the oldest are forgotten', async () => {
  const hosts = Array.from({ length: 1200 }, (_, index) => `10.9.${Math.floor(index / 250)}.${index % 250}`);
  expect((await placement.targetsOf(hosts)).unknown).toEqual(hosts);
  calls = 0;

  await placement.targetsOf(hosts.slice(200));
  expect(calls).toBe(0);
  await placement.targetsOf(hosts.slice(0, 1));
  expect(calls).toBeGreaterThan(0);
});

test('a region that does not answer is an error, also for what others would know, and is let alone for a while', async () => {
  const { publicIp } = await machineOf(here);
  running.setFault({ region: 'eu-west-1', errorRate: 1 });
  const trouble = { name: 'FirewallError', trouble: 'throttled', message: 'EC2 throttles our calls (eu-west-1)' };
  await expect(placement.targetsOf([publicIp])).rejects.toMatchObject(trouble);
  running.setFault({});
  calls = 0;

  await expect(placement.targetsOf([publicIp])).rejects.toMatchObject(trouble);
  expect(calls).toBe(0);

  now += 30_000;
  expect(await placement.targetsOf([publicIp])).toEqual({ targets: here.targets, unknown: [] });
});

test('a permission that lacks is named', async () => {
  running.setFault({ errorRate: 1, code: 'UnauthorizedOperation' });

  await expect(placement.targetsOf(['203.0.113.9'])).rejects.toMatchObject({
    trouble: 'forbidden',
    message: expect.stringContaining('it lacks ec2:DescribeNetworkInterfaces'),
  });
});
