import {
  CreateNetworkAclEntryCommand,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  type EC2Client,
  EC2ServiceException,
  type NetworkAclEntry,
  ReplaceNetworkAclEntryCommand,
} from '@aws-sdk/client-ec2';
import { family, parseAddress } from '../address/address.ts';
import {
  type Change,
  type Entry,
  type Everything,
  type Firewall,
  FirewallError,
  type Outcome,
  type Trouble,
} from './firewall.ts';

/** What the IAM policy must allow. serverless.yml is checked against it. */
export const NETWORK_ACL_ACTIONS = [
  'ec2:CreateNetworkAclEntry',
  'ec2:DeleteNetworkAclEntry',
  'ec2:DescribeNetworkAcls',
  'ec2:ReplaceNetworkAclEntry',
] as const;

/** Network ACLs of one account and region. A target is a Network ACL's id. */
export function networkAclFirewall(client: EC2Client): Firewall {
  return {
    async describe(target) {
      const answer = await translate(target, 'ec2:DescribeNetworkAcls', () =>
        client.send(new DescribeNetworkAclsCommand({ NetworkAclIds: [target] })),
      );
      const [acl] = answer.NetworkAcls ?? [];
      if (!acl) throw new FirewallError('lost', `EC2 shows no Network ACL ${target}`);
      const inbound = (acl.Entries ?? []).filter((entry) => entry.Egress === false);
      return inbound.map(toEntry).sort((a, b) => a.ruleNumber - b.ruleNumber);
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

const TROUBLES: Record<string, [Trouble, string]> = {
  RequestLimitExceeded: ['throttled', 'EC2 throttles our calls'],
  Throttling: ['throttled', 'EC2 throttles our calls'],
  UnauthorizedOperation: ['forbidden', 'our role may not do that'],
  AuthFailure: ['forbidden', 'EC2 does not accept our credentials'],
  'InvalidNetworkAclID.NotFound': ['lost', 'there is no such Network ACL any more'],
  'InvalidNetworkAclId.Malformed': ['lost', 'that is no id of a Network ACL'],
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

async function translate<T>(target: string, right: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof FirewallError) throw error;
    const name = error instanceof Error ? error.name : 'unknown error';
    const [trouble, what] = TROUBLES[name] ?? (['unavailable', `EC2 did not answer well (${name})`] as const);
    const lacks = name === 'UnauthorizedOperation' ? `: it lacks ${right}` : '';
    throw new FirewallError(trouble, `${what}${lacks} (${target})`, { cause: error });
  }
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
