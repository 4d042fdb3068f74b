import {
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { type Address, contains, parseAddress } from '../address/address.ts';

/** What the IAM policy must allow for it. */
export const GUARD_ACTIONS = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'] as const;

/** The most interfaces of one answer (API_DescribeNetworkInterfaces). */
const PAGE = 1000;

/** Everything of our own that EC2 knows: VPC and subnet ranges, public addresses of network interfaces. */
export async function discoverGuard(client: EC2Client): Promise<Array<{ cidr: Address; why: string }>> {
  const found: Array<[text: string | undefined, why: string]> = [];
  const vpcs = await pages((NextToken) => client.send(new DescribeVpcsCommand({ ...next(NextToken) })));
  for (const vpc of vpcs.flatMap((page) => page.Vpcs ?? [])) {
    found.push([vpc.CidrBlock, `range of ${vpc.VpcId}`]);
    for (const each of vpc.CidrBlockAssociationSet ?? []) found.push([each.CidrBlock, `range of ${vpc.VpcId}`]);
    for (const each of vpc.Ipv6CidrBlockAssociationSet ?? []) found.push([each.Ipv6CidrBlock, `range of ${vpc.VpcId}`]);
  }
  const subnets = await pages((NextToken) => client.send(new DescribeSubnetsCommand({ ...next(NextToken) })));
  for (const subnet of subnets.flatMap((page) => page.Subnets ?? []))
    found.push([subnet.CidrBlock, `range of ${subnet.SubnetId}`]);
  const interfaces = await pages((NextToken) =>
    client.send(new DescribeNetworkInterfacesCommand({ MaxResults: PAGE, ...next(NextToken) })),
  );
  for (const each of interfaces.flatMap((page) => page.NetworkInterfaces ?? [])) {
    const why = `address of ${each.NetworkInterfaceId}`;
    found.push([each.PrivateIpAddress, why], [each.Association?.PublicIp, why]);
    for (const more of each.PrivateIpAddresses ?? [])
      found.push([more.PrivateIpAddress, why], [more.Association?.PublicIp, why]);
    for (const more of each.Ipv6Addresses ?? []) found.push([more.Ipv6Address, why]);
  }
  return outermost(found);
}

/** Each range once, and none that lies in one before it: of a large account little more is left than its VPCs. */
function outermost(found: ReadonlyArray<[string | undefined, string]>): Array<{ cidr: Address; why: string }> {
  const ranges: Array<{ cidr: Address; why: string }> = [];
  for (const [text, why] of found) {
    const parsed = text === undefined ? undefined : parseAddress(text);
    if (parsed?.ok && !ranges.some((range) => contains(range.cidr, parsed.address)))
      ranges.push({ cidr: parsed.address, why });
  }
  return ranges;
}

async function pages<T extends { NextToken?: string | undefined }>(
  read: (token: string | undefined) => Promise<T>,
): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const page = await read(token);
    all.push(page);
    token = page.NextToken;
  } while (token);
  return all;
}

function next(token: string | undefined): { NextToken?: string } {
  return token === undefined ? {} : { NextToken: token };
}
