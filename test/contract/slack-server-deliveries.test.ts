import { createServer } from 'node:http';
import { type BlockAction, type BlockButtonAction, type BlockOverflowAction, RespondError } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RunningBolt, startBolt } from '../support/sandbox-bolt.ts';
import { listen, type RunningSlack, startSlack } from '../support/sandbox-slack.ts';

// A real Bolt app behind signed HTTP, and people who use it in the sandbox's Slack.

let running: RunningSlack;
let bolt: RunningBolt;

beforeEach(async () => {
  running = await startSlack({ ackMs: 300, retryDelaysMs: [10, 20] });
  bolt = await startBolt(running);
});

afterEach(async () => {
  await bolt.stop();
  await running.stop();
});

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = (action_id: string, value: string) => ({
  type: 'button' as const,
  action_id,
  value,
  text: plain(value),
});
const CARD = {
  channel: 'C_SECURITY',
  text: 'An attack',
  blocks: [
    { type: 'section' as const, block_id: 'head', text: { type: 'mrkdwn' as const, text: 'An attack' } },
    {
      type: 'actions' as const,
      block_id: 'choices',
      elements: [
        button('block', '1h'),
        {
          type: 'overflow' as const,
          action_id: 'more',
          options: [
            { text: plain('24 hours'), value: '24h' },
            { text: plain('7 days'), value: '7d' },
          ],
        },
      ],
    },
    { type: 'actions' as const, block_id: 'second', elements: [button('block', '24h')] },
  ],
  metadata: { event_type: 'aism_card', event_payload: { card: 'abc' } },
};

async function postCard(): Promise<string> {
  return (await running.client.chat.postMessage(CARD)).ts ?? '';
}

describe('commands', () => {
  test('the text of the ack is shown to the person who typed', async () => {
    const seen: unknown[] = [];
    bolt.app.command('/aism', async ({ ack, command }) => {
      seen.push(command);
      await ack(`you said ${command.text}`);
    });

    const delivery = await running.slack.command({ text: ' block 203.0.113.9 1h "bad" & <worse>', user: 'U_ANALYST' });

    expect(delivery).toMatchObject({
      status: 200,
      ack: 'you said block 203.0.113.9 1h "bad" & <worse>',
      responses: [],
    });
    expect(delivery).not.toHaveProperty('error');
    expect(seen).toEqual([
      expect.objectContaining({
        command: '/aism',
        text: 'block 203.0.113.9 1h "bad" & <worse>',
        user_id: 'U_ANALYST',
        user_name: 'ana',
        team_id: 'T_SANDBOX',
        channel_id: 'C_SECURITY',
        channel_name: 'security-alerts',
        api_app_id: 'A_AISM',
        trigger_id: expect.any(String),
        response_url: expect.stringContaining(`${running.url}response/`),
      }),
    ]);
    expect(running.slack.messages()).toEqual([
      expect.objectContaining({ text: delivery.ack, ephemeral_to: 'U_ANALYST', channel: 'C_SECURITY' }),
    ]);
  });

  test('an ack may be for all, with blocks; respond() adds to it, or replaces it', async () => {
    bolt.app.command('/aism', async ({ ack, respond }) => {
      await ack({ response_type: 'in_channel', text: 'working', blocks: [{ type: 'divider' }] });
      await respond('privately');
      await respond({ text: 'done', replace_original: true });
    });

    const { responses } = await running.slack.command({ text: 'list', user: 'U_ANALYST' });

    await vi.waitFor(() => expect(responses).toHaveLength(2));
    expect(responses).toMatchObject([{ text: 'privately', ephemeral_to: 'U_ANALYST' }, { text: 'done' }]);
    expect(running.slack.messages().map(({ text, ephemeral_to }) => [text, ephemeral_to])).toEqual([
      ['done', undefined],
      ['privately', 'U_ANALYST'],
    ]);
  });

  test('the bot that does not answer in time is said not to have responded', async () => {
    bolt.app.command('/aism', async () => undefined);

    const { error, status, ack } = await running.slack.command({ text: 'list', user: 'U_ANALYST' });

    expect(error).toBe('/aism failed because the app did not respond (operation_timeout)');
    expect([status, ack]).toEqual([0, '']);
  });

  test('a bot that fails, is not there, or answers nonsense is told of too', async () => {
    const { slack } = running;
    bolt.app.error(async (error) => {
      throw error;
    });
    bolt.app.command('/aism', async ({ ack, command }) => {
      if (command.text === 'fail') throw new Error('no');
      await ack({ blocks: [{ type: 'nonsense' }] });
    });

    expect(await slack.command({ text: 'fail', user: 'U_LEAD' })).toMatchObject({
      status: 500,
      error: '/aism failed with the error "dispatch_failed"',
    });
    expect((await slack.command({ text: 'x', user: 'U_LEAD' })).error).toContain('invalid_command_response');
    slack.setRequestUrl('http://127.0.0.1:1/');
    expect((await slack.command({ text: 'x', user: 'U_LEAD' })).error).toContain('dispatch_failed');
    expect(slack.messages()).toEqual([]);
  });

  test('a bot with another signing secret refuses the request', async () => {
    const other = await startBolt(running, 'another secret');
    other.app.command('/aism', async ({ ack }) => ack('hello'));

    expect((await running.slack.command({ text: 'list', user: 'U_LEAD' })).status).toBe(401);
    await other.stop();
  });

  test('a person who does not exist cannot do anything', async () => {
    await expect(running.slack.command({ text: 'list', user: 'U_NOBODY' })).rejects.toMatchObject({ status: 404 });
  });
});

