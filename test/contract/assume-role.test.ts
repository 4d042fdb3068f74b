import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeNetworkAclsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { assumeRole } from '../../src/firewall/assume-role.ts';
import { type RunningEc2, sandboxKey, startEc2 } from '../support/sandbox-ec2.ts';

const ROLE = 'arn:aws:iam::210987654321:role/aism-network-acls';

let now: number;
let running: RunningEc2;
beforeEach(async () => {
  now = Date.now();
  running = await startEc2({ now: () => now });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await running.close();
});

/** A client of EC2 that is a role, and how it asks for its keys. */
function as(roleArn: string, externalId?: string): EC2Client {
  const options = { endpoint: running.url, credentials: sandboxKey, maxAttempts: 1 };
  return running.clientOf({ credentials: assumeRole({ roleArn, externalId }, options) });
}

const look = async (client: EC2Client) => (await client.send(new DescribeNetworkAclsCommand({}))).NetworkAcls ?? [];

test('what is asked for with a role is in its account', async () => {
  const owners = (await look(as(ROLE))).map((acl) => acl.OwnerId);

  expect([...new Set(owners)]).toEqual(['210987654321']);
  expect((await look(running.client))[0]?.OwnerId).toBe('123456789012');
});

test('a role that asks for an external id gets it', async () => {
  const role = 'arn:aws:iam::210987654321:role/external-ours';

  expect(await look(as(role, 'ours'))).toHaveLength(2);
  await expect(look(as(role, 'theirs'))).rejects.toMatchObject({ trouble: 'forbidden' });
  await expect(look(as(role))).rejects.toMatchObject({ trouble: 'forbidden' });
});

test('a role that may not be assumed is named, with what to do', async () => {
  await expect(look(as('arn:aws:iam::210987654321:role/forbidden'))).rejects.toMatchObject({
    name: 'FirewallError',
    trouble: 'forbidden',
    message:
      "AISM cannot assume arn:aws:iam::210987654321:role/forbidden (AccessDenied): its trust policy must let AISM's role assume it, and AISM's role must be allowed sts:AssumeRole on it",
    cause: { name: 'AccessDenied' },
  });
});

test.each([
  ['ExpiredToken', 'forbidden', "AISM's own credentials have expired"],
  ['RegionDisabledException', 'forbidden', 'STS is not activated in this region'],
  ['Throttling', 'throttled', 'STS throttles our calls'],
  ['InternalFailure', 'unavailable', 'STS did not answer well'],
])('the answer %s of STS is %s', async (code, trouble, words) => {
  running.setFaults({ sts: { errorRate: 1, code } });
  const client = as(ROLE);

  const error = await look(client).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: 'FirewallError', trouble, message: expect.stringContaining(words) });
  expect(error).toMatchObject({ message: expect.stringContaining(ROLE) });

  running.setFaults({});
  expect(await look(client)).toHaveLength(2);
});

test('a key is kept as long as it counts: one call of STS serves many of EC2', async () => {
  const client = as(ROLE);
  await look(client);
  running.setFaults({ sts: { down: true } });

  for (let count = 0; count < 3; count += 1) expect(await look(client)).toHaveLength(2);
  await expect(look(as(ROLE))).rejects.toMatchObject({ trouble: 'unavailable' });
});

test('without an endpoint and a key of its own the environment of the AWS SDK counts, AWS_ENDPOINT_URL_STS too', async () => {
  // Passes everything on, and writes down who asked where.
  const asked: string[] = [];
  const sts = createServer((request, response) => {
    asked.push(
      /Credential=(\w+)\/\d+\/([\w-]+\/\w+)/
        .exec(request.headers.authorization ?? '')
        ?.slice(1)
        .join(' ') ?? '',
    );
    running.ec2.handle(request, response);
  });
  await new Promise<void>((resolve) => sts.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL_STS', `http://127.0.0.1:${(sts.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAOURS');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  const client = running.clientOf({
    region: 'eu-west-1',
    credentials: assumeRole({ roleArn: ROLE, externalId: undefined }, { maxAttempts: 1 }),
  });

  expect((await look(client))[0]?.OwnerId).toBe('210987654321');
  expect(asked).toEqual(['AKIAOURS eu-west-1/sts']);

  sts.closeAllConnections();
  await new Promise((resolve) => sts.close(resolve));
});
