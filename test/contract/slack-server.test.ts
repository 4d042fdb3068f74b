import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  APP_TOKEN,
  BOT_TOKEN,
  clientOf,
  message,
  type RunningSlack,
  refusal,
  SCOPES,
  startSlack,
} from '../support/sandbox-slack.ts';

// The SDK's own client against the sandbox's Slack.

let running: RunningSlack;

beforeEach(async () => {
  running = await startSlack();
});

afterEach(() => running.stop());

const SECTION = { type: 'section', text: { type: 'mrkdwn', text: 'hi' } } as const;
const METADATA = { event_type: 'aism_card', event_payload: { card: 'abc', revision: 3 } };

describe('tokens and calls', () => {
  test('auth.test names the bot, and the headers its scopes', async () => {
    const result = await running.client.auth.test();

    expect(result).toMatchObject({ ok: true, team_id: 'T_SANDBOX', user_id: 'U_AISM', bot_id: 'B_AISM' });
    expect(result.response_metadata?.scopes).toEqual(SCOPES);
    const posted = await running.client.chat.postMessage(message());
    expect(posted.response_metadata?.acceptedScopes).toEqual(['chat:write']);
  });

  test('a wrong token, none, and one of the wrong kind are refused', async () => {
    expect((await refusal(clientOf(running.url, 'xoxb-wrong').auth.test())).error).toBe('invalid_auth');
    expect((await refusal(clientOf(running.url, APP_TOKEN).auth.test())).error).toBe('not_allowed_token_type');
    expect((await refusal(running.client.apps.connections.open({}))).error).toBe('not_allowed_token_type');
    expect(await callRaw('auth.test', {})).toMatchObject({ ok: false, error: 'not_authed' });
  });

  test('a missing scope is named', async () => {
    const poor = await startSlack({ scopes: ['commands'] });

    expect(await callRaw('chat.postMessage', { ...message(), token: BOT_TOKEN }, poor.url)).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'chat:write',
      provided: 'commands',
    });
    await poor.stop();
  });

  test('an unknown method is refused', async () => {
    expect((await refusal(running.client.apiCall('chat.shout'))).error).toBe('unknown_method');
  });

  test('JSON with a bearer token and a form with the token in it are the same call', async () => {
    const asJson = await fetch(`${running.url}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${BOT_TOKEN}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ ...message('as JSON'), blocks: [SECTION] }),
    });

    expect(await asJson.json()).toMatchObject({ ok: true, message: { text: 'as JSON', blocks: [SECTION] } });
    expect(await callRaw('chat.postMessage', { ...message('as form'), token: BOT_TOKEN })).toMatchObject({ ok: true });
    expect(running.slack.messages().map(({ text }) => text)).toEqual(['as JSON', 'as form']);
  });

  test.each([
    ['application/json', '{"channel":', 'invalid_json'],
    ['application/json', '[]', 'json_not_object'],
    ['text/xml', '<a/>', 'invalid_post_type'],
  ])('a body of %s %s is refused', async (type, body, error) => {
    const answer = await fetch(`${running.url}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${BOT_TOKEN}`, 'content-type': type },
      body,
    });

    expect(await answer.json()).toMatchObject({ ok: false, error });
  });

  test('a body over a megabyte is refused, and paths elsewhere are left to others', async () => {
    const large = await fetch(`${running.url}chat.postMessage`, { method: 'POST', body: 'x'.repeat(1_000_001) });
    expect(large.status).toBe(413);
    const elsewhere = await fetch(new URL('/slack/events', running.url));
    expect([elsewhere.status, await elsewhere.text()]).toEqual([404, 'not Slack']);
  });
});

describe('channels, people, groups', () => {
  test('the bot joins a channel and may then post there', async () => {
    const { conversations, chat } = running.client;
    expect((await conversations.info({ channel: 'C_GENERAL' })).channel).toMatchObject({ is_member: false });

    await conversations.join({ channel: 'C_GENERAL' });

    expect((await chat.postMessage({ channel: 'C_GENERAL', text: 'hello all' })).ok).toBe(true);
    expect((await conversations.join({ channel: 'C_GENERAL' })).warning).toBe('already_in_channel');
    expect((await conversations.info({ channel: 'C_SECURITY' })).channel).toMatchObject({
      name: 'security-alerts',
      is_member: true,
      is_archived: false,
    });
  });

  test('people and the members of a group are known', async () => {
    const { users, usergroups } = running.client;

    expect((await users.info({ user: 'U_ANALYST' })).user).toMatchObject({ real_name: 'Ana Lyst', is_bot: false });
    expect((await users.info({ user: 'U_AISM' })).user).toMatchObject({ is_bot: true });
    expect((await refusal(users.info({ user: 'U_NOBODY' }))).error).toBe('user_not_found');
    expect((await usergroups.users.list({ usergroup: 'S_ONCALL' })).users).toEqual(['U_ANALYST']);
    for (const usergroup of ['S_NONE', 'constructor']) {
      expect((await refusal(usergroups.users.list({ usergroup }))).error).toBe('no_such_subteam');
    }
    expect(running.slack.users()).toContainEqual({ id: 'U_STRANGER', name: 'stran', real_name: 'Stran Ger' });
  });
});

describe('files', () => {
  test('uploadV2 of the SDK shares a file in the channel, and it can be read again', async () => {
    const content = 'address,until\n203.0.113.9,2026-11-24\n';

    await running.client.files.uploadV2({
      channel_id: 'C_SECURITY',
      filename: 'blocks.csv',
      title: 'Blocks',
      initial_comment: 'All blocks',
      content,
    });

    const [shared] = running.slack.messages();
    expect(shared).toMatchObject({
      text: 'All blocks',
      files: [{ name: 'blocks.csv', title: 'Blocks', mimetype: 'text/csv' }],
    });
    const file = await fetch(shared?.files?.[0]?.url_private ?? '');
    expect(await file.text()).toBe(content);
  });

  test('a file that was never uploaded cannot be shared', async () => {
    const { file_id } = await running.client.files.getUploadURLExternal({ filename: 'a.txt', length: 3 });

    const shared = running.client.files.completeUploadExternal({ files: [{ id: file_id ?? '' }] });

    expect((await refusal(shared)).error).toBe('file_not_found');
  });
});

describe('limits and faults', () => {
  test('the eleventh message of a burst waits, by 429 and Retry-After', async () => {
    const now = 1_764_000_000_000;
    const strict = await startSlack({ now: () => now });
    for (let n = 0; n < 10; n += 1) await strict.client.chat.postMessage(message());

    const refused = await fetch(`${strict.url}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${BOT_TOKEN}` },
      body: new URLSearchParams(message()),
    });

    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await refused.json()).toEqual({ ok: false, error: 'ratelimited' });
    await expect(strict.client.chat.postMessage(message())).rejects.toBeInstanceOf(WebAPIRateLimitedError);
    expect(strict.slack.messages()).toHaveLength(10);
    await strict.stop();
  });

  test('an error rate answers a throttle, an error, or a broken server', async () => {
    const { client, faults } = running;
    faults.current = { slack: { errorRate: 1 } };
    await expect(client.auth.test()).rejects.toBeInstanceOf(WebAPIRateLimitedError);
    faults.current = { slack: { errorRate: 1, code: 'internal_error' } };
    expect((await refusal(client.chat.postMessage(message()))).error).toBe('internal_error');
    faults.current = { slack: { errorRate: 1, code: '503' } };
    await expect(client.chat.postMessage(message())).rejects.toBeInstanceOf(WebAPIHTTPError);

    faults.current = {};
    expect(running.slack.messages()).toEqual([]);
    expect((await client.chat.postMessage(message())).ok).toBe(true);
  });

  test('a fatal error may leave the message posted', async () => {
    running.faults.current = { slack: { errorRate: 1, code: 'fatal_error' } };

    expect((await refusal(running.client.chat.postMessage(message()))).error).toBe('fatal_error');

    expect(running.slack.messages()).toHaveLength(1);
  });

  test('only a share of the calls fails at a rate below one', async () => {
    const dice = [0.1, 0.9];
    const uneven = await startSlack({ random: () => dice.shift() ?? 1 });
    uneven.faults.current = { slack: { errorRate: 0.5, code: 'internal_error' } };

    expect((await refusal(uneven.client.auth.test())).error).toBe('internal_error');
    expect((await uneven.client.auth.test()).ok).toBe(true);
    await uneven.stop();
  });

  test('when Slack is down, connections are cut', async () => {
    running.faults.current = { slack: { down: true } };
    await expect(running.client.auth.test()).rejects.toBeInstanceOf(WebAPIRequestError);
  });

  test('latency delays the answer', async () => {
    running.faults.current = { slack: { latencyMs: 120 } };
    const started = performance.now();

    await running.client.auth.test();

    expect(performance.now() - started).toBeGreaterThan(110);
  });
});

test('messages, private ones, homes and memberships are there again after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aism-slack-'));
  const file = join(folder, 'slack.jsonl');
  const first = await startSlack({ file });
  await first.client.chat.postMessage({ ...message('kept'), blocks: [SECTION], metadata: METADATA });
  await first.client.chat.postEphemeral({ ...message('secret'), user: 'U_ANALYST' });
  await first.client.views.publish({ user_id: 'U_ANALYST', view: { type: 'home', blocks: [{ type: 'divider' }] } });
  await first.client.conversations.join({ channel: 'C_GENERAL' });
  const gone = (await first.client.chat.postMessage(message('gone'))).ts ?? '';
  await first.client.chat.delete({ channel: 'C_SECURITY', ts: gone });
  const before = { messages: first.slack.messages(), views: first.slack.views() };
  // No orderly end: what was answered is in the file already.

  const second = await startSlack({ file });

  expect({ messages: second.slack.messages(), views: second.slack.views() }).toEqual(before);
  expect(before.messages.map(({ text, ephemeral_to }) => [text, ephemeral_to])).toEqual([
    ['kept', undefined],
    ['secret', 'U_ANALYST'],
  ]);
  expect((await second.client.conversations.info({ channel: 'C_GENERAL' })).channel).toMatchObject({ is_member: true });
  const next = (await second.client.chat.postMessage(message('next'))).ts ?? '';
  expect(Number(next)).toBeGreaterThan(Number(gone));
  await Promise.all([first.stop(), second.stop()]);
  rmSync(folder, { recursive: true });
});

async function callRaw(method: string, form: Record<string, string>, url = running.url): Promise<unknown> {
  const answer = await fetch(`${url}${method}`, { method: 'POST', body: new URLSearchParams(form) });
  return answer.json();
}
