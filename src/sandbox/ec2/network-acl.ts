import { Ec2Error } from './errors.ts';

/** One rule, under the names of the AWS SDK. Exactly one of the two CIDR blocks is set. */
export interface Entry {
  RuleNumber: number;
  /** The IANA number as text; `-1` is every protocol. */
  Protocol: string;
  RuleAction: 'allow' | 'deny';
  Egress: boolean;
  CidrBlock?: string;
  Ipv6CidrBlock?: string;
  PortRange?: { From: number; To: number };
  IcmpTypeCode?: { Type: number; Code: number };
}

export interface Association {
  NetworkAclAssociationId: string;
  NetworkAclId: string;
  SubnetId: string;
}

export interface NetworkAcl {
  NetworkAclId: string;
  VpcId: string;
  IsDefault: boolean;
  Entries: Entry[];
  Associations: Association[];
  Tags: { Key: string; Value: string }[];
  /** With what token it was made, so that a repeated CreateNetworkAcl makes no second one. */
  ClientToken?: string;
}

/**
 * Rules per Network ACL and direction. AWS's pages disagree on whether IPv4 and IPv6 are counted apart and whether the
 * `*` rules count, so this server is strict: it counts every entry of the direction, of both families and with the `*`.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
export const defaultQuota = 20;

/**
 * What a Network ACL of a VPC with IPv6 begins with: the `*` rules, which cannot be changed, and in the VPC's own Network
 * ACL the rules that allow everything. https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
 */
export function initialEntries(options: { allowAll: boolean }): Entry[] {
  const inDirection = (Egress: boolean): Entry[] => {
    const rule = (RuleNumber: number, RuleAction: Entry['RuleAction']) => ({
      RuleNumber,
      Protocol: '-1',
      RuleAction,
      Egress,
    });
    return [
      { ...rule(100, 'allow'), CidrBlock: '0.0.0.0/0' },
      { ...rule(101, 'allow'), Ipv6CidrBlock: '::/0' },
      { ...rule(32767, 'deny'), CidrBlock: '0.0.0.0/0' },
      { ...rule(32768, 'deny'), Ipv6CidrBlock: '::/0' },
    ];
  };
  return [...inDirection(true), ...inDirection(false)].filter(
    (entry) => options.allowAll || entry.RuleAction === 'deny',
  );
}

/** Adds a rule. A number is taken for both families, but in its own direction only. */
export function withNewEntry(acl: NetworkAcl, entry: Entry, quota: number): NetworkAcl {
  const inDirection = acl.Entries.filter((other) => other.Egress === entry.Egress);
  if (inDirection.some((other) => other.RuleNumber === entry.RuleNumber)) {
    throw new Ec2Error(
      'NetworkAclEntryAlreadyExists',
      `The network acl entry identified by ${entry.RuleNumber} already exists.`,
    );
  }
  if (inDirection.length >= quota) {
    throw new Ec2Error('NetworkAclEntryLimitExceeded', 'The maximum number of network acl entries has been reached.');
  }
  return { ...acl, Entries: inOrder([...acl.Entries, entry]) };
}

/** Puts a rule in the place of the one with its number and direction. */
export function withReplacedEntry(acl: NetworkAcl, entry: Entry): NetworkAcl {
  return { ...acl, Entries: inOrder([...withoutEntry(acl, entry.RuleNumber, entry.Egress).Entries, entry]) };
}

export function withoutEntry(acl: NetworkAcl, ruleNumber: number, egress: boolean): NetworkAcl {
  const left = acl.Entries.filter((entry) => entry.RuleNumber !== ruleNumber || entry.Egress !== egress);
  if (left.length === acl.Entries.length) {
    const direction = egress ? 'egress' : 'ingress';
    throw new Ec2Error('InvalidNetworkAclEntry.NotFound', `no ${direction} entry with number ${ruleNumber}`);
  }
  return { ...acl, Entries: left };
}

/** EC2 lists the egress rules first, each direction by ascending number. */
function inOrder(entries: Entry[]): Entry[] {
  return entries.sort((a, b) => Number(b.Egress) - Number(a.Egress) || a.RuleNumber - b.RuleNumber);
}
