import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeNetworkAclsCommand, DescribeNetworkInterfacesCommand } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Mode } from '../../src/decision/decide.ts';
import { completePolicy } from '../../src/decision/policy.ts';
import { ownTarget, type Target } from '../../src/decision/targets.ts';
import { assumeRole } from '../../src/firewall/assume-role.ts';
import { type WiredFirewall, wireFirewall } from '../../src/wire-firewall.ts';
import { denyAll, entryOf } from '../support/acl-model.ts';
import { type RunningEc2, sandboxKey, startEc2 } from '../support/sandbox-ec2.ts';

const ROLE = 'arn:aws:iam::210987654321:role/external-ours';
const RULE = denyAll('203.0.113.9');

let running: RunningEc2;
/** Stands before EC2 and writes down the region and service of each request. */
let door: Server;
let asked: string[];
let wired: WiredFirewall | undefined;
beforeEach(async () => {
  running = await startEc2();
  asked = [];
  door = createServer((request, response) => {
    asked.push(/Credential=\w+\/\d+\/([\w-]+\/\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    running.ec2.handle(request, response);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  wired?.destroy();
  door.closeAllConnections();
  await new Promise((resolve) => door.close(resolve));
  await running.close();
});

function wire(targets: Target[], more: { mode?: Mode; placement?: 'attacked' } = {}): WiredFirewall {
  const { mode = 'live', ...policy } = more;
  const ec2 = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  const aws = { region: 'eu-central-1', ec2, credentials: sandboxKey };
  wired = wireFirewall({ targets, mode, policy: completePolicy(policy) }, aws, Date.now);
  return wired;
}

/** The Network ACLs of another place as EC2 has them, and a machine there. */
async function look(place: { region?: string; roleArn?: string }) {
  const options = { endpoint: running.url, credentials: sandboxKey, maxAttempts: 1 };
  const role = place.roleArn
    ? { credentials: assumeRole({ roleArn: place.roleArn, externalId: 'ours' }, options) }
    : {};
  const client = running.clientOf({ ...(place.region ? { region: place.region } : {}), ...role });
  const { NetworkAcls = [] } = await client.send(new DescribeNetworkAclsCommand({}));
  const { NetworkInterfaces = [] } = await client.send(new DescribeNetworkInterfacesCommand({}));
  const ids = NetworkAcls.flatMap((acl) => acl.NetworkAclId ?? []);
  return { ids, publicIp: NetworkInterfaces[0]?.Association?.PublicIp ?? '' };
}

test('targets of one place share its looks, those of another have their own', async () => {
  const [first = '', second = ''] = (await look({})).ids;
  const [third = ''] = (await look({ region: 'eu-west-1' })).ids;
  const { firewall } = wire([
    ownTarget(first),
    { ...ownTarget(second), region: 'eu-central-1' },
    { ...ownTarget(third), region: 'eu-west-1' },
  ]);

  const entries = await Promise.all([first, second, third].map((id) => firewall.describe(id)));

  expect(entries.map((each) => each.length)).toEqual([4, 4, 4]);
  expect(asked.toSorted()).toEqual(['eu-central-1/ec2', 'eu-west-1/ec2']);
});

test('a target with a role is reached with its external id, and asks STS in its own region', async () => {
  const [theirs = ''] = (await look({ region: 'eu-west-1', roleArn: ROLE })).ids;
  const target = { id: theirs, region: 'eu-west-1', roleArn: ROLE, externalId: 'ours' };
  const { firewall } = wire([target]);

  expect(await firewall.apply(theirs, { kind: 'create', ruleNumber: 1, rule: RULE })).toBe('done');
  expect((await firewall.describe(theirs))[0]).toEqual(entryOf(1, RULE));
  expect(asked).toEqual(['eu-west-1/sts', 'eu-west-1/ec2', 'eu-west-1/ec2']);
});

test('in shadow nothing is changed anywhere', async () => {
  const [theirs = ''] = (await look({ roleArn: ROLE })).ids;
  const before = structuredClone(running.ec2.networkAcls());
  const { firewall } = wire([{ ...ownTarget(theirs), roleArn: ROLE, externalId: 'ours' }], { mode: 'shadow' });

  expect(await firewall.apply(theirs, { kind: 'create', ruleNumber: 1, rule: RULE })).toBe('done');

  expect((await firewall.describe(theirs))[0]).toEqual(entryOf(1, RULE));
  expect(running.ec2.networkAcls()).toEqual(before);
});

test('hosts are looked up in every account, only if the policy says so', async () => {
  const [ours, theirs] = [await look({}), await look({ roleArn: ROLE })];
  const targets = [
    ...ours.ids.map(ownTarget),
    ...theirs.ids.map((id) => ({ ...ownTarget(id), roleArn: ROLE, externalId: 'ours' })),
  ];
  const { placement } = wire(targets, { placement: 'attacked' });

  expect(await placement?.targetsOf([theirs.publicIp])).toEqual({ targets: [theirs.ids[0]], unknown: [] });
  expect(await placement?.targetsOf([ours.publicIp])).toEqual({ targets: [ours.ids[0]], unknown: [] });
  wired?.destroy();
  expect(wire(targets).placement).toBeUndefined();
});

test('a call may take longer where a role must be assumed first', () => {
  const own = wire([ownTarget('acl-0123456789abcdef0')]).callMs;
  wired?.destroy();

  expect(wire([{ ...ownTarget('acl-0123456789abcdef0'), roleArn: ROLE }]).callMs).toBeGreaterThan(own);
});
