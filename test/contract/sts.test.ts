import { DescribeNetworkAclsCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RunningEc2, refusalOf, sandboxKey, startEc2 } from '../support/sandbox-ec2.ts';

const roleArn = 'arn:aws:iam::210987654321:role/security/aism';

let running: RunningEc2;
let now: number;
beforeEach(async () => {
  now = Date.now();
  running = await startEc2({ now: () => now });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await running.close();
});

/** Credentials of a role, as an application of the AWS SDK gets them. */
function roleOf(
  params: { RoleArn?: string; RoleSessionName?: string; ExternalId?: string; DurationSeconds?: number } = {},
) {
  return fromTemporaryCredentials({
    params: { RoleArn: roleArn, RoleSessionName: 'aism', ...params },
    masterCredentials: sandboxKey,
    clientConfig: { endpoint: running.url, region: 'eu-central-1', maxAttempts: 1 },
  });
}

/** What STS refuses a role with, as `status code: message`. */
async function refusalOfRole(params: Parameters<typeof roleOf>[0]): Promise<string> {
  const error = await roleOf(params)().then(
    () => new Error('STS did not refuse'),
    (thrown) => thrown,
  );
  return `${error.$metadata?.httpStatusCode} ${error.name}: ${error.message}`;
}

/** A call by hand, for what no client sends. */
async function call(query: string, key: { accessKeyId: string; token?: string; service?: string }) {
  const { accessKeyId, token, service = 'sts' } = key;
  const response = await fetch(`${running.url}/?${query}`, {
    headers: {
      Authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260102/eu-central-1/${service}/aws4_request, Signature=0`,
      ...(token === undefined ? {} : { 'X-Amz-Security-Token': token }),
    },
  });
  const xml = await response.text();
  return { status: response.status, xml, code: /<Code>(.*?)</.exec(xml)?.[1] };
}

const identity = 'Action=GetCallerIdentity&Version=2011-06-15';

describe('AssumeRole', () => {
  test('gives out a key of the account in the role, with which EC2 shows that account', async () => {
    const client = running.clientOf({ credentials: roleOf() });

    const { Vpcs = [] } = await client.send(new DescribeVpcsCommand({}));
    const own = await running.client.send(new DescribeVpcsCommand({}));

    expect(Vpcs).toMatchObject([{ OwnerId: '210987654321' }]);
    expect(own.Vpcs).toMatchObject([{ OwnerId: '123456789012' }]);
    expect(own.Vpcs?.[0]?.VpcId).not.toBe(Vpcs[0]?.VpcId);
  });

  test('is found by AWS_ENDPOINT_URL_STS at the URL of EC2', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_STS', running.url);
    vi.stubEnv('AWS_ENDPOINT_URL_EC2', running.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'sandbox');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'sandbox');
    const credentials = fromTemporaryCredentials({ params: { RoleArn: roleArn, RoleSessionName: 'aism' } });
    const client = new EC2Client({ region: 'eu-west-1', credentials });

    const { NetworkAcls = [] } = await client.send(new DescribeNetworkAclsCommand({}));
    client.destroy();

    expect(NetworkAcls).toMatchObject([{ OwnerId: '210987654321' }, { OwnerId: '210987654321' }]);
  });

  test('gives out a new key each time, for an hour or as long as was asked', async () => {
    const [hour, quarter] = [await roleOf()(), await roleOf({ DurationSeconds: 900 })()];

    expect(hour.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(hour.accessKeyId).not.toBe(quarter.accessKeyId);
    expect(Math.round(((hour.expiration?.getTime() ?? 0) - now) / 1000)).toBeCloseTo(3600, -1);
    expect(Math.round(((quarter.expiration?.getTime() ?? 0) - now) / 1000)).toBeCloseTo(900, -1);
  });

  test.each([
    ['arn:aws:iam::210987654321:role/forbidden', undefined],
    ['arn:aws:iam::210987654321:role/external-tenant-7', undefined],
    ['arn:aws:iam::210987654321:role/external-tenant-7', 'tenant-8'],
  ])('is refused for %s with the external id %s', async (RoleArn, ExternalId) => {
    expect(await refusalOfRole({ RoleArn, ...(ExternalId ? { ExternalId } : {}) })).toBe(
      `403 AccessDenied: User: arn:aws:iam::123456789012:user/sandbox is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
    );
  });

  test('is granted to who knows the external id', async () => {
    const RoleArn = 'arn:aws:iam::210987654321:role/external-tenant-7';

    expect(await roleOf({ RoleArn, ExternalId: 'tenant-7' })()).toMatchObject({ sessionToken: expect.any(String) });
  });

  test.each([
    [{ RoleArn: 'arn:aws:iam::21098765432:role/aism' }, 'arn:aws:iam::21098765432:role/aism is invalid'],
    [{ RoleArn: 'arn:aws:iam::210987654321:user/aism' }, 'arn:aws:iam::210987654321:user/aism is invalid'],
    [{ RoleArn: 'aism' }, "Value 'aism' at 'roleArn' failed to satisfy constraint: Member must have length greater"],
    [{ RoleSessionName: 'a' }, "Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length"],
    [{ RoleSessionName: 'a b' }, "Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy"],
    [{ ExternalId: '<x>' }, "Value '<x>' at 'externalId' failed to satisfy constraint: Member must satisfy regular"],
    [{ DurationSeconds: 899 }, "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value"],
    [{ DurationSeconds: 43_201 }, 'Member must have value less than or equal to 43200'],
  ])('refuses %j', async (params, complaint) => {
    const refusal = await refusalOfRole(params);

    expect(refusal).toMatch(/^400 ValidationError: /);
    expect(refusal).toContain(complaint);
  });

  test('is refused where the role or the name of the session is missing', async () => {
    const answer = await call('Action=AssumeRole&Version=2011-06-15', { accessKeyId: 'sandbox' });

    expect([answer.status, answer.code]).toEqual([400, 'ValidationError']);
    expect(answer.xml).toContain("Value null at 'roleArn' failed to satisfy constraint: Member must not be null");
  });

  test('of one role by another lasts an hour at most', async () => {
    const { accessKeyId, sessionToken = '' } = await roleOf()();
    const query = `Action=AssumeRole&Version=2011-06-15&RoleArn=${roleArn}&RoleSessionName=next&DurationSeconds=`;

    const key = { accessKeyId, token: sessionToken };
    expect((await call(`${query}3600`, key)).status).toBe(200);
    expect((await call(`${query}3601`, key)).code).toBe('ValidationError');
  });
});

