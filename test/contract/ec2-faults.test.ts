import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningEc2, refusalOf, startEc2 } from '../support/sandbox-ec2.ts';

let running: RunningEc2;
let now: number;
beforeEach(async () => {
  now = 1_000_000;
  running = await startEc2({ now: () => now });
});
afterEach(() => running.close());

describe('the quota', () => {
  const full = '400 NetworkAclEntryLimitExceeded: The maximum number of network acl entries has been reached.';

  test('is 20 rules per direction, of both families and with the * rules', async () => {
    for (let RuleNumber = 1; RuleNumber <= 15; RuleNumber += 1) await running.create({ RuleNumber });
    await running.create({ RuleNumber: 16, Ipv6CidrBlock: '2001:db8::/32' });

    expect(await refusalOf(running.create({ RuleNumber: 17 }))).toBe(full);
    expect(await refusalOf(running.create({ RuleNumber: 17, Ipv6CidrBlock: '2001:db8::/32' }))).toBe(full);
    await running.create({ RuleNumber: 17, Egress: true });
    await running.replace({ RuleNumber: 16, CidrBlock: '198.51.100.7/32' });
    await running.remove(1);
    await running.create({ RuleNumber: 17 });
    expect(await running.addedRules()).toHaveLength(17);
  });

  test('can be set, and then holds for new rules', async () => {
    await running.create({ RuleNumber: 1 });
    running.setFault({ quota: 5 });

    expect(await refusalOf(running.create({ RuleNumber: 2 }))).toBe(full);
    running.setFault({ quota: 40 });
    for (let RuleNumber = 2; RuleNumber <= 36; RuleNumber += 1) await running.create({ RuleNumber });
    expect(await refusalOf(running.create({ RuleNumber: 37 }))).toBe(full);
  });
});

describe('throttling', () => {
  const throttled = '503 RequestLimitExceeded: Request limit exceeded.';
  const describeVpcs = () => running.client.send(new DescribeVpcsCommand({}));

  test('stops a change after 50 at once, then lets 5 a second through', async () => {
    for (let count = 0; count < 50; count += 1) await running.replace({ RuleNumber: 9 }).catch(() => undefined);

    expect(await refusalOf(running.replace())).toBe(throttled);
    now += 199;
    expect(await refusalOf(running.replace())).toBe(throttled);
    now += 1;
    expect(await refusalOf(running.replace())).toContain('InvalidNetworkAclEntry.NotFound');
    expect(await refusalOf(running.replace())).toBe(throttled);
  });

  test('counts each action for itself', async () => {
    for (let count = 0; count < 50; count += 1) await running.replace({ RuleNumber: 9 }).catch(() => undefined);

    await running.create();
    expect(await running.addedRules()).toHaveLength(1);
  });

  test('stops a Describe after 100 at once, and never lets more than 100 gather', async () => {
    await describeVpcs();
    now += 3_600_000;
    for (let count = 0; count < 100; count += 1) await describeVpcs();

    expect(await refusalOf(describeVpcs())).toBe(throttled);
    now += 50;
    await describeVpcs();
    expect(await refusalOf(describeVpcs())).toBe(throttled);
  });
});

describe('faults', () => {
  test.each([
    [{ errorRate: 1 }, '503 RequestLimitExceeded: Request limit exceeded.'],
    [{ errorRate: 1, code: 'InternalError' }, '500 InternalError: An internal error has occurred'],
    [{ errorRate: 1, code: 'Unavailable' }, '503 Unavailable: The service is unavailable. Please try again shortly.'],
    [
      { errorRate: 1, code: 'UnauthorizedOperation' },
      '403 UnauthorizedOperation: You are not authorized to perform this operation.',
    ],
    [{ errorRate: 1, code: 'IncorrectState' }, '400 IncorrectState: The sandbox was told to answer so.'],
  ])('of %j answer an error and change nothing', async (fault, refusal) => {
    running.setFault(fault);

    expect(await refusalOf(running.create())).toBe(refusal);
    running.setFault({});
    expect(await running.addedRules()).toEqual([]);
  });

  test('of a rate of 0 never answer an error', async () => {
    running.setFault({ errorRate: 0, code: 'InternalError' });

    await running.create();
    expect(await running.addedRules()).toHaveLength(1);
  });

  test('cut the connection while EC2 is down, and change nothing', async () => {
    running.setFault({ down: true });

    await expect(running.create()).rejects.toMatchObject({ code: 'ECONNRESET' });
    running.setFault({});
    expect(await running.addedRules()).toEqual([]);
  });

  test('can lose the answer after the change was made', async () => {
    running.setFault({ errorRate: 1, code: 'timeout-after' });

    await expect(running.create()).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(running.create({ RuleNumber: 0 })).rejects.toMatchObject({ code: 'ECONNRESET' });
    running.setFault({});
    expect(await running.addedRules()).toHaveLength(1);
  });

  test('make every answer late', async () => {
    running.setFault({ latencyMs: 120 });

    const begun = performance.now();
    await running.create();
    expect(performance.now() - begun).toBeGreaterThanOrEqual(119);
  });
});

describe('a Describe that lags', () => {
  test('shows the state of so long ago, while changes go by the present', async () => {
    running.setFault({ describeLagMs: 1000 });
    await running.create({ RuleNumber: 1 });
    now += 600;
    await running.create({ RuleNumber: 2 });

    expect(await running.addedRules()).toEqual([]);
    expect(await refusalOf(running.create({ RuleNumber: 1 }))).toContain('NetworkAclEntryAlreadyExists');
    now += 400;
    expect(await running.addedRules()).toMatchObject([{ RuleNumber: 1 }]);
    await running.remove(1);
    now += 600;
    expect(await running.addedRules()).toMatchObject([{ RuleNumber: 1 }, { RuleNumber: 2 }]);
    running.setFault({});
    expect(await running.addedRules()).toMatchObject([{ RuleNumber: 2 }]);
  });
});
