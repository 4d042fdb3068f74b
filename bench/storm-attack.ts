import { Agent } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Address, parseAddress } from '../src/address/address.ts';
import { dynamodbLedger } from '../src/ledger/dynamodb/dynamodb-ledger.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { SandboxFacts } from '../src/sandbox/sandbox-facts.ts';
import { postAlert } from './post-alert.ts';

/** How many alerts are posted at the same time, and of which rules they are. */
const AT_ONCE = 16;
const RULES = ['ssh-bruteforce', 'web-scan', 'port-scan'];
/** The worst addresses make one alert in ten besides their own. */
const WORST = 100;
const TOLD_EVERY = 5000;
/** How many records are read at a time. */
const READ = 100;

export interface Size {
  alerts: number;
  addresses: number;
}

/** The sandbox's ledger, as another process sees it. */
export function openLedger({ dynamodb, region, table }: SandboxFacts): { ledger: Ledger; close(): void } {
  const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
  const client = new DynamoDBClient({ endpoint: dynamodb, region, credentials, maxAttempts: 8 });
  const retention = { actionDays: 1, bodyDays: 1 };
  return { ledger: dynamodbLedger({ client, table, retention, wall: Date.now }), close: () => client.destroy() };
}

/** Posts all, and waits until every alert is worked and every action copied. Returns the seconds. */
export async function attackAll(
  facts: SandboxFacts,
  ledger: Ledger,
  { alerts, addresses }: Size,
  say: (told: string) => Promise<void>,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < alerts) {
        const number = next++;
        await postAlert(agent, facts.alerts, facts.webhookToken, alertOf(number, addresses));
        if (number % TOLD_EVERY === 0) await say(`${number} posted, ${seconds()} s:`);
      }
    }),
  );
  await say(`all posted, ${seconds()} s:`);
  while ((await ledger.inbox.waiting(1)).length > 0) {
    await sleep(2000);
    await say(`working, ${seconds()} s:`);
  }
  while ((await ledger.records.due(Date.now(), 1)).length > 0) await sleep(1000);
  const done = seconds();
  // The digest is drawn at most every twelve seconds, or a twentieth of the time.
  await sleep(40_000);
  await say('told');
  agent.destroy();
  return done;
}

/** Alerts that are not in the history, attackers that neither a card nor a digest tells of, and what a digest says falsely. */
export async function whatIsLost(
  facts: SandboxFacts,
  ledger: Ledger,
  { alerts, addresses }: Size,
): Promise<{ lost: number; why: object }> {
  let counted = 0;
  const now = Date.now();
  await ledger.actions.visit(now - 3_600_000, now + 60_000, (action) => {
    if (action.kind === 'alert') counted += action.count ?? 0;
  });
  const all = Array.from({ length: addresses }, (_, index) => addressOf(index));
  let [untold, folded] = [0, 0];
  for (let at = 0; at < all.length; at += READ)
    for (const { episodes } of await ledger.records.getMany(all.slice(at, at + READ))) {
      if (episodes.some((episode) => episode.folded !== undefined)) folded += 1;
      else if (!episodes.some((episode) => episode.ts !== undefined)) untold += 1;
    }
  const onDigest = await attackersOnDigest(facts);
  const why = { counted, untold, folded, onDigest };
  return { lost: Math.abs(alerts - counted) + untold + Math.abs(folded - onDigest), why };
}

/** How many attackers the digest's title says. */
async function attackersOnDigest({ slack, botToken, channel }: SandboxFacts): Promise<number> {
  const answer = await fetch(`${slack}conversations.history?channel=${channel}&limit=200`, {
    headers: { authorization: `Bearer ${botToken}` },
  });
  const { messages = [] } = (await answer.json()) as { messages?: Array<{ text: string }> };
  const [, count] = messages.map(({ text }) => /storm.*: ([\d,]+) attackers/i.exec(text)).find((hit) => hit) ?? [];
  return Number((count ?? '0').replaceAll(',', ''));
}

function alertOf(number: number, addresses: number): string {
  const index = number >= addresses && number % 10 === 0 ? (number / 10) % WORST : number % addresses;
  const [ip] = addressOf(index % addresses).split('/');
  return JSON.stringify({
    '@timestamp': new Date().toISOString(),
    _index: 'filebeat',
    _id: `storm-${number}`,
    aism_ip: ip,
    aism_rule: RULES[index % RULES.length],
    host: { name: `web-${number % 5}` },
    message: `Failed password for root from ${ip} port 4242 ssh2`,
  });
}

/** Spread over the internet, as the machines of a botnet are. */
function addressOf(index: number): Address {
  const parsed = parseAddress(`${45 + (index % 20)}.${(index >> 8) & 255}.${index & 255}.${(index * 37) % 256}`);
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.address;
}