describe('clicks', () => {
  test('a click brings the whole message and its answer replaces it', async () => {
    const bodies: BlockAction[] = [];
    bolt.app.action<BlockButtonAction>('block', async ({ ack, body, respond, action }) => {
      bodies.push(body);
      await ack();
      await respond({ text: `blocked for ${action.value}`, replace_original: true });
    });
    const ts = await postCard();

    const delivery = await running.slack.click({ ts, action_id: 'block', user: 'U_ANALYST' });

    await vi.waitFor(() => expect(delivery.responses).toHaveLength(1));
    expect(delivery).toMatchObject({ status: 200, ack: '', responses: [{ ts, text: 'blocked for 1h' }] });
    expect(bodies).toEqual([
      {
        type: 'block_actions',
        user: { id: 'U_ANALYST', username: 'ana', name: 'ana', team_id: 'T_SANDBOX' },
        api_app_id: 'A_AISM',
        token: expect.any(String),
        container: { type: 'message', message_ts: ts, channel_id: 'C_SECURITY', is_ephemeral: false },
        trigger_id: expect.any(String),
        team: { id: 'T_SANDBOX', domain: 'sandbox' },
        enterprise: null,
        is_enterprise_install: false,
        channel: { id: 'C_SECURITY', name: 'security-alerts' },
        message: expect.objectContaining({ ts, text: 'An attack', blocks: expect.any(Array), metadata: CARD.metadata }),
        state: { values: {} },
        response_url: expect.stringContaining('/slack/api/response/'),
        actions: [
          {
            type: 'button',
            action_id: 'block',
            block_id: 'choices',
            text: plain('1h'),
            value: '1h',
            action_ts: expect.stringMatching(/^\d+\.\d{6}$/),
          },
        ],
      },
    ]);
    const [card] = running.slack.messages();
    expect(card).toMatchObject({ ts, text: 'blocked for 1h', metadata: CARD.metadata });
    expect(card).not.toHaveProperty('blocks');
  });

  test('a value chooses the option of a menu, or which of several buttons', async () => {
    const chosen: unknown[] = [];
    bolt.app.action<BlockButtonAction>('block', async ({ ack, action }) => {
      chosen.push([action.block_id, action.value]);
      await ack();
    });
    bolt.app.action<BlockOverflowAction>('more', async ({ ack, action }) => {
      chosen.push(action.selected_option);
      await ack();
    });
    const ts = await postCard();
    const { slack } = running;

    await slack.click({ ts, action_id: 'more', value: '7d', user: 'U_LEAD' });
    await slack.click({ ts, action_id: 'block', value: '24h', user: 'U_LEAD' });
    await slack.click({ ts, action_id: 'block', user: 'U_LEAD' });

    expect(chosen).toEqual([{ text: plain('7 days'), value: '7d' }, ['second', '24h'], ['choices', '1h']]);
  });

  test('a menu in a message tells its choice, and its state', async () => {
    const bodies: BlockAction[] = [];
    bolt.app.action(/pick|block/, async ({ ack, body }) => {
      if (body.type === 'block_actions') bodies.push(body);
      await ack();
    });
    const options = ['1h', '24h'].map((value) => ({ text: plain(value), value }));
    const select = { type: 'static_select' as const, action_id: 'pick', options };
    const { ts = '' } = await running.client.chat.postMessage({
      ...CARD,
      blocks: [{ type: 'actions', block_id: 'menu', elements: [select, button('block', 'now')] }],
    });

    await running.slack.click({ ts, action_id: 'pick', value: '24h', user: 'U_LEAD' });
    await running.slack.click({ ts, action_id: 'block', user: 'U_LEAD' });

    const held = { type: 'static_select', selected_option: options[1] };
    expect(bodies[0]?.actions).toMatchObject([{ ...held, action_id: 'pick', block_id: 'menu' }]);
    expect(bodies[0]?.state?.values).toEqual({ menu: { pick: held } });
    expect(bodies[1]?.actions).toMatchObject([{ type: 'button', value: 'now' }]);
    expect(bodies[1]?.state?.values).toEqual({ menu: { pick: { ...held, selected_option: null } } });
  });

  test('what is not there cannot be clicked', async () => {
    const ts = await postCard();
    const { slack } = running;
    const user = 'U_ANALYST';

    await expect(slack.click({ ts: '1.000100', action_id: 'block', user })).rejects.toMatchObject({ status: 404 });
    await expect(slack.click({ action_id: 'block', user })).rejects.toMatchObject({ status: 404 });
    await expect(slack.click({ view_id: 'V1', action_id: 'block', user })).rejects.toMatchObject({ status: 404 });
    await expect(slack.click({ ts, action_id: 'undo', user })).rejects.toThrow(
      'there is no element "undo" here; there is block, more, block',
    );
    await expect(slack.click({ ts, action_id: 'block', value: '9h', user })).rejects.toMatchObject({ status: 404 });
    await expect(slack.click({ ts, action_id: 'more', user })).rejects.toThrow('an option of "more": 24h, 7d');
    await expect(slack.click({ ts, action_id: 'more', value: '9d', user })).rejects.toMatchObject({ status: 400 });
  });

  test('only its reader can click in a private message, which comes without its text', async () => {
    const bodies: BlockAction[] = [];
    bolt.app.action<BlockButtonAction>('block', async ({ ack, body, respond }) => {
      bodies.push(body);
      await ack();
      await respond({ delete_original: true });
    });
    const posted = await running.client.chat.postEphemeral({ ...CARD, user: 'U_ANALYST' });
    const ts = posted.message_ts ?? '';

    const refused = running.slack.click({ ts, action_id: 'block', user: 'U_LEAD' });
    await expect(refused).rejects.toMatchObject({ status: 403, message: `only U_ANALYST sees message ${ts}` });
    const { responses } = await running.slack.click({ ts, action_id: 'block', user: 'U_ANALYST' });

    await vi.waitFor(() => expect(responses).toEqual([{ delete_original: true, channel: 'C_SECURITY', ts }]));
    expect(running.slack.messages()).toEqual([]);
    expect(bodies).toHaveLength(1);
    expect(bodies[0]?.container).toMatchObject({ is_ephemeral: true, message_ts: ts });
    expect(bodies[0]).not.toHaveProperty('message');
  });

  test('private messages to the person who clicked are responses, those to others are not', async () => {
    bolt.app.action('block', async ({ ack, client }) => {
      await ack();
      await client.chat.postEphemeral({ channel: 'C_SECURITY', user: 'U_LEAD', text: 'for the lead' });
      await client.chat.postEphemeral({ channel: 'C_SECURITY', user: 'U_STRANGER', text: 'you may not' });
    });
    const ts = await postCard();

    const { responses } = await running.slack.click({ ts, action_id: 'block', user: 'U_STRANGER' });

    await vi.waitFor(() => expect(responses).toMatchObject([{ text: 'you may not', ephemeral_to: 'U_STRANGER' }]));
  });

  test('a click that is not acknowledged shows a warning', async () => {
    const ts = await postCard();

    const { error } = await running.slack.click({ ts, action_id: 'block', user: 'U_LEAD' });

    expect(error).toContain('operation_timeout');
  });
});

