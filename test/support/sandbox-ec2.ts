import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateNetworkAclEntryCommand,
  type CreateNetworkAclEntryCommandInput,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  EC2Client,
  type EC2ClientConfig,
  EC2ServiceException,
  type NetworkAclEntry,
  ReplaceNetworkAclEntryCommand,
} from '@aws-sdk/client-ec2';
import { createEc2, type Ec2 } from '../../src/sandbox/ec2/server.ts';
import type { Fault, FaultBox, Faults } from '../../src/sandbox/faults.ts';

/** What a test says of a rule; the rest is a deny of 203.0.113.9/32 at number 1, ingress, in the main Network ACL. */
export type RuleInput = Partial<CreateNetworkAclEntryCommandInput>;

/** A sandbox EC2 that listens, with a real AWS client on it that never tries twice. */
export interface RunningEc2 {
  ec2: Ec2;
  client: EC2Client;
  url: string;
  /** Another client, at home in another region or with other credentials; closed with the rest. */
  clientOf(options: { region?: string; credentials?: EC2ClientConfig['credentials'] }): EC2Client;
  create(rule?: RuleInput): Promise<unknown>;
  replace(rule?: RuleInput): Promise<unknown>;
  remove(ruleNumber: number, egress?: boolean): Promise<unknown>;
  /** What EC2 lists of the main Network ACL, without the rules that were there from the beginning. */
  addedRules(): Promise<NetworkAclEntry[]>;
  setFault(fault: Fault): void;
  setFaults(faults: Faults): void;
  close(): Promise<void>;
}

export async function startEc2(options: { file?: string; now?: () => number } = {}): Promise<RunningEc2> {
  const faults: FaultBox = { current: {} };
  const ec2 = createEc2({ ...options, faults, region: 'eu-central-1' });
  const server = createServer((req, res) => ec2.handle(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: EC2Client[] = [];
  const clientOf: RunningEc2['clientOf'] = ({ region = 'eu-central-1', credentials = sandboxKey }) => {
    const made = new EC2Client({ endpoint: url, region, credentials, maxAttempts: 1 });
    clients.push(made);
    return made;
  };
  const client = clientOf({});
  const NetworkAclId = ec2.networkAclId;
  const whole = (rule: RuleInput = {}): CreateNetworkAclEntryCommandInput => {
    const range = 'Ipv6CidrBlock' in rule ? {} : { CidrBlock: '203.0.113.9/32' };
    return { NetworkAclId, RuleNumber: 1, Protocol: '-1', RuleAction: 'deny', Egress: false, ...range, ...rule };
  };
  return {
    ec2,
    client,
    url,
    clientOf,
    create: (rule) => client.send(new CreateNetworkAclEntryCommand(whole(rule))),
    replace: (rule) => client.send(new ReplaceNetworkAclEntryCommand(whole(rule))),
    remove: (RuleNumber, Egress = false) =>
      client.send(new DeleteNetworkAclEntryCommand({ NetworkAclId, RuleNumber, Egress })),
    async addedRules() {
      const { NetworkAcls = [] } = await client.send(new DescribeNetworkAclsCommand({ NetworkAclIds: [NetworkAclId] }));
      const entries = NetworkAcls.flatMap((acl) => acl.Entries ?? []);
      return entries.filter((entry) => ![100, 101, 32767, 32768].includes(entry.RuleNumber ?? 0));
    },
    setFault: (fault) => {
      faults.current = { ec2: fault };
    },
    setFaults: (all) => {
      faults.current = all;
    },
    async close() {
      for (const each of clients) each.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A key of the sandbox's own account. */
export const sandboxKey = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };

/** The refusal that a call ends in, as `status code: message`; a call that succeeds is a failure here. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof EC2ServiceException) {
      return `${error.$metadata.httpStatusCode} ${error.name}: ${error.message}`;
    }
    throw error;
  }
  throw new Error('EC2 did not refuse');
}
