import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { SandboxFacts } from '../src/sandbox/sandbox-facts.ts';
import { attackAll, openLedger, whatIsLost } from './storm-attack.ts';

/*
 * npm run -s bench:storm [-- --json --alerts 100000 --addresses 10000]
 * A storm at the sandbox, whose servers are all in one process: how much memory that takes, whether Slack had to refuse a
 * call, and whether the digest and the ledger know of every alert. With --json standard output is one JSON object.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    alerts: { type: 'string', default: '100000' },
    addresses: { type: 'string', default: '10000' },
  },
});
const [alerts, addresses] = [Number(values.alerts), Number(values.addresses)];
/** As `npm run sandbox` has them. */
const FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4', '--max-old-space-size=256'];

interface Numbers {
  slackCalls: number;
  /** Calls that Slack answered 429. */
  rateLimited: number;
  /** The most memory of the sandbox's process. MB. */
  rssMb: number;
}

const data = mkdtempSync(join(tmpdir(), 'aism-storm-'));
// LevelDB works in several threads; a heap for each of them would hold on to tens of MB.
// biome-ignore lint/style/noProcessEnv: the child gets what we have, and one more
const env = { ...process.env, MALLOC_ARENA_MAX: '1' };
const child = fork(fileURLToPath(new URL('storm-sandbox.ts', import.meta.url)), [data], { execArgv: FLAGS, env });
try {
  const [facts] = (await once(child, 'message')) as [SandboxFacts];
  const { ledger, close } = openLedger(facts);
  const seconds = await attackAll(facts, ledger, { alerts, addresses }, say);
  const { slackCalls, rateLimited, rssMb } = await numbers();
  const { lost, why } = await whatIsLost(facts, ledger, { alerts, addresses });
  close();
  const result = { alerts, addresses, rssMb, slackCalls, rateLimited, lost, seconds };
  process.stdout.write(
    values.json
      ? `${JSON.stringify(result)}\n`
      : `${alerts} alerts of ${addresses} addresses in ${seconds} s: at most ${rssMb} MB (goal 250), ${slackCalls} Slack calls, ${rateLimited} refused as too many, ${lost} lost (${JSON.stringify(why)})\n`,
  );
} finally {
  const gone = once(child, 'exit');
  child.disconnect();
  await gone;
  rmSync(data, { recursive: true, force: true });
}

async function numbers(): Promise<Numbers> {
  const answer = once(child, 'message');
  child.send('numbers');
  const [found] = (await answer) as [Numbers];
  return found;
}

async function say(told: string): Promise<void> {
  if (!values.json) process.stderr.write(`${told} ${JSON.stringify(await numbers())}\n`);
}
