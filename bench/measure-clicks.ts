import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../src/log.ts';
import { startSandbox } from '../src/sandbox.ts';
import { send } from '../test/support/http-send.ts';
import { deliverySchema, stateSchema } from '../test/support/sandbox-state.ts';

/** On each call to EC2 and DynamoDB, its answer included. Milliseconds. */
const LATENCY_MS = 200;
/** How many attackers there are, each with a card of its own: as many as come without a storm. */
const ATTACKERS = 6;

export interface Clicks {
  count: number;
  latencyMs: number;
  p50Ms: number;
  p99Ms: number;
  slowest: string;
  /** The slowest of each kind. Milliseconds until Slack had its acknowledgement. */
  each: Record<string, number>;
}

/** Does what people do, on a sandbox that is slow to AWS, and takes the time until each is acknowledged with its answer. */
export async function measureClicks(): Promise<Clicks> {
  const data = mkdtempSync(join(tmpdir(), 'aism-clicks-'));
  const sandbox = await startSandbox({ port: 0, data, reset: false, log: createLog('error') });
  const { page, alerts, webhookToken } = sandbox.facts;
  const ask = async (path: string, body: object) => (await send(`${page}sandbox/${path}`, body)).body;
  const times: Array<{ name: string; ms: number }> = [];
  /** `waitMs`: the next one waits until the work of this one is over. */
  const time = async (name: string, path: string, body: object) => {
    const { ms } = deliverySchema.parse(await ask(path, { ...body, waitMs: 20_000 }));
    times.push({ name, ms });
  };
  try {
    for (let host = 1; host <= ATTACKERS; host += 1)
      await send(
        alerts,
        { aism_ip: `203.0.113.${host}`, aism_rule: 'web-scan' },
        { authorization: `Bearer ${webhookToken}` },
      );
    await ask('tick', {});
    const cards = await cardsOf(page);
    await ask('faults', { ec2: { latencyMs: LATENCY_MS }, dynamodb: { latencyMs: LATENCY_MS } });
    for (const [index, ts] of cards.entries()) {
      const first = index % 2 === 0 ? 'block' : 'ignore';
      await time(first, 'click', { ts, action_id: first, user: 'U_ANALYST' });
      await time(`${first} again`, 'click', {
        ts: ts,
        action_id: first === 'block' ? 'undo' : 'block',
        user: 'U_LEAD',
      });
    }
    for (const text of COMMANDS) await time(`/aism ${text}`, 'command', { text, user: 'U_LEAD' });
    await time('Home tab', 'home', { user: 'U_ANALYST' });
  } finally {
    await ask('faults', {});
    await sandbox.stop();
    rmSync(data, { recursive: true, force: true });
  }
  return summary(times);
}

/** One of each kind, those that change something first. */
const COMMANDS = [
  'block 198.51.100.9 1h bench',
  'block 198.51.100.9 2h bench',
  'unblock 198.51.100.9 bench',
  'allow 198.51.100.10 1h bench',
  'allow list',
  'unallow 198.51.100.10 bench',
  'ignore 198.51.100.11 1h',
  'ignore list',
  'ignore remove 198.51.100.11',
  'override 127.0.0.1 1h bench',
  'pause 1h bench',
  'resume',
  'list',
  'list asks',
  'check 203.0.113.1',
  'why 203.0.113.1',
  'history 203.0.113.1',
  'stats 24h',
  'help',
];

async function cardsOf(page: string): Promise<string[]> {
  for (;;) {
    const { messages } = stateSchema.parse(await (await fetch(`${page}sandbox/state`)).json());
    const cards = messages.filter((each) => each.metadata?.event_payload.card.startsWith('203.'));
    if (cards.length === ATTACKERS) return cards.map((each) => each.ts);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function summary(times: ReadonlyArray<{ name: string; ms: number }>): Clicks {
  const sorted = times.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  const each: Record<string, number> = {};
  for (const { name, ms } of times) each[name] = Math.max(each[name] ?? 0, Math.round(ms));
  const [slowest = ''] = Object.entries(each).sort((a, b) => b[1] - a[1])[0] ?? [];
  return { count: times.length, latencyMs: LATENCY_MS, p50Ms: at(0.5), p99Ms: at(0.99), slowest, each };
}
