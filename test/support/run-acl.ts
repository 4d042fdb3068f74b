import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { CreateNetworkAclEntryCommand } from '@aws-sdk/client-ec2';
import type { NetworkAcl } from '../../src/sandbox/ec2/server.ts';
import type { RuleInput, RunningEc2 } from './sandbox-ec2.ts';
import { type Spawned, spawnAism } from './spawned.ts';

/** Sees a call before it is made; see `inFrontOf`. */
export type Look = (action: string, parameters: URLSearchParams, pass: () => Promise<unknown>) => unknown;

/** What a command said and how it ended. */
export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** Starts `aism acl <args>` against the EC2 at this URL. */
export function startAcl(
  url: string,
  args: string[],
  env: Record<string, string> = {},
): Spawned & { ran: Promise<Ran> } {
  const spawned = spawnAism(['acl', ...args], {
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL_EC2: url,
    AWS_ENDPOINT_URL_STS: url,
    ...env,
  });
  let out = '';
  spawned.child.stdout?.on('data', (chunk) => {
    out += String(chunk);
  });
  const ran = once(spawned.child, 'close').then(([code]): Ran => ({ code, out, err: spawned.errors() }));
  return { ...spawned, ran };
}

export function runAcl(url: string, args: string[], env?: Record<string, string>): Promise<Ran> {
  return startAcl(url, args, env).ran;
}

/** The subnets of the main Network ACL, as `--subnets` takes them. */
export function subnetsOf(ec2: RunningEc2['ec2'], id = ec2.networkAclId): string[] {
  return aclOf(ec2, id)?.Associations.map((one) => one.SubnetId) ?? [];
}

export function aclOf(ec2: RunningEc2['ec2'], id: string): NetworkAcl | undefined {
  return ec2.networkAcls().find((acl) => acl.NetworkAclId === id);
}

/** What EC2 has beside the two Network ACLs of the beginning. */
export function madeIn(ec2: RunningEc2['ec2']): NetworkAcl[] {
  return ec2.networkAcls().slice(2);
}

/** Rules of every kind, some of them before the allows of the beginning. */
export async function addRules({ client, ec2 }: RunningEc2): Promise<void> {
  const rules: RuleInput[] = [
    { RuleNumber: 5, RuleAction: 'deny', Protocol: '-1', CidrBlock: '198.51.100.7/32' },
    { RuleNumber: 10, RuleAction: 'allow', Protocol: '6', PortRange: { From: 22, To: 22 }, CidrBlock: '10.0.0.0/8' },
    { RuleNumber: 20, RuleAction: 'allow', Protocol: '1', IcmpTypeCode: { Type: 8, Code: -1 }, CidrBlock: '0.0.0.0/0' },
    { RuleNumber: 30, RuleAction: 'deny', Protocol: '58', IcmpTypeCode: { Type: 128, Code: 0 }, Ipv6CidrBlock: '::/0' },
    { RuleNumber: 40, RuleAction: 'deny', Protocol: '50', CidrBlock: '203.0.113.0/24' },
    {
      RuleNumber: 9,
      Egress: true,
      RuleAction: 'deny',
      Protocol: '17',
      PortRange: { From: 53, To: 99 },
      CidrBlock: '0.0.0.0/0',
    },
  ];
  for (const rule of rules) {
    const input = {
      NetworkAclId: ec2.networkAclId,
      Protocol: '-1',
      RuleAction: 'deny' as const,
      RuleNumber: 1,
      Egress: false,
    };
    await client.send(new CreateNetworkAclEntryCommand({ ...input, ...rule }));
  }
}

/**
 * An EC2 in front of another that sees each call first. What `look` answers is the error code that the caller gets, or
 * `lost`: the caller gets nothing. Before, it may let the call through by `pass`.
 */
export async function inFrontOf(url: string, look: Look): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (req, res) => {
    const body = await buffer(req);
    const headers = {
      authorization: req.headers.authorization ?? '',
      'content-type': 'application/x-www-form-urlencoded',
    };
    const pass = () => fetch(url, { method: 'POST', body, headers });
    const parameters = new URLSearchParams(body.toString());
    const code = await look(parameters.get('Action') ?? '', parameters, pass);
    if (code === 'lost') return res.destroy();
    if (typeof code === 'string') {
      res.writeHead(403, { 'content-type': 'text/xml' });
      return res.end(`<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors></Response>`);
    }
    const answer = await pass();
    res.writeHead(answer.status, { 'content-type': 'text/xml' });
    return res.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
