import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbLedger } from '../src/ledger/dynamodb/dynamodb-ledger.ts';
import { freePort } from '../test/support/free-port.ts';
import { awsOf, startServers, WEBHOOK_TOKEN } from '../test/support/servers.ts';
import { spawnAism } from '../test/support/spawned.ts';
import { median } from './median.ts';
import { postAlert } from './post-alert.ts';
import { ready, startBare } from './processes.ts';

/** Pairs before the measured ones: both processes, and DynamoDB, get warm. */
const WARM_UP = 1;
const PAIRS = 7;
/** A slow machine makes fewer pairs. Milliseconds. */
const ENOUGH_MS = 30_000;
/** A burst of so many alerts is one half of a pair; so many are under way at the same time. */
const ALERTS = 150;
const AT_ONCE = 16;
/** So many attackers make the alerts. */
const ATTACKERS = 20;

export interface FrontDoor {
  pairs: number;
  /** Alerts of the burst that were answered 202 in a second, the median. AISM also works them, the most of it afterwards. */
  oursPerS: number;
  /** The same for a server that only parses JSON and does one PutItem. */
  barePerS: number;
  /** The median of the pairs' ratios. */
  ratio: number;
}

/** Pair by pair: some hundred alerts to a running AISM, then the same to bare code, on the same DynamoDB. */
export async function measureFrontDoor(): Promise<FrontDoor> {
  const servers = await startServers();
  const port = await freePort();
  const app = spawnAism(['start'], servers.environment(port));
  const bare = await startBare('bare-webhook.ts', [servers.urls.dynamodb, servers.table]);
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const client = new DynamoDBClient({ ...awsOf(servers), endpoint: servers.urls.dynamodb });
  const { inbox } = dynamodbLedger({ client, table: servers.table, retention: RETENTION, wall: Date.now });
  const pairs: Array<{ ours: number; bare: number }> = [];
  try {
    servers.slack.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);
    await ready(`http://127.0.0.1:${port}/healthz`, app.errors);
    const began = performance.now();
    for (let pair = 0; pair < WARM_UP + PAIRS && performance.now() - began < ENOUGH_MS; pair += 1) {
      const ours = await perSecond(agent, `http://127.0.0.1:${port}/alerts/elastalert`, pair);
      while ((await inbox.waiting(1)).length > 0) await sleep(200);
      await sleep(300);
      const theirs = await perSecond(agent, `http://127.0.0.1:${bare.port}/`, pair);
      if (pair >= WARM_UP) pairs.push({ ours, bare: theirs });
    }
  } finally {
    agent.destroy();
    client.destroy();
    await app.stop();
    bare.child.stdin?.end();
    await servers.close();
  }
  return {
    pairs: pairs.length,
    oursPerS: Math.round(median(pairs.map((pair) => pair.ours))),
    barePerS: Math.round(median(pairs.map((pair) => pair.bare))),
    ratio: Math.round(median(pairs.map((pair) => pair.ours / pair.bare)) * 100) / 100,
  };
}

const RETENTION = { actionDays: 1, bodyDays: 1 };
const BODY = JSON.parse(
  readFileSync(new URL('../test/fixtures/elastalert2/ssh-frequency.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

/** Alerts answered in a second, of so many at once. */
async function perSecond(agent: Agent, url: string, pair: number): Promise<number> {
  const bodies = Array.from({ length: ALERTS }, (_, index) => alertOf(pair, index));
  const began = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let body = bodies.pop(); body !== undefined; body = bodies.pop())
        await postAlert(agent, url, WEBHOOK_TOKEN, body);
    }),
  );
  return (ALERTS * 1000) / (performance.now() - began);
}

function alertOf(pair: number, index: number): string {
  const ip = `198.51.100.${(index % ATTACKERS) + 1}`;
  const at = new Date().toISOString();
  return JSON.stringify({ ...BODY, '@timestamp': at, _id: `${pair}-${index}`, source: { ip }, aism_ip: ip });
}
