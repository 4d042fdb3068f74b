import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { message, type RunningSlack, refusal, startSlack } from '../support/sandbox-slack.ts';

// Messages, through the SDK's own client.

let running: RunningSlack;

beforeEach(async () => {
  running = await startSlack();
});

afterEach(() => running.stop());

const SECTION = { type: 'section', text: { type: 'mrkdwn', text: 'hi' } } as const;
const METADATA = { event_type: 'aism_card', event_payload: { card: 'abc', revision: 3 } };

describe('messages', () => {
  test('a message keeps what was posted, and gets its ids', async () => {
    const { ts, channel } = await running.client.chat.postMessage({
      channel: '#security-alerts',
      text: 'hello',
      blocks: [SECTION, { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Go' } }] }],
      metadata: METADATA,
    });

    expect(ts).toMatch(/^\d{10}\.\d{6}$/);
    expect(channel).toBe('C_SECURITY');
    expect(running.slack.messages()).toEqual([
      expect.objectContaining({
        type: 'message',
        channel: 'C_SECURITY',
        ts,
        text: 'hello',
        user: 'U_AISM',
        bot_id: 'B_AISM',
        metadata: METADATA,
        blocks: [
          { ...SECTION, block_id: expect.any(String) },
          expect.objectContaining({ elements: [expect.objectContaining({ action_id: expect.any(String) })] }),
        ],
      }),
    ]);
  });

  test('an update changes text, blocks and metadata; what is not given stays', async () => {
    const { client } = running;
    const { ts } = await client.chat.postMessage({ ...message(), blocks: [SECTION], metadata: METADATA });
    const target = { channel: 'C_SECURITY', ts: ts ?? '' };

    const textOnly = await client.chat.update({ ...target, text: 'changed' });
    expect(textOnly.message).toMatchObject({ text: 'changed', blocks: [SECTION], metadata: METADATA });
    expect(textOnly.message?.edited?.user).toBe('B_AISM');

    const rest = { blocks: [{ type: 'divider' as const }], metadata: { ...METADATA, event_payload: { card: 'abc' } } };
    await client.chat.update({ ...target, text: 'again', ...rest });
    expect(running.slack.messages()).toHaveLength(1);
    expect(running.slack.messages()[0]).toMatchObject({ ...rest, ts, text: 'again' });

    await callSdk('chat.update', { ...target, text: 'bare', blocks: [], metadata: {} });
    expect(running.slack.messages()[0]).not.toHaveProperty('metadata');
    expect(running.slack.messages()[0]).toMatchObject({ blocks: [] });
  });

  test('what cannot be posted is refused by its name', async () => {
    const { chat, conversations } = running.client;
    const error = async (call: Promise<unknown>): Promise<string> => (await refusal(call)).error;
    const long = Array.from({ length: 5 }, () => ({
      ...SECTION,
      text: { type: 'mrkdwn' as const, text: 'x'.repeat(2700) },
    }));

    expect(await error(chat.postMessage({ channel: 'C_NOWHERE', text: 'a' }))).toBe('channel_not_found');
    expect(await error(chat.postMessage({ channel: 'C_GENERAL', text: 'a' }))).toBe('not_in_channel');
    expect(await error(chat.postMessage({ channel: 'C_OLD', text: 'a' }))).toBe('is_archived');
    expect(await error(chat.postMessage({ channel: 'C_SECURITY', text: '' }))).toBe('no_text');
    expect(await error(chat.postMessage({ ...message(), thread_ts: '1.000001' }))).toBe('thread_not_found');
    expect(await error(chat.postMessage({ ...message(), blocks: long }))).toBe('msg_blocks_too_long');
    expect(await error(callSdk('chat.postMessage', { blocks: 'not JSON' }))).toBe('invalid_blocks_format');
    expect(await error(callSdk('chat.postMessage', { blocks: '{}' }))).toBe('invalid_blocks_format');
    expect(await error(callSdk('chat.postMessage', { metadata: { event_type: 'a.b', event_payload: {} } }))).toBe(
      'invalid_metadata_format',
    );
    expect(await error(callSdk('chat.postMessage', { metadata: { event_type: 'a', event_payload: 1 } }))).toBe(
      'invalid_metadata_schema',
    );
    const heavy = { event_type: 'a', event_payload: { text: 'x'.repeat(16_000) } };
    expect(await error(callSdk('chat.postMessage', { metadata: heavy }))).toBe('metadata_too_large');
    expect(await error(chat.postEphemeral({ ...message(), user: 'U_NOBODY' }))).toBe('user_not_in_channel');
    expect(await error(conversations.history({ channel: 'C_NOWHERE' }))).toBe('channel_not_found');
    expect(running.slack.messages()).toEqual([]);
  });

  test('broken blocks are refused with the place of each problem', async () => {
    const text = { type: 'mrkdwn' as const, text: 'x'.repeat(3001) };

    const { error, messages } = await refusal(
      running.client.chat.postMessage({ ...message(), blocks: [{ type: 'divider' }, { type: 'section', text }] }),
    );

    expect(error).toBe('invalid_blocks');
    expect(messages).toEqual(['[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]']);
  });

  test("a message that is not there, or not the bot's, cannot be changed", async () => {
    const { chat } = running.client;
    const foreign = running.slack.say({ text: 'what is this?', user: 'U_ANALYST' });
    const secret = await chat.postEphemeral({ ...message(), user: 'U_ANALYST' });

    const missing = { channel: 'C_SECURITY', ts: '1764000000.000100' };
    expect((await refusal(chat.update({ ...missing, text: 'a' }))).error).toBe('message_not_found');
    expect((await refusal(chat.delete(missing))).error).toBe('message_not_found');
    expect((await refusal(chat.update({ ...message(), ts: foreign.ts }))).error).toBe('cant_update_message');
    expect((await refusal(chat.delete({ channel: 'C_SECURITY', ts: foreign.ts }))).error).toBe('cant_delete_message');
    expect((await refusal(chat.update({ ...message(), ts: secret.message_ts ?? '' }))).error).toBe('message_not_found');
    const { ts } = await chat.postMessage(message());
    const long = { channel: 'C_SECURITY', ts: ts ?? '', text: 'x'.repeat(4001) };
    expect((await refusal(chat.update(long))).error).toBe('msg_too_long');
  });

  test('a text over 40,000 characters is cut, with a warning', async () => {
    const { warning, message: posted } = await running.client.chat.postMessage(message('x'.repeat(40_001)));

    expect(warning).toBe('message_truncated');
    expect(posted?.text).toHaveLength(40_000);
  });

  test('the history gives the newest first, page by page, without replies and private messages', async () => {
    const { chat, conversations } = running.client;
    const posted: string[] = [];
    for (const text of ['one', 'two', 'three']) posted.push((await chat.postMessage(message(text))).ts ?? '');
    await chat.postMessage({ ...message('reply'), thread_ts: posted[0] ?? '' });
    await chat.postMessage({ ...message('loud reply'), thread_ts: posted[0] ?? '', reply_broadcast: true });
    await chat.postEphemeral({ ...message('secret'), user: 'U_ANALYST' });

    const pages: string[][] = [];
    let cursor = '';
    do {
      const page = await conversations.history({ channel: 'C_SECURITY', limit: 2, cursor });
      pages.push((page.messages ?? []).map(({ text }) => text ?? ''));
      cursor = page.response_metadata?.next_cursor ?? '';
    } while (cursor !== '');
    expect(pages).toEqual([
      ['loud reply', 'three'],
      ['two', 'one'],
    ]);

    const [first = '', second = '', third = ''] = posted;
    const between = await conversations.history({ channel: 'C_SECURITY', oldest: first, latest: third });
    expect(between.messages?.map(({ ts }) => ts)).toEqual([second]);
    const inclusive = await conversations.history({
      channel: 'C_SECURITY',
      oldest: second,
      latest: third,
      inclusive: true,
    });
    expect(inclusive.messages?.map(({ text }) => text)).toEqual(['three', 'two']);
    const parameters = { channel: 'C_SECURITY', cursor: 'bm9uc2Vuc2U=' };
    expect((await refusal(conversations.history(parameters))).error).toBe('invalid_cursor');
  });

  test('metadata comes back whole only where it is asked for', async () => {
    await running.client.chat.postMessage({ ...message(), metadata: METADATA });
    const history = async (include_all_metadata: boolean) =>
      (await running.client.conversations.history({ channel: 'C_SECURITY', include_all_metadata })).messages?.[0]
        ?.metadata;

    expect(await history(true)).toEqual(METADATA);
    expect(await history(false)).toEqual({ event_type: 'aism_card' });
  });

  test('a thread counts its replies', async () => {
    const { chat, conversations } = running.client;
    const root = (await chat.postMessage(message('root'))).ts ?? '';
    const reply = (await chat.postMessage({ ...message('first'), thread_ts: root })).ts ?? '';
    await chat.postMessage({ ...message('to the reply'), thread_ts: reply });
    running.slack.say({ text: 'thanks', user: 'U_LEAD', thread_ts: root });

    const { messages } = await conversations.replies({ channel: 'C_SECURITY', ts: root });
    expect(messages?.map(({ text, thread_ts }) => [text, thread_ts])).toEqual([
      ['root', root],
      ['first', root],
      ['to the reply', root],
      ['thanks', root],
    ]);
    expect(messages?.[0]).toMatchObject({ reply_count: 3, reply_users: ['U_AISM', 'U_LEAD'] });

    await chat.delete({ channel: 'C_SECURITY', ts: reply });
    expect(running.slack.messages()[0]).toMatchObject({ text: 'root', reply_count: 2 });
    expect((await refusal(conversations.replies({ channel: 'C_SECURITY', ts: '1.1' }))).error).toBe('thread_not_found');
  });

  test('a person can be written to directly', async () => {
    const { channel } = await running.client.chat.postMessage({ channel: 'U_LEAD', text: 'just you' });

    expect(channel).toBe('D_LEAD');
    expect((await running.client.conversations.history({ channel: 'D_LEAD' })).messages).toHaveLength(1);
  });
});

function callSdk(method: string, args: Record<string, unknown>): Promise<unknown> {
  return running.client.apiCall(method, { ...message(), ...args });
}
