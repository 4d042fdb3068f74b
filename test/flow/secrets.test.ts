import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { send } from '../support/http-send.ts';
import { asSlack, clickBody } from '../support/signed-slack.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

function secretsIn(text: string): string[] {
  const { webhookToken, signingSecret, botToken, appToken } = world.facts;
  const secrets = { webhookToken, signingSecret, botToken, appToken };
  return Object.entries(secrets).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));
}

/** Everything in the ledger's table, as one text. */
async function ledgerText(): Promise<string> {
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const client = new DynamoDBClient({ endpoint: world.facts.dynamodb, region: world.facts.region, credentials });
  const { Items } = await client.send(new ScanCommand({ TableName: world.facts.table }));
  client.destroy();
  return JSON.stringify(Items, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
}

test('invariant 11: no secret is in an answer, a message, the ledger or a log line, whatever goes wrong', async () => {
  const { facts } = world;
  const answers: string[] = [];
  const hear = async (answer: Promise<{ text: string } | object>) => void answers.push(JSON.stringify(await answer));
  const address = '203.0.113.1';

  await world.alert(address);
  const { ts } = await world.card(address);
  const everything = async () => {
    await hear(world.post({ aism_ip: address, aism_rule: 'r', _id: crypto.randomUUID() }));
    await hear(world.post('not json'));
    await hear(world.post('{}', { authorization: `Bearer ${facts.webhookToken}x` }));
    await hear(world.post('{}', { authorization: `Basic ${facts.webhookToken}` }));
    await hear(send(`${facts.alerts}?token=${facts.webhookToken}`, '{}'));
    await hear(world.sandbox('click', { ts, action_id: 'more', user: 'U_LEAD', value: 'x', waitMs: 300 }));
    await hear(world.sandbox('command', { text: `block ${address} 1h`, user: 'U_LEAD', waitMs: 300 }));
    await hear(world.sandbox('command', { text: `unblock ${address}`, user: 'U_LEAD', waitMs: 300 }));
    await hear(world.sandbox('home', { user: 'U_LEAD', waitMs: 300 }));
    const body = clickBody(facts, { action_id: 'block', value: `${address}|1-0` });
    await hear(asSlack(facts, body));
    await hear(asSlack(facts, body, { secret: 'wrong' }));
    await hear(asSlack(facts, `${body}&x=${facts.signingSecret}`, { timestamp: 1 }));
    await hear(fetch(`${facts.page}healthz`).then((response) => response.text().then((text) => ({ text }))));
    await hear(fetch(facts.page).then((response) => response.text().then((text) => ({ text }))));
    await world.sandbox('tick', {});
  };
  await everything();
  for (const faults of [
    { slack: { down: true } },
    { slack: { errorRate: 1, code: 'invalid_auth' } },
    { slack: { errorRate: 1, code: '500' } },
    { ec2: { down: true } },
    { ec2: { errorRate: 1, code: 'AuthFailure' } },
    { dynamodb: { down: true } },
    { dynamodb: { errorRate: 1, code: 'UnrecognizedClientException' } },
  ]) {
    await world.faults(faults);
    await everything();
  }
  await world.faults({});
  await everything();

  expect(answers.length).toBeGreaterThan(100);
  expect(answers.filter((answer) => secretsIn(answer).length > 0)).toEqual([]);
  expect(world.logged.length).toBeGreaterThan(20);
  expect(world.logged.filter((line) => secretsIn(line).length > 0)).toEqual([]);
  const { webhookToken, ...state } = await world.state();
  expect(webhookToken).toBe(facts.webhookToken);
  expect(secretsIn(JSON.stringify(state))).toEqual([]);
  expect(secretsIn(await ledgerText())).toEqual([]);
});
