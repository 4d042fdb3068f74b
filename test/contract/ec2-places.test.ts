import {
  CreateNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningEc2, refusalOf, startEc2 } from '../support/sandbox-ec2.ts';

let running: RunningEc2;
let now: number;
beforeEach(async () => {
  now = 1_000_000;
  running = await startEc2({ now: () => now });
});
afterEach(() => running.close());

async function networkAclsOf(client: EC2Client) {
  return (await client.send(new DescribeNetworkAclsCommand({}))).NetworkAcls ?? [];
}

async function mainOf(client: EC2Client): Promise<string> {
  return (await networkAclsOf(client)).find((acl) => acl.Associations?.length)?.NetworkAclId ?? '';
}

function deny(NetworkAclId: string, RuleNumber: number) {
  const rule = { Protocol: '-1', RuleAction: 'deny', Egress: false, CidrBlock: '203.0.113.9/32' } as const;
  return new CreateNetworkAclEntryCommand({ NetworkAclId, RuleNumber, ...rule });
}

describe('each region', () => {
  test('has a VPC, two subnets and two Network ACLs of its own, the same at every look', async () => {
    const ireland = running.clientOf({ region: 'eu-west-1' });

    const acls = await networkAclsOf(ireland);
    const { Subnets = [] } = await ireland.send(new DescribeSubnetsCommand({}));
    const { Vpcs = [] } = await ireland.send(new DescribeVpcsCommand({}));

    expect(Vpcs).toHaveLength(1);
    expect(Subnets.map((subnet) => subnet.AvailabilityZone)).toEqual(['eu-west-1a', 'eu-west-1b']);
    expect(acls).toMatchObject([
      { IsDefault: false, OwnerId: '123456789012', VpcId: Vpcs[0]?.VpcId },
      { IsDefault: true, Associations: [] },
    ]);
    expect(acls[0]?.Associations?.map((one) => one.SubnetId)).toEqual(Subnets.map((one) => one.SubnetId));
    expect(await networkAclsOf(ireland)).toEqual(acls);
  });

  test('shows nothing of another, and its Network ACLs are changed from nowhere else', async () => {
    const ireland = running.clientOf({ region: 'eu-west-1' });
    const id = await mainOf(ireland);

    await ireland.send(deny(id, 1));

    expect((await networkAclsOf(running.client)).map((acl) => acl.NetworkAclId)).not.toContain(id);
    expect(await refusalOf(running.client.send(deny(id, 2)))).toBe(
      `400 InvalidNetworkAclID.NotFound: The networkAcl ID '${id}' does not exist`,
    );
    expect(await running.addedRules()).toEqual([]);
    expect(running.ec2.networkAcls().find((acl) => acl.NetworkAclId === id)?.Entries).toHaveLength(9);
  });

  test('has public addresses and an IPv6 range that no other has', async () => {
    const clients = ['eu-central-1', 'eu-west-1', 'us-east-1'].map((region) => running.clientOf({ region }));
    const addresses: unknown[] = [];
    for (const client of clients) {
      const { NetworkInterfaces = [] } = await client.send(new DescribeNetworkInterfacesCommand({}));
      const { Vpcs = [] } = await client.send(new DescribeVpcsCommand({}));
      addresses.push(...NetworkInterfaces.map((one) => one.Association?.PublicIp));
      addresses.push(Vpcs[0]?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock);
    }

    expect(addresses.slice(0, 4)).toEqual([
      '198.51.100.201',
      '198.51.100.202',
      '198.51.100.203',
      '2001:db8:a15a:1500::/56',
    ]);
    expect(new Set(addresses).size).toBe(12);
  });

  test('has a throttle of its own', async () => {
    const ireland = running.clientOf({ region: 'eu-west-1' });
    for (let count = 0; count < 100; count += 1) await networkAclsOf(running.client);

    expect(await refusalOf(networkAclsOf(running.client))).toContain('RequestLimitExceeded');
    expect(await networkAclsOf(ireland)).toHaveLength(2);
  });

  test('was there before its first look, also for a Describe that lags', async () => {
    running.setFault({ describeLagMs: 5000 });

    expect(await networkAclsOf(running.clientOf({ region: 'eu-west-1' }))).toHaveLength(2);
  });

  test('can be at fault alone', async () => {
    const ireland = running.clientOf({ region: 'eu-west-1' });

    running.setFault({ region: 'eu-west-1', errorRate: 1 });
    expect(await refusalOf(networkAclsOf(ireland))).toBe('503 RequestLimitExceeded: Request limit exceeded.');
    expect(await networkAclsOf(running.client)).toHaveLength(2);

    running.setFault({ region: 'eu-west-1', down: true });
    await expect(networkAclsOf(ireland)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await networkAclsOf(running.client)).toHaveLength(2);
  });

  test('lags alone when only it is told to', async () => {
    const ireland = running.clientOf({ region: 'eu-west-1' });
    const id = await mainOf(ireland);
    running.setFault({ region: 'eu-west-1', describeLagMs: 1000 });

    now += 10;
    await ireland.send(deny(id, 1));
    await running.create({ RuleNumber: 1 });

    expect((await networkAclsOf(ireland))[0]?.Entries).toHaveLength(8);
    expect(await running.addedRules()).toHaveLength(1);
  });

  test('is named by the signature of a presigned URL too', async () => {
    const credential = encodeURIComponent('AKIASANDBOX/20260102/eu-west-1/ec2/aws4_request');
    const query = `Action=DescribeSubnets&X-Amz-Signature=0&X-Amz-Credential=${credential}`;

    const response = await fetch(`${running.url}/?${query}`);

    expect(await response.text()).toContain('<availabilityZone>eu-west-1a</availabilityZone>');
  });

  test.each(['ec2', 'EU-WEST-1', '%00'])('cannot be called "%s"', async (region) => {
    const Authorization = `AWS4-HMAC-SHA256 Credential=sandbox/20260102/${region}/ec2/aws4_request`;

    const response = await fetch(`${running.url}/?Action=DescribeVpcs`, { headers: { Authorization } });

    expect([response.status, /<Code>(.*?)</.exec(await response.text())?.[1]]).toEqual([401, 'AuthFailure']);
    expect(running.ec2.networkAcls()).toHaveLength(2);
  });
});
