import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  CreateNetworkAclEntryCommand,
  CreateVpcCommand,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe } from 'vitest';
import { networkAclFirewall } from '../../src/firewall/network-acl.ts';
import { type Deviations, type Stage, testFirewall } from '../contract/firewall.ts';
import { freePort } from '../support/free-port.ts';
import type { RuleInput } from '../support/sandbox-ec2.ts';

/** How long moto's server may take to answer. Milliseconds. */
const START_MS = 30_000;

/** What moto 5.2.5 does otherwise than EC2. It also knows no faults, no throttling and no quota: no testFirewallTroubles. */
const DEVIATIONS: Deviations = {
  'tells that there is nothing to replace, and makes nothing': 'answers 500 with a page of HTML',
  'tells that there is nothing to remove': 'answers 500 with a page of HTML',
  'removes nothing outbound': 'answers 500 with a page of HTML',
  'reads a rule of others of another protocol, without ports': 'keeps ports for a protocol that has none',
  'tells that there is no target "acl-0123456789abcdef0" to look at': 'says InvalidRouteTableID.NotFound',
  'tells that there is no target "acl" to look at': 'says InvalidRouteTableID.NotFound',
};

/** The path of moto_server, installed outside git if it is not there yet; or why there is none. */
const install = promisify(execFile)(fileURLToPath(new URL('install-moto.sh', import.meta.url)));
const { command, why } = await install.then(
  ({ stdout }) => ({ command: stdout.trim(), why: '' }),
  (error: { stdout?: string; message: string }) => ({ command: undefined, why: error.stdout?.trim() || error.message }),
);
if (command === undefined) console.log(`SKIPPED: moto: ${why}`);

describe.skipIf(command === undefined)('moto', () => {
  let server: ChildProcess;
  let client: EC2Client;

  beforeAll(async () => {
    const port = await freePort();
    server = spawn(command ?? '', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    client = new EC2Client({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'moto', secretAccessKey: 'moto' },
      maxAttempts: 1,
    });
    await untilItAnswers();
  }, START_MS + 5000);
  afterAll(async () => {
    client.destroy();
    if (server.exitCode !== null) return;
    server.kill('SIGTERM');
    await once(server, 'exit');
  });

  testFirewall('a Network ACL of moto', start, DEVIATIONS);

  async function untilItAnswers(): Promise<void> {
    const until = Date.now() + START_MS;
    for (;;) {
      try {
        return void (await client.send(new DescribeVpcsCommand({})));
      } catch (error) {
        if (Date.now() > until) throw new Error('moto_server does not answer', { cause: error });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  /** The Network ACL of a new VPC. moto gives it no rules for IPv6; AWS does once the VPC has a range of IPv6. */
  async function start(): Promise<Stage> {
    const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const ofVpc = [{ Name: 'vpc-id', Values: [Vpc?.VpcId ?? ''] }];
    const { NetworkAcls } = await client.send(new DescribeNetworkAclsCommand({ Filters: ofVpc }));
    const target = NetworkAcls?.[0]?.NetworkAclId ?? '';
    const create = (rule: RuleInput) => {
      const range = 'Ipv6CidrBlock' in rule ? {} : { CidrBlock: '203.0.113.9/32' };
      const whole = { RuleNumber: 1, Protocol: '-1', RuleAction: 'deny' as const, Egress: false, ...range, ...rule };
      return client.send(new CreateNetworkAclEntryCommand({ NetworkAclId: target, ...whole }));
    };
    await create({ RuleNumber: 101, RuleAction: 'allow', Ipv6CidrBlock: '::/0' });
    await create({ RuleNumber: 32768, Ipv6CidrBlock: '::/0' });
    const remove = (RuleNumber: number) =>
      client.send(new DeleteNetworkAclEntryCommand({ NetworkAclId: target, RuleNumber, Egress: false }));
    return { firewall: networkAclFirewall(client), target, others: { create, remove }, close: async () => undefined };
  }
});
