import {
  CreateNetworkAclEntryCommand,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  type DescribeNetworkAclsCommandInput,
  type EC2Client,
  EC2ServiceException,
  type NetworkAclEntry,
  ReplaceNetworkAclEntryCommand,
} from '@aws-sdk/client-ec2';
import { family, parseAddress } from '../address/address.ts';
import { translate } from './ec2-trouble.ts';
import { type Change, type Entry, type Everything, type Firewall, FirewallError, type Outcome } from './firewall.ts';
import { joinDescribes } from './join-describes.ts';
import { readFiltered } from './read-pages.ts';

/** What the IAM policy must allow. serverless.yml is checked against it. */
export const NETWORK_ACL_ACTIONS = [
  'ec2:CreateNetworkAclEntry',
  'ec2:DeleteNetworkAclEntry',
  'ec2:DescribeNetworkAcls',
  'ec2:ReplaceNetworkAclEntry',
] as const;

/** Network ACLs of one account and region. A target is a Network ACL's id. Looks at several are joined into one call. */
export function networkAclFirewall(client: EC2Client): Firewall {
  const look = joinDescribes((ids) => inboundEntries(client, ids));
  return {
    async describe(target) {
      const entries = await translate(target, 'ec2:DescribeNetworkAcls', () => look(target));
      if (!entries) throw new FirewallError('lost', `EC2 shows no Network ACL ${target}`);
      return entries;
    },
    async apply(target, change) {
      return translate(target, RIGHTS[change.kind], async () => {
        try {
          await send(client, target, change);
          return 'done';
        } catch (error) {
          const outcome = error instanceof EC2ServiceException ? OUTCOMES[error.name] : undefined;
          if (outcome) return outcome;
          throw error;
        }
      });
    },
  };
}

/** One by its id. Several by a filter, since of a list of ids a single one that is gone would refuse the whole call. */
async function inboundEntries(client: EC2Client, ids: string[]): Promise<Map<string, Entry[]>> {
  const describe = (input: DescribeNetworkAclsCommandInput) => client.send(new DescribeNetworkAclsCommand(input));
  const pages =
    ids.length === 1
      ? [await describe({ NetworkAclIds: ids })]
      : await readFiltered('network-acl-id', ids, (input) => describe(input));
  return new Map(
    pages
      .flatMap((page) => page.NetworkAcls ?? [])
      .map((acl) => [acl.NetworkAclId ?? '', toEntries(acl.Entries ?? [])]),
  );
}

const RIGHTS = {
  create: 'ec2:CreateNetworkAclEntry',
  replace: 'ec2:ReplaceNetworkAclEntry',
  delete: 'ec2:DeleteNetworkAclEntry',
} as const;

/** Answers that are no trouble (API_CreateNetworkAclEntry and its sisters, "Errors"). */
const OUTCOMES: Record<string, Outcome> = {
  NetworkAclEntryAlreadyExists: 'number-taken',
  'InvalidNetworkAclEntry.NotFound': 'not-there',
  NetworkAclEntryLimitExceeded: 'full',
};

function send(client: EC2Client, target: string, change: Change): Promise<unknown> {
  const place = { NetworkAclId: target, RuleNumber: change.ruleNumber, Egress: false };
  if (change.kind === 'delete') return client.send(new DeleteNetworkAclEntryCommand(place));
  const { cidr, protocol, ports } = change.rule;
  const input = {
    ...place,
    Protocol: protocol,
    RuleAction: 'deny' as const,
    ...(family(cidr) === 4 ? { CidrBlock: cidr } : { Ipv6CidrBlock: cidr }),
    ...(ports ? { PortRange: { From: ports.from, To: ports.to } } : {}),
  };
  return client.send(
    change.kind === 'create' ? new CreateNetworkAclEntryCommand(input) : new ReplaceNetworkAclEntryCommand(input),
  );
}

function toEntries(entries: readonly NetworkAclEntry[]): Entry[] {
  const inbound = entries.filter((entry) => entry.Egress === false);
  return inbound.map(toEntry).sort((a, b) => a.ruleNumber - b.ruleNumber);
}

function toEntry(entry: NetworkAclEntry): Entry {
  const ports = entry.PortRange;
  return {
    ruleNumber: entry.RuleNumber ?? 0,
    action: entry.RuleAction === 'allow' ? 'allow' : 'deny',
    protocol: entry.Protocol ?? '-1',
    cidr: toCidr(entry),
    ...(ports?.From !== undefined && ports.To !== undefined ? { ports: { from: ports.From, to: ports.To } } : {}),
  };
}

/** What cannot be read as a block is `0.0.0.0/0` or `::/0`, the two that `Address` leaves out. */
function toCidr(entry: NetworkAclEntry): Entry['cidr'] {
  const everything: Everything = entry.Ipv6CidrBlock === undefined ? '0.0.0.0/0' : '::/0';
  const parsed = parseAddress(entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '');
  return parsed.ok ? parsed.address : everything;
}
