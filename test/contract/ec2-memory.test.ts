import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateNetworkAclCommand,
  DeleteNetworkAclCommand,
  DescribeNetworkAclsCommand,
  DescribeVpcsCommand,
  ReplaceNetworkAclAssociationCommand,
} from '@aws-sdk/client-ec2';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEc2 } from '../../src/sandbox/ec2/server.ts';
import { sandboxKey, startEc2 } from '../support/sandbox-ec2.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aism-ec2-'));
  file = join(folder, 'ec2.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const reopened = () => createEc2({ file, faults: { current: {} }, region: 'eu-central-1' });

/** Runs a sandbox EC2 on the file, lets it be used, and drops it without a goodbye. */
async function used(use: (running: Awaited<ReturnType<typeof startEc2>>) => Promise<unknown>) {
  const running = await startEc2({ file });
  await use(running);
  await running.close();
  return running.ec2;
}

/** Creates rules 1, 2, 3 ... on a server of its own, kills it with one under way, and returns those that were acknowledged. */
async function killedAfter(count: number): Promise<number[]> {
  const code = `
    import { createServer } from 'node:http';
    import { createEc2 } from ${JSON.stringify(new URL('../../src/sandbox/ec2/server.ts', import.meta.url).href)};
    const ec2 = createEc2({ file: process.argv[1], faults: { current: {} }, region: 'eu-central-1' });
    const server = createServer(ec2.handle).listen(0, '127.0.0.1', () =>
      console.log(JSON.stringify({ port: server.address().port, id: ec2.networkAclId })));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  const { port, id } = JSON.parse(String(line));
  const acknowledged: number[] = [];
  const create = async (number: number) => {
    const action = `Action=CreateNetworkAclEntry&NetworkAclId=${id}&RuleNumber=${number}&Protocol=-1`;
    const url = `http://127.0.0.1:${port}/?${action}&RuleAction=deny&Egress=false&CidrBlock=203.0.113.${number}/32`;
    const response = await fetch(url, { headers: { Authorization: 'AWS4-HMAC-SHA256' } });
    if (response.ok) acknowledged.push(number);
  };
  for (let number = 1; number <= count; number += 1) await create(number);
  const last = create(count + 1).catch(() => undefined);
  child.kill('SIGKILL');
  await Promise.all([last, once(child, 'exit')]);
  return acknowledged;
}