describe('response URLs', () => {
  async function respondTo(ts: string): Promise<string> {
    const urls: string[] = [];
    bolt.app.action('block', async ({ ack, body }) => {
      if (body.type === 'block_actions') urls.push(body.response_url);
      await ack();
    });
    await running.slack.click({ ts, action_id: 'block', user: 'U_LEAD' });
    return urls[0] ?? '';
  }

  const post = async (url: string, body: unknown): Promise<[number, string]> => {
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    return [answer.status, await answer.text()];
  };

  test('serve five answers, each private unless said otherwise', async () => {
    const url = await respondTo(await postCard());

    for (let n = 1; n <= 5; n += 1) expect(await post(url, { text: `answer ${n}` })).toEqual([200, 'ok']);

    expect(await post(url, { text: 'answer 6' })).toEqual([404, '{"ok":false,"error":"used_url"}']);
    const answers = running.slack.messages().slice(1);
    expect(answers).toHaveLength(5);
    expect(answers.every(({ ephemeral_to }) => ephemeral_to === 'U_LEAD')).toBe(true);
  });

  test('end after half an hour', async () => {
    let now = Date.now();
    const slow = await startSlack({ now: () => now });
    const other = await startBolt(slow);
    const failed = new Promise((resolve) => {
      other.app.command('/aism', async ({ ack, respond }) => {
        await ack();
        now += 30 * 60_000 + 1;
        await respond('late').catch(resolve);
      });
    });

    await slow.slack.command({ text: 'list', user: 'U_LEAD' });

    const error = await failed;
    expect(error).toBeInstanceOf(RespondError);
    expect(error).toMatchObject({ statusCode: 404 });
    await other.stop();
    await slow.stop();
  });

  test('refuse what cannot be shown, and a guess', async () => {
    const url = await respondTo(await postCard());

    expect(await post(url, {})).toEqual([400, '{"ok":false,"error":"no_text"}']);
    expect((await post(url, { blocks: [{ type: 'nonsense' }] }))[1]).toContain('"error":"invalid_blocks"');
    expect((await post(`${running.url}response/guess`, { text: 'hi' }))[0]).toBe(404);
  });
});

