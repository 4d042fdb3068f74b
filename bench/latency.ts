import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DeleteNetworkAclEntryCommand, EC2Client } from '@aws-sdk/client-ec2';
import { freePort } from '../test/support/free-port.ts';
import { WEBHOOK_TOKEN } from '../test/support/servers.ts';
import { spawnAism } from '../test/support/spawned.ts';
import { type Call, type MeasuredServers, startMeasuredServers } from './measured-servers.ts';
import { median } from './median.ts';
import { ready, startBare } from './processes.ts';

/** Pairs before the measured ones: both processes, and the servers, get warm. */
const WARM_UP = 15;
const PAIRS = 60;
/** Nothing is asked for so long: the work for an alert is over. Milliseconds. */
const QUIET_MS = 120;
/** A pair begins so long after the one before: what AISM posts to Slack, once a second, waits for no card before it. */
const PAIR_MS = 1200;
/** Not one of AISM's numbers, so that neither is in the other's way. */
const BARE_NUMBER = 200;
const POLICY = fileURLToPath(new URL('many-blocks.yml', import.meta.url));
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']);

export interface Latency {
  pairs: number;
  /** Alert POST until the rule is in the Network ACL, the median. Milliseconds. */
  oursMs: number;
  /** The same for bare code with as many durable writes, one Describe and one Create. */
  bareMs: number;
  ratio: number;
  /** Durable writes of ours that were answered before the rule was there, the median. */
  writes: number;
  /** What a typical alert asked the servers until the rule was there, each with its begin and end. Milliseconds. */
  profile: string[];
}

interface Measured {
  ms: number;
  /** When the rule was there, by `performance.now()`. */
  at: number;
  calls: Call[];
  writes: number;
}

/** Pair by pair: one alert to a running AISM, then the same to bare code, on the same servers. */
export async function measureLatency(): Promise<Latency> {
  const servers = await startMeasuredServers();
  const port = await freePort();
  const app = spawnAism(['start'], { ...servers.environment(port), AISM_CONFIG: POLICY });
  const bare = await startBare('bare-response.ts', [
    servers.urls.dynamodb,
    servers.urls.ec2,
    servers.table,
    servers.ec2.networkAclId,
    String(BARE_NUMBER),
  ]);
  const ours: Measured[] = [];
  const bares: number[] = [];
  const ec2 = new EC2Client({
    endpoint: servers.urls.ec2,
    region: servers.region,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  try {
    servers.slack.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);
    await ready(`http://127.0.0.1:${port}/healthz`, app.errors);
    await servers.quiet(QUIET_MS);
    for (let pair = 0; pair < WARM_UP + PAIRS; pair += 1) {
      const next = sleep(PAIR_MS);
      const mine = await oneOfOurs(servers, port, `198.51.100.${pair + 1}`, pair);
      await servers.slack.command({ text: `unblock 198.51.100.${pair + 1}`, user: 'U_LEAD' });
      await servers.quiet(QUIET_MS);
      const bareMs = await oneBare(servers, bare.port, `203.0.113.${pair + 1}`, mine.writes, pair);
      await ec2.send(
        new DeleteNetworkAclEntryCommand({
          NetworkAclId: servers.ec2.networkAclId,
          RuleNumber: BARE_NUMBER,
          Egress: false,
        }),
      );
      await servers.quiet(QUIET_MS);
      await next;
      if (pair < WARM_UP) continue;
      ours.push(mine);
      bares.push(bareMs);
    }
  } finally {
    ec2.destroy();
    await app.stop();
    bare.child.stdin?.end();
    await servers.close();
  }
  const oursMs = median(ours.map((one) => one.ms));
  const bareMs = median(bares);
  const typical = [...ours].sort((a, b) => a.ms - b.ms)[Math.floor(ours.length / 2)];
  return {
    pairs: PAIRS,
    oursMs: rounded(oursMs),
    bareMs: rounded(bareMs),
    ratio: rounded(oursMs / bareMs),
    writes: median(ours.map((one) => one.writes)),
    profile: typical ? profileOf(typical.calls, typical.at - typical.ms, typical.at) : [],
  };
}

function isWrite(call: Call): boolean {
  return call.server === 'dynamodb' && WRITES.has(call.name);
}

async function oneOfOurs(servers: MeasuredServers, port: number, address: string, pair: number): Promise<Measured> {
  servers.forget();
  const shown = ruleShows(servers, `${address}/32`);
  const began = performance.now();
  const answer = await post(`http://127.0.0.1:${port}/alerts/elastalert`, alertOn(address, pair));
  if (answer.status !== 202) throw new Error(`the alert was answered ${answer.status}`);
  const at = await shown;
  await servers.quiet(QUIET_MS);
  const calls = servers.calls.slice();
  // Not those that are still under way: they hold nothing up.
  const writes = calls.filter((call) => isWrite(call) && call.to <= at).length;
  return { ms: at - began, at, calls, writes };
}

async function oneBare(servers: MeasuredServers, port: number, address: string, writes: number, pair: number) {
  const shown = ruleShows(servers, `${address}/32`);
  const began = performance.now();
  const order = { id: String(pair), cidr: `${address}/32`, writes, alert: alertOn(address, pair) };
  await post(`http://127.0.0.1:${port}/`, order);
  return (await shown) - began;
}

function alertOn(address: string, pair: number) {
  return {
    '@timestamp': new Date().toISOString(),
    source: { ip: address },
    _index: 'filebeat',
    _id: `pair-${pair}`,
    num_hits: 25,
    num_matches: 1,
    aism_ip: address,
    aism_rule: 'ssh-bruteforce',
    rule_param_query_key: 'source.ip',
    rule_param_num_events: 25,
  };
}

/** Settles with the moment at which the Network ACL denies a range, as EC2 itself sees it. */
function ruleShows(servers: MeasuredServers, cidr: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${cidr} was not denied within 10 s`)), 10_000);
    servers.ec2.onChange(() => {
      const entries = servers.ec2.networkAcls().flatMap((acl) => acl.Entries);
      if (!entries.some((entry) => entry.CidrBlock === cidr)) return;
      clearTimeout(late);
      resolve(performance.now());
    });
  });
}

/** One line for each request until the rule was there: begin and end after the POST, who was asked what. */
function profileOf(calls: readonly Call[], began: number, at: number): string[] {
  return calls
    .filter((call) => call.from <= at)
    .map(({ server, name, about, from, to }) => {
      const time = [from - began, to - began].map((ms) => ms.toFixed(1).padStart(6)).join(' -');
      return `${time} ms  ${server} ${name} ${about}`.trimEnd();
    });
}

function post(url: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${WEBHOOK_TOKEN}` };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
