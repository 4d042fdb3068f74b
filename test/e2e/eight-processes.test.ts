import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateNetworkAclEntryCommand, EC2Client } from '@aws-sdk/client-ec2';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import type { Entry } from '../../src/firewall/firewall.ts';
import { networkAclFirewall } from '../../src/firewall/network-acl.ts';
import { createLog } from '../../src/log.ts';
import type { Deps } from '../../src/response/deps.ts';
import { refreshGuard } from '../../src/response/load-guard.ts';
import { wire } from '../../src/wire.ts';
import { type Member, memberOf } from '../support/crowd.ts';
import { wrongActions } from '../support/promises.ts';
import { awsOf, type Servers, startServers } from '../support/servers.ts';
import { disagreements, settle } from '../support/settled.ts';
import { generator } from '../support/wishes.ts';

const PROCESSES = 8;
const WISHES = 250;
/** Short, so that a pause outlasts it and who is killed holds nobody up. Milliseconds. */
const LEASE_MS = 1500;
/** So many processes are killed, and so many pauses tried, spread over all the wishes. */
const KILLS = 12;
const PAUSES = 4;
/** Another seed: other wishes, other moments. */
const SEED = 20_161_124;

const folder = mkdtempSync(join(tmpdir(), 'aism-eight-'));
const members: Member[] = [];
afterAll(async () => {
  for (const member of members) await member.kill();
  rmSync(folder, { recursive: true, force: true });
});

test('invariants 1, 2 and 3: eight processes on one Network ACL, killed and paused at random: the ledger is the firewall, and each wish one action', {
  timeout: 420_000,
}, async () => {
  const servers = await startServers();
  const application = wire(readConfig(servers.environment(0)), {
    clock: systemClock,
    log: createLog('fatal'),
    holder: 'afterwards',
    aws: awsOf(servers),
  });
  const { deps } = application;
  const [target = ''] = deps.targets;
  await refreshGuard(deps);
  const foreign = await putForeignRules(servers, target);
  const began = performance.now();
  for (let index = 0; index < PROCESSES; index += 1) {
    const environment = servers.environment(0);
    const member = { name: `p${index}`, seed: SEED + index, wishes: WISHES, leaseMs: LEASE_MS, environment };
    members.push(memberOf(folder, member));
    members.at(-1)?.start();
  }

  const { kills, pauses } = await disturb(deps, generator(SEED));
  const wished = performance.now();
  // Who was killed may have noted a rule and never asked for it: such a number is given up after five minutes.
  await settle({ ...deps, wall: () => Date.now() + 6 * 60_000 }, target);

  const seconds = (from: number, to: number) => Math.round((to - from) / 1000);
  console.log(
    `seed ${SEED}: ${PROCESSES * WISHES} wishes in ${seconds(began, wished)} s, ${kills} kills, ${pauses} pauses; settled after ${seconds(wished, performance.now())} s`,
  );
  expect(kills).toBe(KILLS);
  expect(pauses).toBeGreaterThan(0);
  const { records, leases } = deps.ledger;
  const entries = await deps.firewall.describe(target);
  const isForeign = (entry: Entry) => foreign.some((each) => each.ruleNumber === entry.ruleNumber);
  expect(entries.filter(isForeign)).toEqual(foreign);
  const ours = entries.filter((entry) => !isForeign(entry));
  expect(disagreements(await records.all(), target, ours)).toEqual([]);
  expect(await leases.peek(target)).toMatchObject({
    data: { slots: ours.map(({ ruleNumber }) => expect.objectContaining({ ruleNumber, seen: true })) },
  });
  const promises = members.flatMap((member) => [...member.promised()]);
  expect(promises).toHaveLength(PROCESSES * WISHES);
  expect(await wrongActions(deps, promises)).toEqual([]);
  await application.stop();
  await servers.close();
});

/** Inside our numbers: they are stepped around. Returns every entry that is not ours. */
async function putForeignRules({ urls, region }: Servers, NetworkAclId: string): Promise<Entry[]> {
  const credentials = { accessKeyId: 'somebody', secretAccessKey: 'else' };
  const client = new EC2Client({ endpoint: urls.ec2, region, credentials });
  const common = { NetworkAclId, Egress: false, Protocol: '-1' };
  for (const rule of [
    { RuleNumber: 3, RuleAction: 'deny' as const, CidrBlock: '192.0.2.0/24' },
    { RuleNumber: 7, RuleAction: 'allow' as const, CidrBlock: '10.0.0.0/8' },
  ])
    await client.send(new CreateNetworkAclEntryCommand({ ...common, ...rule }));
  const entries = await networkAclFirewall(client).describe(NetworkAclId);
  client.destroy();
  return entries;
}

/** Kills one after the other, and pauses holders of the lease for longer than it lasts, until all have wished everything. */
async function disturb(deps: Deps, random: () => number): Promise<{ kills: number; pauses: number }> {
  const [target = ''] = deps.targets;
  const moments = (many: number) =>
    Array.from({ length: many }, () => random() * PROCESSES * WISHES).sort((a, b) => a - b);
  const [killAt, pauseAt] = [moments(KILLS), moments(PAUSES)];
  let [kills, pauses] = [0, 0];
  while (!members.every((member) => member.isDone())) {
    for (const member of members) if (member.hasFailed()) throw new Error(`${member.name} ended: ${member.errors()}`);
    await sleep(20);
    const begun = members.reduce((sum, member) => sum + member.promised().size, 0);
    // A pause needs somebody who holds the lease just now, so it is tried until there is one.
    if ((pauseAt[pauses] ?? Number.POSITIVE_INFINITY) < begun && (await pauseHolder(deps, target))) pauses += 1;
    if ((killAt[kills] ?? Number.POSITIVE_INFINITY) > begun) continue;
    const running = members.filter((member) => !member.isDone());
    const victim = running[Math.floor(random() * running.length)];
    if (!victim) continue;
    await victim.kill();
    kills += 1;
    victim.start();
  }
  return { kills, pauses };
}

/** True when a process was stopped while it held the lease, and went on only after another had taken it. */
async function pauseHolder(deps: Deps, target: string): Promise<boolean> {
  const holderNow = async () => (await deps.ledger.leases.peek(target).catch(() => undefined))?.holder;
  const holder = await holderNow();
  const member = members.find((each) => holder === `${each.name}-${each.pid()}`);
  if (!member) return false;
  member.signal('SIGSTOP');
  try {
    if ((await holderNow()) !== holder) return false;
    for (let look = 0; look < 100 && (await holderNow()) === holder; look += 1) await sleep(50);
    return (await holderNow()) !== holder;
  } finally {
    member.signal('SIGCONT');
  }
}