describe('App Home', () => {
  test('opening it lets the bot publish it', async () => {
    const events: unknown[] = [];
    bolt.app.event('app_home_opened', async ({ event, client }) => {
      events.push(event);
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'divider' }] } });
    });

    const first = await running.slack.home({ user: 'U_LEAD' });
    await vi.waitFor(() => expect(first.responses).toMatchObject([{ type: 'home', user: 'U_LEAD' }]));
    await running.slack.home({ user: 'U_LEAD' });

    expect(events).toMatchObject([
      { type: 'app_home_opened', user: 'U_LEAD', channel: 'D_LEAD', tab: 'home' },
      { view: { type: 'home', blocks: [{ type: 'divider' }] } },
    ]);
    expect(events[0]).not.toHaveProperty('view');
    expect(running.slack.views()).toHaveLength(1);
  });

  test('a button in it brings the view and no response_url', async () => {
    const bodies: BlockAction[] = [];
    bolt.app.action('block', async ({ ack, body }) => {
      if (body.type === 'block_actions') bodies.push(body);
      await ack();
    });
    const view = { type: 'home' as const, blocks: [{ type: 'actions' as const, elements: [button('block', 'now')] }] };
    const published = await running.client.views.publish({ user_id: 'U_LEAD', view });
    const view_id = published.view?.id ?? '';

    await running.slack.click({ view_id, action_id: 'block', user: 'U_LEAD' });

    expect(bodies[0]).toMatchObject({ container: { type: 'view', view_id }, view: { id: view_id, type: 'home' } });
    expect(bodies[0]).not.toHaveProperty('response_url');
    expect(bodies[0]).not.toHaveProperty('message');
    const byOther = running.slack.click({ view_id, action_id: 'block', user: 'U_ANALYST' });
    await expect(byOther).rejects.toMatchObject({ status: 403 });
  });

  test('an event that is not taken is sent again, with its number and the reason, until it is', async () => {
    const answers = [500, 503, 200, 200];
    const tries: unknown[] = [];
    const stubborn = createServer((req, res) => {
      tries.push([req.headers['x-slack-retry-num'], req.headers['x-slack-retry-reason']]);
      res.writeHead(answers[tries.length - 1] ?? 200).end();
    });
    running.slack.setRequestUrl(`http://127.0.0.1:${await listen(stubborn)}/`);

    const { error, status } = await running.slack.home({ user: 'U_LEAD' });
    await vi.waitFor(() => expect(tries).toHaveLength(3));

    expect([status, error]).toEqual([500, 'the event was not taken (http_error)']);
    expect(tries).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
    ]);
    stubborn.closeAllConnections();
    stubborn.close();
  });

  test('an event is not sent again to a bot that forbids it', async () => {
    const tries: unknown[] = [];
    const tired = createServer((req, res) => {
      tries.push(req.headers['x-slack-retry-num']);
      res.writeHead(tries.length === 3 ? 200 : 500, tries.length === 1 ? { 'x-slack-no-retry': '1' } : {}).end();
    });
    running.slack.setRequestUrl(`http://127.0.0.1:${await listen(tired)}/`);

    await running.slack.home({ user: 'U_LEAD' });
    // The retry of a later event comes after the time in which the first one's would have come.
    await running.slack.home({ user: 'U_ANALYST' });
    await vi.waitFor(() => expect(tries).toHaveLength(3));

    expect(tries).toEqual([undefined, undefined, '1']);
    tired.closeAllConnections();
    tired.close();
  });
});