describe('what EC2 remembers', () => {
  test('is the same after a restart: ids, rules and their absence', async () => {
    const before = await used(async (running) => {
      await running.create({ RuleNumber: 1 });
      await running.create({ RuleNumber: 2, Ipv6CidrBlock: '2001:db8::/48', Egress: true });
      await running.replace({ RuleNumber: 1, CidrBlock: '198.51.100.9/32' });
      await running.create({ RuleNumber: 3 });
      await running.remove(3);
    });

    const after = reopened();
    expect(after.networkAclId).toBe(before.networkAclId);
    expect(after.networkAcls()).toEqual(before.networkAcls());
    expect(after.networkAcls()[0]?.Entries).toHaveLength(10);
    expect(reopened().networkAcls()).toEqual(before.networkAcls());
  });

  test('takes one line after a restart, however many changes there were', async () => {
    await used(async (running) => {
      for (let RuleNumber = 1; RuleNumber <= 10; RuleNumber += 1) await running.create({ RuleNumber });
    });
    const lines = () => readFileSync(file, 'utf8').trimEnd().split('\n').length;

    expect(lines()).toBe(11);
    reopened();
    expect(lines()).toBe(1);
  });

  test('is all but the last change when a crash tore the last line', async () => {
    const before = await used((running) => running.create({ RuleNumber: 1 }));
    await used((running) => running.create({ RuleNumber: 2 }));
    truncateSync(file, readFileSync(file).length - 20);

    expect(reopened().networkAcls()).toEqual(before.networkAcls());
  });

  test('holds every rule that was acknowledged before a kill -9, and at most one more', async () => {
    for (let round = 1; round <= 3; round += 1) {
      const acknowledged = await killedAfter(3 * round);

      const kept =
        reopened()
          .networkAcls()[0]
          ?.Entries.map((entry) => entry.RuleNumber) ?? [];
      const added = kept.filter((number) => number < 100);
      expect(added.slice(0, acknowledged.length)).toEqual(acknowledged);
      expect(added.length).toBeLessThanOrEqual(acknowledged.length + 1);
      rmSync(file);
    }
  });

  test('takes new changes after a torn line', async () => {
    await used((running) => running.create({ RuleNumber: 1 }));
    appendFileSync(file, '{"kind":"acl","acl":{"NetworkAclId":"acl-0');
    const ec2 = await used((running) => running.create({ RuleNumber: 2 }));

    expect(reopened().networkAcls()).toEqual(ec2.networkAcls());
    expect(ec2.networkAcls()[0]?.Entries).toHaveLength(10);
  });

  test('is a new account where not even the first line was written whole', async () => {
    appendFileSync(file, '{"kind":"all","account":{');

    const first = reopened();
    expect(first.networkAcls()).toHaveLength(2);
    expect(reopened().networkAclId).toBe(first.networkAclId);
  });

  test('is the same in every region and account, with moved subnets, Network ACLs taken away and keys of sessions', async () => {
    const role = { RoleArn: 'arn:aws:iam::210987654321:role/aism', RoleSessionName: 'aism' };
    const assume = (endpoint: string) =>
      fromTemporaryCredentials({
        params: role,
        masterCredentials: sandboxKey,
        clientConfig: { endpoint, region: 'eu-central-1' },
      })();
    let key = sandboxKey;
    const before = await used(async ({ clientOf, url }) => {
      key = await assume(url);
      for (const client of [clientOf({ region: 'eu-west-1' }), clientOf({ credentials: key })]) {
        const { NetworkAcls = [] } = await client.send(new DescribeNetworkAclsCommand({}));
        const [main, spare] = NetworkAcls;
        const AssociationId = main?.Associations?.[0]?.NetworkAclAssociationId;
        await client.send(
          new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId: spare?.NetworkAclId }),
        );
        const made = await client.send(new CreateNetworkAclCommand({ VpcId: main?.VpcId }));
        await client.send(new DeleteNetworkAclCommand({ NetworkAclId: made.NetworkAcl?.NetworkAclId }));
      }
    });

    const after = await used(async ({ clientOf }) => {
      const { Vpcs } = await clientOf({ credentials: key }).send(new DescribeVpcsCommand({}));
      expect(Vpcs).toMatchObject([{ OwnerId: '210987654321' }]);
    });

    expect(after.networkAcls()).toEqual(before.networkAcls());
    expect(after.networkAcls()).toHaveLength(6);
  });

  test('is what a version wrote that knew one account and region alone', async () => {
    const networkAcls = [
      {
        VpcId: 'vpc-0aaaaaaaaaaaaaaa1',
        Entries: [{ RuleNumber: 100, Protocol: '-1', RuleAction: 'allow', Egress: false, CidrBlock: '0.0.0.0/0' }],
        Tags: [],
        NetworkAclId: 'acl-0aaaaaaaaaaaaaaa1',
        IsDefault: false,
        Associations: [],
      },
    ];
    const account = {
      ownerId: '123456789012',
      vpcId: 'vpc-0aaaaaaaaaaaaaaa1',
      subnets: [],
      interfaces: [],
      networkAclId: 'acl-0aaaaaaaaaaaaaaa1',
    };
    const acl = { ...networkAcls[0], Tags: [{ Key: 'Name', Value: 'old' }] };
    const lines = [
      { kind: 'all', account, networkAcls },
      { kind: 'acl', acl },
    ];
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

    await used(async ({ client, clientOf, ec2 }) => {
      expect(ec2.networkAclId).toBe('acl-0aaaaaaaaaaaaaaa1');
      expect(ec2.networkAcls()).toEqual([acl]);
      const { Vpcs } = await client.send(new DescribeVpcsCommand({}));
      expect(Vpcs).toMatchObject([{ VpcId: 'vpc-0aaaaaaaaaaaaaaa1', OwnerId: '123456789012' }]);
      await clientOf({ region: 'eu-west-1' }).send(new DescribeVpcsCommand({}));
    });
    expect(reopened().networkAcls()).toHaveLength(3);
  });

  test('differs from account to account', () => {
    const faults = { current: {} };
    const ids = [1, 2].map(() => createEc2({ faults, region: 'eu-central-1' }).networkAclId);

    expect(ids[0]).not.toBe(ids[1]);
  });
});
