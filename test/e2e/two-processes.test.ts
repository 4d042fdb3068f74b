import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { SandboxFacts } from '../../src/sandbox/sandbox-facts.ts';
import { ask, cardsIn, deniesIn, postAlert, stateOf } from '../support/by-hand.ts';
import { environmentOf } from '../support/cli.ts';
import { freePort } from '../support/free-port.ts';
import { type Spawned, spawnAism, spawnSandbox } from '../support/spawned.ts';

const folder = mkdtempSync(join(tmpdir(), 'aism-two-'));
const running: Spawned[] = [];

afterEach(async () => {
  for (const spawned of running.splice(0)) await spawned.kill();
  rmSync(folder, { recursive: true, force: true });
});

const until = <T>(look: () => Promise<T>) => vi.waitFor(look, { timeout: 15_000, interval: 50 });

describe.each(['HTTP', 'Socket Mode'])('npm start against the servers of another process, over %s', (way) => {
  test('shows a card, blocks on a click, undoes, and stops in order', { timeout: 60_000 }, async () => {
    const port = await freePort();
    const sandbox = await spawnSandbox(join(folder, 'data'), ['--reset', '--bot', `http://127.0.0.1:${port}`]);
    running.push(sandbox);
    const bot = spawnAism(['start'], environment(sandbox.facts, port, way));
    running.push(bot);
    await until(async () => expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status, bot.errors()).toBe(200));

    expect((await postAlert(sandbox.facts, '203.0.113.9')).status).toBe(202);
    const card = await until(async () => {
      const [found] = cardsIn(await stateOf(sandbox.facts), '203.0.113.9');
      expect(found).toBeDefined();
      return found;
    });
    await ask(sandbox.facts, 'click', { ts: card?.ts, action_id: 'block', user: 'U_ANALYST' });
    await until(async () => expect(deniesIn(await stateOf(sandbox.facts), sandbox.facts)).toEqual(['203.0.113.9/32']));
    await until(async () => expect(cardsIn(await stateOf(sandbox.facts), '203.0.113.9')[0]?.text).toMatch(/^Blocked/));
    await ask(sandbox.facts, 'click', { ts: card?.ts, action_id: 'undo', user: 'U_LEAD' });
    await until(async () => expect(deniesIn(await stateOf(sandbox.facts), sandbox.facts)).toEqual([]));

    expect(await bot.stop(), bot.errors()).toBe(0);
    for (const secret of [sandbox.facts.botToken, sandbox.facts.webhookToken, sandbox.facts.signingSecret])
      expect(bot.errors()).not.toContain(secret);
  });
});

test('npm start tells every problem of its configuration at once', async () => {
  const bot = spawnAism(['start'], { AISM_MODE: 'loud', AISM_CHANEL: 'C1' });
  running.push(bot);

  await until(async () => expect(bot.child.exitCode).toBe(1));

  for (const name of [
    'SLACK_BOT_TOKEN',
    'AISM_CHANNEL',
    'AISM_WEBHOOK_TOKENS',
    'AISM_NETWORK_ACLS',
    'AISM_MODE',
    'AISM_CHANEL',
  ])
    expect(bot.errors()).toContain(name);
});

test('npm start says what to do when the table does not exist', async () => {
  const port = await freePort();
  const sandbox = await spawnSandbox(join(folder, 'data'), ['--bot', `http://127.0.0.1:${port}`]);
  running.push(sandbox);
  const bot = spawnAism(['start'], { ...environment(sandbox.facts, port, 'HTTP'), AISM_TABLE: 'nowhere' });
  running.push(bot);

  await until(async () => expect(bot.child.exitCode).toBe(1));

  expect(bot.errors()).toMatch(/table "nowhere" does not exist.*AISM_TABLE/);
});

function environment(facts: SandboxFacts, port: number, way: string): Record<string, string> {
  const { SLACK_SIGNING_SECRET = '', ...rest } = environmentOf(facts, { AISM_MODE: 'ask', PORT: String(port) });
  return { ...rest, ...(way === 'HTTP' ? { SLACK_SIGNING_SECRET } : { SLACK_APP_TOKEN: facts.appToken }) };
}
