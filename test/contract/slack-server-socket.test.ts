import type { BlockButtonAction, ViewSubmitAction } from '@slack/bolt';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type RunningBolt, startSocketBolt } from '../support/sandbox-bolt.ts';
import { APP_TOKEN, clientOf, type RunningSlack, startSlack } from '../support/sandbox-slack.ts';

// A real Bolt app over Socket Mode.

let running: RunningSlack;
let bolt: RunningBolt;

beforeEach(async () => {
  running = await startSlack({ ackMs: 300, retryDelaysMs: [] });
  bolt = await startSocketBolt(running);
});

afterEach(async () => {
  await bolt.stop();
  await running.stop();
});

const plain = (text: string) => ({ type: 'plain_text' as const, text });

test('a command, its ack and its response go over the socket', async () => {
  bolt.app.command('/aism', async ({ ack, command, respond }) => {
    await ack({ text: `you said ${command.text}` });
    await respond('and more');
  });

  const delivery = await running.slack.command({ text: 'help', user: 'U_ANALYST' });

  await vi.waitFor(() => expect(delivery.responses).toMatchObject([{ text: 'and more', ephemeral_to: 'U_ANALYST' }]));
  expect(delivery).toMatchObject({ status: 200, ack: { text: 'you said help' } });
  expect(running.slack.messages()[0]).toMatchObject({ text: 'you said help', ephemeral_to: 'U_ANALYST' });
});

test('a click opens a modal, whose submission is answered with errors and then closes it', async () => {
  const modal = {
    type: 'modal' as const,
    callback_id: 'block',
    title: plain('Block'),
    submit: plain('Block'),
    blocks: [
      {
        type: 'input' as const,
        block_id: 'why',
        label: plain('Why'),
        element: { type: 'plain_text_input' as const, action_id: 'reason' },
      },
    ],
  };
  bolt.app.action<BlockButtonAction>('block', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: modal });
  });
  bolt.app.view<ViewSubmitAction>('block', async ({ ack, view }) => {
    const reason = view.state.values['why']?.['reason']?.value;
    await (reason === 'x' ? ack({ response_action: 'errors', errors: { why: 'Say more' } }) : ack());
  });
  const button = { type: 'button' as const, action_id: 'block', text: plain('Block') };
  const { ts = '' } = await running.client.chat.postMessage({
    channel: 'C_SECURITY',
    text: 'An attack',
    blocks: [{ type: 'actions', elements: [button] }],
  });

  const clicked = await running.slack.click({ ts, action_id: 'block', user: 'U_LEAD' });
  await vi.waitFor(() => expect(clicked.responses).toHaveLength(1));
  expect(clicked).toMatchObject({ status: 200, ack: '' });
  const view_id = running.slack.views()[0]?.id ?? '';
  const refused = await running.slack.submit({ view_id, values: { reason: 'x' }, user: 'U_LEAD' });
  expect(refused.ack).toEqual({ response_action: 'errors', errors: { why: 'Say more' } });
  await running.slack.submit({ view_id, values: { reason: 'scanner' }, user: 'U_LEAD' });

  expect(running.slack.views()).toEqual([]);
});

test('app_home_opened comes as an event', async () => {
  bolt.app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [] } });
  });

  const { status, responses } = await running.slack.home({ user: 'U_LEAD' });

  await vi.waitFor(() => expect(responses).toMatchObject([{ type: 'home', user: 'U_LEAD' }]));
  expect(status).toBe(200);
});

test('a command that is not acknowledged times out', async () => {
  expect(await running.slack.command({ text: 'help', user: 'U_LEAD' })).toMatchObject({
    status: 0,
    error: '/aism failed because the app did not respond (operation_timeout)',
  });
});

test('the bot connects anew when it is asked to', async () => {
  bolt.app.command('/aism', async ({ ack }) => ack('here'));

  running.slack.refreshSockets();

  await vi.waitFor(
    async () =>
      expect(await running.slack.command({ text: 'x', user: 'U_LEAD' })).toMatchObject({ ack: { text: 'here' } }),
    { timeout: 5000 },
  );
});

test('a ticket is good for one connection, and a guess for none', async () => {
  const { url = '' } = await clientOf(running.url, APP_TOKEN).apps.connections.open({});
  expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/slack\/api\/socket\//);
  const first = new WebSocket(url);
  const hello = await new Promise((resolve) => first.once('message', (data) => resolve(JSON.parse(String(data)))));
  expect(hello).toMatchObject({ type: 'hello', num_connections: 2, connection_info: { app_id: 'A_AISM' } });

  for (const again of [url, url.replace(/[^/]+$/, 'guess')]) {
    const second = new WebSocket(again);
    const refused = await new Promise((resolve) => second.once('error', resolve));
    expect(String(refused)).toContain('403');
  }
  first.close();
});
