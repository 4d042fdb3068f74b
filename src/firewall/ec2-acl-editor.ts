import {
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  DeleteNetworkAclCommand,
  DescribeNetworkAclsCommand,
  type EC2Client,
  EC2ServiceException,
  type NetworkAcl,
  type NetworkAclEntry,
  ReplaceNetworkAclAssociationCommand,
} from '@aws-sdk/client-ec2';
import type { AclEditor, WholeAcl } from './acl-editor.ts';
import type { WholeEntry } from './copy-entries.ts';
import { translate } from './ec2-trouble.ts';

/** What the person needs who runs `aism acl`; the bot itself needs none of the changes. docs/operate.md lists them. */
export const ACL_EDITOR_ACTIONS = [
  'ec2:CreateNetworkAcl',
  'ec2:CreateNetworkAclEntry',
  'ec2:CreateTags',
  'ec2:DeleteNetworkAcl',
  'ec2:DescribeNetworkAcls',
  'ec2:ReplaceNetworkAclAssociation',
] as const;

/** The Network ACLs of one account and region. */
export function ec2AclEditor(client: EC2Client): AclEditor {
  const describe = (what: { NetworkAclIds: string[] } | { Filters: Array<{ Name: string; Values: string[] }> }) =>
    client.send(new DescribeNetworkAclsCommand(what)).then(({ NetworkAcls = [] }) => NetworkAcls.map(toWhole));
  return {
    read: (id) =>
      outcome(id, 'ec2:DescribeNetworkAcls', { 'InvalidNetworkAclID.NotFound': undefined }, async () => {
        const [acl] = await describe({ NetworkAclIds: [id] });
        return acl;
      }),
    ofSubnets: (subnetIds) =>
      outcome(subnetIds.join(', '), 'ec2:DescribeNetworkAcls', {}, () =>
        describe({ Filters: [{ Name: 'association.subnet-id', Values: [...subnetIds] }] }),
      ),
    create: (VpcId, tags) =>
      outcome(VpcId, 'ec2:CreateNetworkAcl and ec2:CreateTags', {}, async () => {
        const Tags = [...tags].map(([Key, Value]) => ({ Key, Value }));
        const TagSpecifications = [{ ResourceType: 'network-acl' as const, Tags }];
        // The SDK adds a client token: its repetition after a lost answer makes no second one.
        const made = await client.send(new CreateNetworkAclCommand({ VpcId, TagSpecifications }));
        return made.NetworkAcl?.NetworkAclId ?? '';
      }),
    add: (id, entry) =>
      outcome(id, 'ec2:CreateNetworkAclEntry', ADD, () => client.send(addition(id, entry)).then(done)),
    associate: (AssociationId, NetworkAclId) =>
      outcome(
        NetworkAclId,
        'ec2:ReplaceNetworkAclAssociation',
        { 'InvalidAssociationID.NotFound': undefined },
        async () => {
          const moved = await client.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));
          return moved.NewAssociationId;
        },
      ),
    delete: (NetworkAclId) =>
      outcome(NetworkAclId, 'ec2:DeleteNetworkAcl', DELETE, () =>
        client.send(new DeleteNetworkAclCommand({ NetworkAclId })).then(done),
      ),
  };
}

const ADD = { NetworkAclEntryAlreadyExists: 'number-taken', 'InvalidNetworkAclID.NotFound': 'not-there' } as const;
const DELETE = { DependencyViolation: 'in-use', 'InvalidNetworkAclID.NotFound': 'not-there' } as const;

function done(): 'done' {
  return 'done';
}

/** What a call about a place answers. Refusals that are no trouble are in `known`, by the code that EC2 gives them. */
function outcome<T, U>(
  place: string,
  right: string,
  known: Readonly<Record<string, U>>,
  call: () => Promise<T>,
): Promise<T | U> {
  return translate<T | U>(place, right, async () => {
    try {
      return await call();
    } catch (error) {
      if (error instanceof EC2ServiceException && Object.hasOwn(known, error.name)) return known[error.name] as U;
      throw error;
    }
  });
}

function addition(NetworkAclId: string, entry: WholeEntry): CreateNetworkAclEntryCommand {
  const { ruleNumber, egress, action, protocol, cidr, ports, icmp } = entry;
  return new CreateNetworkAclEntryCommand({
    NetworkAclId,
    RuleNumber: ruleNumber,
    Egress: egress,
    RuleAction: action,
    Protocol: protocol,
    ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
    ...(ports ? { PortRange: { From: ports.from, To: ports.to } } : {}),
    ...(icmp ? { IcmpTypeCode: { Type: icmp.type, Code: icmp.code } } : {}),
  });
}

function toWhole(acl: NetworkAcl): WholeAcl {
  return {
    id: acl.NetworkAclId ?? '',
    vpcId: acl.VpcId ?? '',
    entries: (acl.Entries ?? []).map(toEntry),
    subnets: (acl.Associations ?? []).map((one) => ({
      subnetId: one.SubnetId ?? '',
      associationId: one.NetworkAclAssociationId ?? '',
    })),
    tags: new Map((acl.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
  };
}

function toEntry(entry: NetworkAclEntry): WholeEntry {
  const { From: from, To: to } = entry.PortRange ?? {};
  const { Type: type, Code: code } = entry.IcmpTypeCode ?? {};
  return {
    ruleNumber: entry.RuleNumber ?? 0,
    egress: entry.Egress === true,
    action: entry.RuleAction === 'allow' ? 'allow' : 'deny',
    protocol: entry.Protocol ?? '-1',
    cidr: entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '',
    ...(from !== undefined && to !== undefined ? { ports: { from, to } } : {}),
    ...(type !== undefined && code !== undefined ? { icmp: { type, code } } : {}),
  };
}
