import {
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRegionsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningEc2, refusalOf, startEc2 } from '../support/sandbox-ec2.ts';

let running: RunningEc2;
beforeEach(async () => {
  running = await startEc2();
});
afterEach(() => running.close());

describe('the account', () => {
  test('has a VPC with IPv4 and IPv6, two subnets and their Network ACL beside the default one', async () => {
    const { Vpcs = [] } = await running.client.send(new DescribeVpcsCommand({}));
    const { Subnets = [] } = await running.client.send(new DescribeSubnetsCommand({}));
    const { NetworkAcls = [] } = await running.client.send(new DescribeNetworkAclsCommand({}));

    expect(Vpcs).toHaveLength(1);
    expect(Vpcs[0]).toMatchObject({ CidrBlock: '10.0.0.0/16', State: 'available', IsDefault: false });
    expect(Vpcs[0]?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock).toBe('2001:db8:a15a:1500::/56');
    expect(Subnets.map((subnet) => subnet.AvailabilityZone)).toEqual(['eu-central-1a', 'eu-central-1b']);
    const main = NetworkAcls.find((acl) => acl.NetworkAclId === running.ec2.networkAclId);
    expect(main?.NetworkAclId).toMatch(/^acl-0[0-9a-f]{16}$/);
    expect(main).toMatchObject({ IsDefault: false, VpcId: Vpcs[0]?.VpcId, OwnerId: '123456789012', Tags: [] });
    expect(main?.Associations?.map((association) => association.SubnetId)).toEqual(Subnets.map((one) => one.SubnetId));
    expect(NetworkAcls.filter((acl) => acl.IsDefault)).toMatchObject([{ Associations: [] }]);
  });

  test('begins with the rules that AWS puts in, egress first', async () => {
    const [main] = running.ec2.networkAcls();

    const inBrief = main?.Entries.map(
      (entry) =>
        `${entry.Egress ? 'out' : 'in'} ${entry.RuleNumber} ${entry.RuleAction} ${entry.CidrBlock ?? entry.Ipv6CidrBlock}`,
    );
    expect(inBrief).toEqual([
      'out 100 allow 0.0.0.0/0',
      'out 101 allow ::/0',
      'out 32767 deny 0.0.0.0/0',
      'out 32768 deny ::/0',
      'in 100 allow 0.0.0.0/0',
      'in 101 allow ::/0',
      'in 32767 deny 0.0.0.0/0',
      'in 32768 deny ::/0',
    ]);
  });

  test('has two instances and a NAT gateway with public addresses', async () => {
    const { NetworkInterfaces = [] } = await running.client.send(new DescribeNetworkInterfacesCommand({}));
    const Filters = [{ Name: 'association.public-ip', Values: ['198.51.100.202'] }];
    const filtered = await running.client.send(new DescribeNetworkInterfacesCommand({ Filters }));

    expect(
      NetworkInterfaces.map((one) => [one.InterfaceType, one.PrivateIpAddress, one.Association?.PublicIp]),
    ).toEqual([
      ['interface', '10.0.1.10', '198.51.100.201'],
      ['interface', '10.0.2.10', '198.51.100.202'],
      ['nat_gateway', '10.0.1.5', '198.51.100.203'],
    ]);
    expect(NetworkInterfaces[0]?.Ipv6Addresses).toMatchObject([{ Ipv6Address: '2001:db8:a15a:1501::10' }]);
    expect(filtered.NetworkInterfaces).toMatchObject([{ PrivateIpAddress: '10.0.2.10' }]);
  });
});

describe('DryRun', () => {
  test('says that the caller may, looks at nothing else and changes nothing', async () => {
    const yes = '412 DryRunOperation: Request would have succeeded, but DryRun flag is set.';

    expect(await refusalOf(running.create({ DryRun: true }))).toBe(yes);
    expect(await refusalOf(running.create({ DryRun: true, Protocol: 'tcp' }))).toBe(yes);
    expect(await refusalOf(running.client.send(new DescribeNetworkAclsCommand({ DryRun: true })))).toBe(yes);
    expect(await running.addedRules()).toEqual([]);
  });
});

describe('the protocol', () => {
  const signed = { Authorization: 'AWS4-HMAC-SHA256 Credential=x' };

  test('an action that is not there is refused', async () => {
    expect(await refusalOf(running.client.send(new DescribeRegionsCommand({})))).toBe(
      '400 InvalidAction: The action DescribeRegions is not valid for this web service.',
    );
  });

  test('GET is answered like POST, with the namespace of the version', async () => {
    const query = `Action=DescribeNetworkAcls&Version=2016-11-15&NetworkAclId.1=${running.ec2.networkAclId}`;

    const get = await fetch(`${running.url}/?${query}`, { headers: signed });
    const post = await fetch(running.url, { method: 'POST', body: query, headers: signed });

    const text = await get.text();
    expect(get.status).toBe(200);
    expect(get.headers.get('content-type')).toBe('text/xml;charset=UTF-8');
    expect(text).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<DescribeNetworkAclsResponse xmlns="http:\/\/ec2\.amazonaws\.com\/doc\/2016-11-15\/"><requestId>[0-9a-f-]{36}<\/requestId><networkAclSet><item>/,
    );
    const withoutRequestId = (xml: string) => xml.replace(/<requestId>.*?<\/requestId>/, '');
    expect(withoutRequestId(await post.text())).toBe(withoutRequestId(text));
  });

  test.each([
    ['nothing', {}, '403 MissingAuthenticationToken'],
    ['a signature in the URL', { query: 'X-Amz-Signature=0&Action=DescribeVpcs' }, '200'],
    ['no action', { headers: signed }, '400 MissingAction'],
    ['an action with control characters', { headers: signed, query: 'Action=%00%0B%EF%BF%BE' }, '400 InvalidAction'],
    ['a method that EC2 does not know', { headers: signed, method: 'PUT' }, '405 InvalidRequest'],
    ['a body of 2 MB', { headers: signed, method: 'POST', body: 'x'.repeat(2 * 1024 * 1024) }, '413 InvalidRequest'],
    [
      'a number that is none',
      { headers: signed, query: 'Action=DescribeVpcs&MaxResults=five' },
      '400 InvalidParameterValue',
    ],
    [
      'a flag that is none',
      { headers: signed, query: 'Action=DescribeVpcs&DryRun=perhaps' },
      '400 InvalidParameterValue',
    ],
  ] as [string, { query?: string; headers?: Record<string, string>; method?: string; body?: string }, string][])(
    'a request with %s is answered in XML',
    async (_what, { query = '', ...init }, outcome) => {
      const response = await fetch(`${running.url}/?${query}`, init);

      const xml = await response.text();
      const code = /<Code>(.*?)<\/Code><Message>.+?<\/Message><\/Error><\/Errors><RequestID>[0-9a-f-]{36}</.exec(xml);
      expect([response.status, ...(code === null ? [] : [code[1]])].join(' ')).toBe(outcome);
    },
  );
});
