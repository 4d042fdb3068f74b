import { randomBytes } from 'node:crypto';
import { initialEntries, type NetworkAcl } from './network-acl.ts';

/** The one VPC of an account in a region and what stands in it. Ids are made at the first request there and then stay. */
export interface Account {
  ownerId: string;
  region: string;
  /** The how many-th VPC of the sandbox it is, from 0: public addresses and IPv6 ranges differ from VPC to VPC. */
  nth: number;
  vpcId: string;
  subnets: Subnet[];
  interfaces: NetworkInterface[];
  /** The Network ACL of both subnets: the one that AISM is given. */
  networkAclId: string;
}

export interface Subnet {
  subnetId: string;
  /** The letter of its Availability Zone in the region. */
  zone: string;
  cidrBlock: string;
  ipv6CidrBlock: string;
}

export interface NetworkInterface {
  networkInterfaceId: string;
  subnetId: string;
  type: 'interface' | 'nat_gateway';
  description: string;
  privateIpAddress: string;
  publicIp: string;
  ipv6Address?: string;
  instanceId?: string;
}

/** The account of the sandbox's own keys. */
export const ownAccountId = '123456789012';

/** Private ranges may repeat from VPC to VPC, as they do in AWS. */
export const vpcCidrBlock = '10.0.0.0/16';

export function vpcIpv6CidrBlock({ nth }: Pick<Account, 'nth'>): string {
  return `${ipv6Prefix(nth)}00::/56`;
}

/** A new VPC with two Network ACLs: its default one, which no subnet uses, and that of the subnets. */
export function createAccount(place: Pick<Account, 'ownerId' | 'region' | 'nth'>): {
  account: Account;
  networkAcls: NetworkAcl[];
} {
  const vpcId = newId('vpc');
  const networkAclId = newId('acl');
  const a = newSubnet('a', 1, place.nth);
  const b = newSubnet('b', 2, place.nth);
  const web = (subnet: Subnet, name: string, privateIpAddress: string, publicIp: string) => ({
    networkInterfaceId: newId('eni'),
    subnetId: subnet.subnetId,
    type: 'interface' as const,
    description: name,
    privateIpAddress,
    publicIp,
    ipv6Address: subnet.ipv6CidrBlock.replace('/64', '10'),
    instanceId: newId('i'),
  });
  const account: Account = {
    ...place,
    vpcId,
    subnets: [a, b],
    interfaces: [
      web(a, 'web-1', '10.0.1.10', publicAddress(place.nth, 1)),
      web(b, 'web-2', '10.0.2.10', publicAddress(place.nth, 2)),
      {
        networkInterfaceId: newId('eni'),
        subnetId: a.subnetId,
        type: 'nat_gateway',
        description: `${natDescription}${newId('nat')}`,
        privateIpAddress: '10.0.1.5',
        publicIp: publicAddress(place.nth, 3),
      },
    ],
    networkAclId,
  };
  const acl = { VpcId: vpcId, Entries: initialEntries({ allowAll: true }), Tags: [] };
  const Associations = account.subnets.map(({ subnetId }) => ({
    NetworkAclAssociationId: newId('aclassoc'),
    NetworkAclId: networkAclId,
    SubnetId: subnetId,
  }));
  const networkAcls = [
    { ...acl, NetworkAclId: networkAclId, IsDefault: false, Associations },
    { ...acl, NetworkAclId: newId('acl'), IsDefault: true, Associations: [] },
  ];
  return { account, networkAcls };
}

/** What AWS writes on the interface of a NAT gateway, before the gateway's id. */
export const natDescription = 'Interface for NAT Gateway ';

/** The first VPC has .201 to .203 and keeps .204 free; each further one has four of 192.0.2.0/24, again from the 38th on. */
export function publicAddress(nth: number, which: 1 | 2 | 3 | 4): string {
  return nth === 0 ? `198.51.100.${200 + which}` : `192.0.2.${100 + 4 * ((nth - 1) % 38) + which}`;
}

/** An id in AWS's long form: `acl-0123456789abcdef0`. */
export function newId(prefix: string): string {
  return `${prefix}-0${randomBytes(8).toString('hex')}`;
}

/** Where an id is needed and nothing else is known of it: the digits of what it belongs to. */
export function derivedId(prefix: string, id: string, last = '4'): string {
  return `${prefix}-${id.slice(id.lastIndexOf('-') + 1, -1)}${last}`;
}

function newSubnet(zone: string, number: number, nth: number): Subnet {
  return {
    subnetId: newId('subnet'),
    zone,
    cidrBlock: `10.0.${number}.0/24`,
    ipv6CidrBlock: `${ipv6Prefix(nth)}0${number}::/64`,
  };
}

/** All of a /56 but its last eight bits. */
function ipv6Prefix(nth: number): string {
  return `2001:db8:a15a:${(0x15 + (nth % 0xea)).toString(16)}`;
}
