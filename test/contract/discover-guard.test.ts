import { afterEach, beforeEach, expect, test } from 'vitest';
import { contains } from '../../src/address/address.ts';
import { discoverGuard } from '../../src/firewall/discover-guard.ts';
import type { Ec2Account } from '../../src/firewall/ec2-account.ts';
import { address } from '../support/address.ts';
import { type RunningEc2, startEc2 } from '../support/sandbox-ec2.ts';

let running: RunningEc2;
beforeEach(async () => {
  running = await startEc2();
});
afterEach(() => running.close());

function here(): Ec2Account {
  return { name: 'eu-central-1', client: running.client, targets: [running.ec2.networkAclId] };
}

function elsewhere(region: string): Ec2Account {
  return { name: region, client: running.clientOf({ region }), targets: [] };
}

/** Answers these commands in place of EC2, one answer after the other. */
function answer(answers: Record<string, object[]>): void {
  running.client.middlewareStack.add(
    (next, context) => async (args) => {
      const output = answers[String(context.commandName)]?.shift();
      return output ? { output: { $metadata: {}, ...output }, response: {} } : next(args);
    },
    { step: 'initialize' },
  );
}

test('invariant 4: finds the ranges of the VPC and the public addresses of what stands in it', async () => {
  const found = await discoverGuard([here()]);

  expect(found.map((range) => range.cidr).sort()).toEqual([
    '10.0.0.0/16',
    '198.51.100.201/32',
    '198.51.100.202/32',
    '198.51.100.203/32',
    '198.51.100.204/32',
    '2001:db8:a15a:1500::/56',
  ]);
  for (const own of ['10.0.1.10', '10.0.2.0/24', '2001:db8:a15a:1501::10'])
    expect(found.some((range) => contains(range.cidr, address(own)))).toBe(true);
});

test('says of each what it is', async () => {
  const reasons = new Map((await discoverGuard([here()])).map(({ cidr, why }) => [cidr, why]));

  expect(reasons.get(address('10.0.0.0/16'))).toMatch(/^range of vpc-[0-9a-f]+$/);
  expect(reasons.get(address('198.51.100.201'))).toMatch(/^address of eni-[0-9a-f]+$/);
  expect(reasons.get(address('198.51.100.204'))).toMatch(/^Elastic IP eipalloc-[0-9a-f]+$/);
});

test('reads every page', async () => {
  const page = (last: number, NextToken?: string) => ({
    NetworkInterfaces: [{ NetworkInterfaceId: `eni-${last}`, Association: { PublicIp: `203.0.113.${last}` } }],
    NextToken,
  });
  answer({ DescribeNetworkInterfacesCommand: [page(1, 'second'), page(2, 'third'), page(3)] });

  const found = (await discoverGuard([here()])).map((range) => range.cidr);
  expect(found).toEqual(expect.arrayContaining(['203.0.113.1/32', '203.0.113.2/32', '203.0.113.3/32']));
});

test('takes secondary ranges and addresses too', async () => {
  answer({
    DescribeVpcsCommand: [
      {
        Vpcs: [
          {
            VpcId: 'vpc-1',
            CidrBlock: '172.31.0.0/16',
            CidrBlockAssociationSet: [{ CidrBlock: '172.31.0.0/16' }, { CidrBlock: '192.0.2.0/24' }],
            Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8:1::/56' }],
          },
        ],
      },
    ],
    DescribeNetworkInterfacesCommand: [
      {
        NetworkInterfaces: [
          {
            NetworkInterfaceId: 'eni-1',
            PrivateIpAddress: '172.31.0.5',
            PrivateIpAddresses: [{ PrivateIpAddress: '203.0.113.5', Association: { PublicIp: '198.51.100.5' } }],
            Ipv6Addresses: [{ Ipv6Address: '2001:db8:2::5' }],
          },
        ],
      },
    ],
  });
  const found = await discoverGuard([here()]);

  expect(found.map((range) => range.cidr)).toEqual(
    expect.arrayContaining([
      '192.0.2.0/24',
      '2001:db8:1::/56',
      '203.0.113.5/32',
      '198.51.100.5/32',
      '2001:db8:2::5/128',
    ]),
  );
  expect(found.filter((range) => range.cidr.startsWith('172.31.'))).toEqual([
    { cidr: '172.31.0.0/16', why: 'range of vpc-1' },
  ]);
});

test('takes the addresses of NAT gateways, but not of those that are gone', async () => {
  const gateway = (NatGatewayId: string, State: string, PublicIp: string) => ({
    NatGatewayId,
    State,
    NatGatewayAddresses: [{ PublicIp, PrivateIp: '10.0.1.20' }],
  });
  answer({
    DescribeNatGatewaysCommand: [
      { NatGateways: [gateway('nat-1', 'available', '203.0.113.1')], NextToken: 'second' },
      { NatGateways: [gateway('nat-2', 'deleting', '203.0.113.2'), gateway('nat-3', 'deleted', '203.0.113.3')] },
    ],
  });

  const reasons = new Map((await discoverGuard([here()])).map(({ cidr, why }) => [cidr, why]));
  expect(reasons.get(address('203.0.113.1'))).toBe('address of nat-1');
  expect(reasons.get(address('203.0.113.2'))).toBe('address of nat-2');
  expect(reasons.has(address('203.0.113.3'))).toBe(false);
});

test('invariant 4: is all or nothing: half a list is none', async () => {
  answer({ DescribeVpcsCommand: [{ Vpcs: [] }], DescribeSubnetsCommand: [{ Subnets: [] }] });
  running.setFault({ errorRate: 1, code: 'UnauthorizedOperation' });

  await expect(discoverGuard([here()])).rejects.toMatchObject({
    name: 'FirewallError',
    trouble: 'forbidden',
    message: 'our role may not do that: it lacks ec2:DescribeNetworkInterfaces (eu-central-1)',
  });
});

test('invariant 4: finds what stands in every account and region', async () => {
  const found = (await discoverGuard([here(), elsewhere('eu-west-1')])).map((range) => range.cidr);
  const there = (await discoverGuard([elsewhere('eu-west-1')])).map((range) => range.cidr);

  expect(there).toContain('10.0.0.0/16');
  expect(there.filter((cidr) => cidr.endsWith('/32'))).toHaveLength(4);
  expect(found).toEqual(expect.arrayContaining([...there, '198.51.100.201/32']));
  expect(new Set(found).size).toBe(found.length);
});

test('invariant 4: one region that cannot be read leaves no list, and is named', async () => {
  running.setFault({ errorRate: 1, region: 'eu-west-1' });

  await expect(discoverGuard([here(), elsewhere('eu-west-1')])).rejects.toMatchObject({
    trouble: 'throttled',
    message: 'EC2 throttles our calls (eu-west-1)',
  });
  expect(await discoverGuard([here()])).not.toEqual([]);
});
