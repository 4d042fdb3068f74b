import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { send } from '../support/http-send.ts';
import { asSlack, clickBody } from '../support/signed-slack.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let body: string;
beforeAll(async () => {
  world = await startWorld();
  await world.alert('203.0.113.1');
  const [value] = JSON.stringify((await world.card('203.0.113.1')).blocks).match(/203\.0\.113\.1\/32\|[\d-]+/) ?? [];
  body = clickBody(world.facts, { action_id: 'block', value });
});
afterAll(() => world.end());

let before: unknown;
async function everything() {
  const { messages, blocks, actions, networkAcls, views } = await world.state();
  return { messages, blocks, actions, networkAcls, views };
}
beforeEach(async () => {
  before = await everything();
});

const seconds = () => Math.floor(Date.now() / 1000);

describe('a request to /slack/events that is not from Slack changes nothing', () => {
  afterEach(async () => {
    await world.tick();
    expect(await everything()).toEqual(before);
  });

  test('with a signature by another secret', async () => {
    expect((await asSlack(world.facts, body, { secret: 'not the secret' })).status).toBe(401);
  });

  test('with the signature of another body', async () => {
    const other = await asSlack(world.facts, body, { headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } });
    expect(other.status).toBe(401);
  });

  test.each([
    ['ten minutes old', () => seconds() - 600],
    ['of 1970', () => 0],
  ])('with a timestamp %s', async (_what, timestamp) => {
    expect((await asSlack(world.facts, body, { timestamp: timestamp() })).status).toBe(401);
  });

  test('with a timestamp that is no number', async () => {
    const answer = await asSlack(world.facts, body, { headers: { 'x-slack-request-timestamp': 'now' } });
    expect(answer.status).toBe(401);
  });

  test('with no signature at all', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await send(`${world.facts.page}slack/events`, body, form);
    expect(answer.status).toBe(401);
  });

  test('with the webhook token instead', async () => {
    const answer = await send(`${world.facts.page}slack/events`, body, {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Bearer ${world.facts.webhookToken}`,
    });
    expect(answer.status).toBe(401);
  });

  test.each([
    ['text/plain', () => body],
    ['application/json', () => body],
    ['application/json', () => '{"type":"block_actions"'],
    ['application/x-www-form-urlencoded', () => 'payload=%7Bbroken'],
    ['application/x-www-form-urlencoded', () => 'payload=[]'],
    ['application/octet-stream', () => '\u0000\u0001'],
  ])('well signed, but as %s with what is no click (%#)', async (contentType, text) => {
    const { status } = await asSlack(world.facts, text(), { contentType });

    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
  });

  test('with 3 MB of body', async () => {
    const answer = await asSlack(world.facts, `payload=${'a'.repeat(3_000_000)}`, { secret: 'not the secret' });

    expect([401, 413]).toContain(answer.status);
  });

  test('with ssl_check, which is answered and heard by nobody', async () => {
    expect((await asSlack(world.facts, 'ssl_check=1&token=x')).status).toBe(200);
  });
});

test('the same click well signed is taken', async () => {
  expect((await asSlack(world.facts, body)).status).toBe(200);
  await world.tick();

  expect(await world.denies()).toEqual(['203.0.113.1/32']);
});
