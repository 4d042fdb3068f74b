import { randomBytes } from 'node:crypto';
import { initialEntries, type NetworkAcl } from './network-acl.ts';

/** The one VPC of the sandbox and what stands in it. Ids are made at the first start and then stay. */
export interface Account {
  ownerId: string;
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

export const vpcCidrBlock = '10.0.0.0/16';
export const vpcIpv6CidrBlock = '2001:db8:a15a:1500::/56';

/** A new account with two Network ACLs: the VPC's own, which no subnet uses, and that of the subnets. */
export function createAccount(): { account: Account; networkAcls: NetworkAcl[] } {
  const vpcId = newId('vpc');
  const networkAclId = newId('acl');
  const a = {
    subnetId: newId('subnet'),
    zone: 'a',
    cidrBlock: '10.0.1.0/24',
    ipv6CidrBlock: '2001:db8:a15a:1501::/64',
  };
  const b = {
    subnetId: newId('subnet'),
    zone: 'b',
    cidrBlock: '10.0.2.0/24',
    ipv6CidrBlock: '2001:db8:a15a:1502::/64',
  };
  const web = (subnet: Subnet, name: string, address: Pick<NetworkInterface, 'privateIpAddress' | 'publicIp'>) => ({
    networkInterfaceId: newId('eni'),
    subnetId: subnet.subnetId,
    type: 'interface' as const,
    description: name,
    ...address,
    ipv6Address: subnet.ipv6CidrBlock.replace('/64', '10'),
    instanceId: newId('i'),
  });
  const account: Account = {
    ownerId: '123456789012',
    vpcId,
    subnets: [a, b],
    interfaces: [
      web(a, 'web-1', { privateIpAddress: '10.0.1.10', publicIp: '198.51.100.201' }),
      web(b, 'web-2', { privateIpAddress: '10.0.2.10', publicIp: '198.51.100.202' }),
      {
        networkInterfaceId: newId('eni'),
        subnetId: a.subnetId,
        type: 'nat_gateway',
        description: `Interface for NAT Gateway ${newId('nat')}`,
        privateIpAddress: '10.0.1.5',
        publicIp: '198.51.100.203',
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

/** An id in AWS's long form: `acl-0123456789abcdef0`. */
export function newId(prefix: string): string {
  return `${prefix}-0${randomBytes(8).toString('hex')}`;
}
