import {
  DescribeAddressesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { type Address, contains, parseAddress } from '../address/address.ts';
import type { Ec2Account } from './ec2-account.ts';
import { translate } from './ec2-trouble.ts';
import { readPages } from './read-pages.ts';

/** What the IAM policy must allow for it. */
export const GUARD_ACTIONS = [
  'ec2:DescribeAddresses',
  'ec2:DescribeNatGateways',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
] as const;

/** The most of one answer (API_DescribeNetworkInterfaces, API_DescribeNatGateways). */
const PAGE = 1000;

type Found = Array<[text: string | undefined, why: string]>;

/**
 * Everything of our own that EC2 knows, in every account and region: VPC and subnet ranges, addresses of network
 * interfaces, Elastic IPs, NAT gateways. All or nothing: throws FirewallError, which names where, when one of them cannot be read.
 */
export async function discoverGuard(accounts: readonly Ec2Account[]): Promise<Array<{ cidr: Address; why: string }>> {
  const found = await Promise.all(
    accounts.map(async (account) => [
      ...(await ranges(account)),
      ...(await interfaces(account)),
      ...(await elasticIps(account)),
      ...(await natGateways(account)),
    ]),
  );
  return outermost(found.flat());
}

async function ranges({ client, name }: Ec2Account): Promise<Found> {
  const vpcs = await translate(name, 'ec2:DescribeVpcs', () =>
    readPages((token) => client.send(new DescribeVpcsCommand(token))),
  );
  const subnets = await translate(name, 'ec2:DescribeSubnets', () =>
    readPages((token) => client.send(new DescribeSubnetsCommand(token))),
  );
  const found: Found = [];
  for (const vpc of vpcs.flatMap((page) => page.Vpcs ?? [])) {
    const why = `range of ${vpc.VpcId}`;
    found.push([vpc.CidrBlock, why]);
    for (const each of vpc.CidrBlockAssociationSet ?? []) found.push([each.CidrBlock, why]);
    for (const each of vpc.Ipv6CidrBlockAssociationSet ?? []) found.push([each.Ipv6CidrBlock, why]);
  }
  for (const subnet of subnets.flatMap((page) => page.Subnets ?? []))
    found.push([subnet.CidrBlock, `range of ${subnet.SubnetId}`]);
  return found;
}

async function interfaces({ client, name }: Ec2Account): Promise<Found> {
  const pages = await translate(name, 'ec2:DescribeNetworkInterfaces', () =>
    readPages((token) => client.send(new DescribeNetworkInterfacesCommand({ MaxResults: PAGE, ...token }))),
  );
  const found: Found = [];
  for (const each of pages.flatMap((page) => page.NetworkInterfaces ?? [])) {
    const why = `address of ${each.NetworkInterfaceId}`;
    found.push([each.PrivateIpAddress, why], [each.Association?.PublicIp, why]);
    for (const more of each.PrivateIpAddresses ?? [])
      found.push([more.PrivateIpAddress, why], [more.Association?.PublicIp, why]);
    for (const more of each.Ipv6Addresses ?? []) found.push([more.Ipv6Address, why]);
  }
  return found;
}

/** Also those that nothing uses now. EC2 gives them all in one answer (API_DescribeAddresses). */
async function elasticIps({ client, name }: Ec2Account): Promise<Found> {
  const { Addresses = [] } = await translate(name, 'ec2:DescribeAddresses', () =>
    client.send(new DescribeAddressesCommand({})),
  );
  return Addresses.map((each) => [each.PublicIp, `Elastic IP ${each.AllocationId}`]);
}

/** A gateway that is gone is shown for an hour more, and its addresses are no longer ours (API_NatGateway). */
async function natGateways({ client, name }: Ec2Account): Promise<Found> {
  const pages = await translate(name, 'ec2:DescribeNatGateways', () =>
    readPages((token) => client.send(new DescribeNatGatewaysCommand({ MaxResults: PAGE, ...token }))),
  );
  const standing = pages
    .flatMap((page) => page.NatGateways ?? [])
    .filter(({ State }) => State !== 'deleted' && State !== 'failed');
  return standing.flatMap((gateway) =>
    (gateway.NatGatewayAddresses ?? []).flatMap(({ PublicIp, PrivateIp }): Found => {
      const why = `address of ${gateway.NatGatewayId}`;
      return [
        [PublicIp, why],
        [PrivateIp, why],
      ];
    }),
  );
}

/** Each range once, and none that lies in one before it: of a large account little more is left than its VPCs. */
function outermost(found: Found): Array<{ cidr: Address; why: string }> {
  const outer: Array<{ cidr: Address; why: string }> = [];
  for (const [text, why] of found) {
    const parsed = text === undefined ? undefined : parseAddress(text);
    if (parsed?.ok && !outer.some((range) => contains(range.cidr, parsed.address)))
      outer.push({ cidr: parsed.address, why });
  }
  return outer;
}