describe('a key of a session', () => {
  const accountsOf = (credentials: Parameters<RunningEc2['clientOf']>[0]['credentials']) =>
    running.clientOf({ credentials }).send(new DescribeVpcsCommand({}));

  test('that was never given out, or comes without its token or with another, is refused', async () => {
    const failure = '401 AuthFailure: AWS was not able to validate the provided access credentials';
    const { sessionToken, ...key } = await roleOf()();

    const unknown = { ...key, accessKeyId: 'ASIAABCDEFGHIJKLMNOP', sessionToken: sessionToken ?? '' };
    expect(await refusalOf(accountsOf(unknown))).toBe(failure);
    expect(await refusalOf(accountsOf(key))).toBe(failure);
    expect(await refusalOf(accountsOf({ ...key, sessionToken: 'x' }))).toBe(failure);
    expect(await accountsOf({ ...key, sessionToken: sessionToken ?? '' })).toMatchObject({ Vpcs: [{}] });
  });

  test('ends with its time', async () => {
    const { accessKeyId, sessionToken = '' } = await roleOf({ DurationSeconds: 900 })();
    const vpcs = () => call('Action=DescribeVpcs', { accessKeyId, token: sessionToken, service: 'ec2' });

    now += 899_000;
    expect((await vpcs()).status).toBe(200);
    now += 1000;
    expect((await vpcs()).code).toBe('RequestExpired');
    expect((await call(identity, { accessKeyId, token: sessionToken })).code).toBe('ExpiredToken');
  });
});

describe('GetCallerIdentity', () => {
  test("tells the sandbox's own user, or the role and its session", async () => {
    const { accessKeyId, sessionToken = '' } = await roleOf()();

    const own = await call(identity, { accessKeyId: 'sandbox' });
    const role = await call(identity, { accessKeyId, token: sessionToken });

    expect(own.xml).toContain('<Arn>arn:aws:iam::123456789012:user/sandbox</Arn>');
    expect(own.xml).toContain('<Account>123456789012</Account>');
    expect(role.xml).toContain('<Arn>arn:aws:sts::210987654321:assumed-role/aism/aism</Arn>');
    expect(role.xml).toMatch(/<UserId>AROA[A-Z2-7]{17}:aism<\/UserId>/);
  });
});

describe('STS', () => {
  test('answers in its own form, and knows no other action', async () => {
    const { status, xml } = await call('Action=GetSessionToken&Version=2011-06-15', { accessKeyId: 'sandbox' });

    expect(status).toBe(400);
    expect(xml).toMatch(
      /<ErrorResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><Error><Type>Sender<\/Type><Code>InvalidAction</,
    );
    expect(xml).toContain('Could not find operation GetSessionToken for version 2011-06-15');
    expect((await call(identity, { accessKeyId: 'ASIAABCDEFGHIJKLMNOP' })).code).toBe('InvalidClientTokenId');
  });

  test('has faults of its own, and none of EC2', async () => {
    running.setFaults({ ec2: { errorRate: 1 } });
    expect((await call(identity, { accessKeyId: 'sandbox' })).status).toBe(200);

    running.setFaults({ sts: { errorRate: 1 } });
    expect((await call(identity, { accessKeyId: 'sandbox' })).code).toBe('Throttling');
    expect(await refusalOfRole({})).toBe('400 Throttling: Rate exceeded');
    expect((await running.client.send(new DescribeVpcsCommand({}))).Vpcs).toHaveLength(1);

    running.setFaults({ sts: { down: true } });
    await expect(call(identity, { accessKeyId: 'sandbox' })).rejects.toThrow();
  });
});
