import { CreateNetworkAclCommand, DescribeNetworkAclsCommand, paginateDescribeNetworkAcls } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningEc2, refusalOf, startEc2 } from '../support/sandbox-ec2.ts';

let running: RunningEc2;
beforeEach(async () => {
  running = await startEc2();
});
afterEach(() => running.close());

describe('Network ACLs', () => {
  const createAcl = (part: { ClientToken?: string; VpcId?: string } = {}) => {
    const VpcId = running.ec2.networkAcls()[0]?.VpcId;
    const Tags = [{ Key: 'Name', Value: 'spare' }];
    const TagSpecifications = [{ ResourceType: 'network-acl' as const, Tags }];
    return running.client.send(new CreateNetworkAclCommand({ VpcId, TagSpecifications, ...part }));
  };

  test('are born with nothing but the * rules, and take rules', async () => {
    const { NetworkAcl } = await createAcl();
    await running.create({ NetworkAclId: NetworkAcl?.NetworkAclId });

    expect(NetworkAcl).toMatchObject({ IsDefault: false, Associations: [], Tags: [{ Key: 'Name', Value: 'spare' }] });
    expect(NetworkAcl?.Entries?.map((entry) => entry.RuleNumber)).toEqual([32767, 32768, 32767, 32768]);
    const made = running.ec2.networkAcls().find((acl) => acl.NetworkAclId === NetworkAcl?.NetworkAclId);
    expect(made?.Entries).toHaveLength(5);
    expect(await running.addedRules()).toEqual([]);
  });

  test('are made once for one client token', async () => {
    const first = await createAcl({ ClientToken: 'once' });
    const again = await createAcl({ ClientToken: 'once' });

    expect(again.NetworkAcl?.NetworkAclId).toBe(first.NetworkAcl?.NetworkAclId);
    expect(running.ec2.networkAcls()).toHaveLength(3);
  });

  test('need a VPC that is there', async () => {
    expect(await refusalOf(createAcl({ VpcId: 'vpc-12345678' }))).toBe(
      "400 InvalidVpcID.NotFound: The vpc ID 'vpc-12345678' does not exist",
    );
  });

  test('are listed page by page', async () => {
    for (let count = 0; count < 10; count += 1) await createAcl();

    const pages: number[] = [];
    const ids = new Set<string | undefined>();
    for await (const page of paginateDescribeNetworkAcls({ client: running.client, pageSize: 5 }, {})) {
      pages.push(page.NetworkAcls?.length ?? 0);
      for (const acl of page.NetworkAcls ?? []) ids.add(acl.NetworkAclId);
    }
    expect(pages).toEqual([5, 5, 2]);
    expect(ids.size).toBe(12);
  });

  test.each([
    [
      { MaxResults: 4 },
      'InvalidParameterValue: Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.',
    ],
    [
      { MaxResults: 1001 },
      'InvalidParameterValue: Value ( 1001 ) for parameter maxResults is invalid. Expecting a value less than 1000.',
    ],
    [
      { NextToken: 'x' },
      'InvalidParameterValue: Value ( x ) for parameter NextToken is invalid. The token is invalid.',
    ],
    [{ NetworkAclIds: ['acl-x'] }, 'InvalidNetworkAclId.Malformed: The networkAcl ID acl-x is malformed'],
    [
      { NetworkAclIds: ['acl-0123456789abcdef0'] },
      "InvalidNetworkAclID.NotFound: The networkAcl ID 'acl-0123456789abcdef0' does not exist",
    ],
    [
      { Filters: [{ Name: 'entry.port', Values: ['22'] }] },
      "InvalidParameterValue: The filter 'entry.port' is invalid",
    ],
    [
      { Filters: [{ Name: 'constructor', Values: ['22'] }] },
      "InvalidParameterValue: The filter 'constructor' is invalid",
    ],
  ])('are not listed for %j', async (input, complaint) => {
    expect(await refusalOf(running.client.send(new DescribeNetworkAclsCommand(input)))).toBe(`400 ${complaint}`);
  });

  test('are not listed by ids and in pages at once', async () => {
    const input = { NetworkAclIds: [running.ec2.networkAclId], MaxResults: 5 };

    expect(await refusalOf(running.client.send(new DescribeNetworkAclsCommand(input)))).toBe(
      '400 InvalidParameterCombination: The parameter networkAclSet cannot be used with the parameter maxResults',
    );
  });

  test('are found by filters, of which each must match one of its values', async () => {
    const main = running.ec2.networkAclId;
    const [subnet] = running.ec2.networkAcls().flatMap((acl) => acl.Associations);
    await running.create({ RuleNumber: 3, Protocol: '6', PortRange: { From: 22, To: 22 } });
    const spare = (await createAcl()).NetworkAcl?.NetworkAclId;
    const find = async (...filters: [string, ...string[]][]) => {
      const Filters = filters.map(([Name, ...Values]) => ({ Name, Values }));
      const { NetworkAcls = [] } = await running.client.send(new DescribeNetworkAclsCommand({ Filters }));
      return NetworkAcls.map((acl) => acl.NetworkAclId);
    };

    expect(await find(['association.subnet-id', 'subnet-00000000', subnet?.SubnetId ?? ''])).toEqual([main]);
    expect(await find(['entry.cidr', '203.0.113.*'])).toEqual([main]);
    expect(await find(['entry.cidr', '203.0.113.?'])).toEqual([]);
    expect(await find(['entry.protocol', 'tcp'], ['entry.port-range.from', '22'])).toEqual([main]);
    expect(await find(['entry.rule-number', '3'], ['default', 'true'])).toEqual([]);
    expect(await find(['network-acl-id', main])).toEqual([main]);
    expect(await find(['tag:Name', 'spare'])).toEqual([spare]);
    expect(await find(['tag-key', 'Name'])).toEqual([spare]);
    expect(await find(['default', 'true'])).toHaveLength(1);
    expect(await find(['vpc-id', 'vpc-*'])).toHaveLength(3);
  });
});
