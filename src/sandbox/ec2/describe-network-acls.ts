import { describe } from './describe.ts';
import type { FilterFields } from './filters.ts';
import type { Entry, NetworkAcl } from './network-acl.ts';
import { networkAclKind } from './resource-id.ts';
import type { Xml } from './xml.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkAcls.html: the only one that can lag. */
export const describeNetworkAcls = describe<NetworkAcl>({
  kind: networkAclKind,
  idParameter: 'NetworkAclId',
  setElement: 'networkAclSet',
  idOf: (acl) => acl.NetworkAclId,
  all: ({ store, fault }) => store.networkAcls(fault.describeLagMs),
  filters: ({ store }) => filterFields(store.account.ownerId),
  tags: (acl) => acl.Tags,
  xml: (acl, { store }) => networkAclXml(acl, store.account.ownerId),
});

/** A Network ACL as answers show it. */
export function networkAclXml(acl: NetworkAcl, ownerId: string): Xml {
  return {
    networkAclId: acl.NetworkAclId,
    vpcId: acl.VpcId,
    default: acl.IsDefault,
    entrySet: acl.Entries.map(entryXml),
    associationSet: acl.Associations.map((association) => ({
      networkAclAssociationId: association.NetworkAclAssociationId,
      networkAclId: association.NetworkAclId,
      subnetId: association.SubnetId,
    })),
    tagSet: acl.Tags.map((tag) => ({ key: tag.Key, value: tag.Value })),
    ownerId,
  };
}

function entryXml(entry: Entry): Xml {
  return {
    ruleNumber: entry.RuleNumber,
    protocol: entry.Protocol,
    ruleAction: entry.RuleAction,
    egress: entry.Egress,
    cidrBlock: entry.CidrBlock,
    ipv6CidrBlock: entry.Ipv6CidrBlock,
    icmpTypeCode: entry.IcmpTypeCode && { code: entry.IcmpTypeCode.Code, type: entry.IcmpTypeCode.Type },
    portRange: entry.PortRange && { from: entry.PortRange.From, to: entry.PortRange.To },
  };
}

function filterFields(ownerId: string): FilterFields<NetworkAcl> {
  const entries = (look: (entry: Entry) => string | number | boolean | undefined) => (acl: NetworkAcl) =>
    acl.Entries.map(look);
  return {
    'association.association-id': (acl) => acl.Associations.map((association) => association.NetworkAclAssociationId),
    'association.network-acl-id': (acl) => acl.Associations.map((association) => association.NetworkAclId),
    'association.subnet-id': (acl) => acl.Associations.map((association) => association.SubnetId),
    default: (acl) => [acl.IsDefault],
    'entry.cidr': entries((entry) => entry.CidrBlock),
    'entry.egress': entries((entry) => entry.Egress),
    'entry.icmp.code': entries((entry) => entry.IcmpTypeCode?.Code),
    'entry.icmp.type': entries((entry) => entry.IcmpTypeCode?.Type),
    'entry.ipv6-cidr': entries((entry) => entry.Ipv6CidrBlock),
    'entry.port-range.from': entries((entry) => entry.PortRange?.From),
    'entry.port-range.to': entries((entry) => entry.PortRange?.To),
    'entry.protocol': (acl) => acl.Entries.flatMap(({ Protocol }) => [Protocol, protocolNames.get(Protocol)]),
    'entry.rule-action': entries((entry) => entry.RuleAction),
    'entry.rule-number': entries((entry) => entry.RuleNumber),
    'network-acl-id': (acl) => [acl.NetworkAclId],
    'owner-id': () => [ownerId],
    'vpc-id': (acl) => [acl.VpcId],
  };
}

/** A filter may name these protocols, though a rule may not. */
const protocolNames = new Map([
  ['6', 'tcp'],
  ['17', 'udp'],
  ['1', 'icmp'],
]);
