import type { ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RunningBolt, startBolt } from '../support/sandbox-bolt.ts';
import { type RunningSlack, refusal, startSlack } from '../support/sandbox-slack.ts';

// Modals: a real Bolt app opens them, people fill them in.

let running: RunningSlack;
let bolt: RunningBolt;
let now: number;

beforeEach(async () => {
  now = Date.now();
  running = await startSlack({ ackMs: 500, now: () => now });
  bolt = await startBolt(running);
});

afterEach(async () => {
  await bolt.stop();
  await running.stop();
});

const plain = (text: string) => ({ type: 'plain_text' as const, text });

function modal(title = 'Block', more: Partial<ModalView> = {}): ModalView {
  return {
    type: 'modal',
    callback_id: 'block',
    private_metadata: 'card=abc',
    title: plain(title),
    submit: plain('Block'),
    blocks: [
      {
        type: 'input',
        block_id: 'why',
        label: plain('Why'),
        element: { type: 'plain_text_input', action_id: 'reason', initial_value: 'scanner' },
      },
      { type: 'actions', block_id: 'more', elements: [{ type: 'button', action_id: 'again', text: plain('Again') }] },
    ],
    ...more,
  };
}

/** The person types the command, the bot opens a modal; answers the modal's id. */
async function openModal(view = modal()): Promise<string> {
  bolt.app.command('/aism', async ({ ack, client, command }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view });
  });
  const { responses } = await running.slack.command({ text: 'block', user: 'U_ANALYST' });
  await vi.waitFor(() => expect(responses).toHaveLength(1));
  const [opened] = running.slack.views();
  expect(responses[0]).toEqual(opened);
  return opened?.id ?? '';
}

const submit = (view_id: string, values: Record<string, unknown> = {}) =>
  running.slack.submit({ view_id, values, user: 'U_ANALYST' });

/** A trigger_id as a bot gets it, from a command that the bot acknowledges and no more. */
async function trigger(): Promise<string> {
  const given: string[] = [];
  bolt.app.command('/aism', async ({ ack, command }) => {
    given.push(command.trigger_id);
    await ack();
  });
  await running.slack.command({ text: 'hello', user: 'U_ANALYST' });
  return given[0] ?? '';
}

describe('opening', () => {
  test('a modal is shown to the person whose trigger opened it', async () => {
    const id = await openModal();

    expect(running.slack.views()).toEqual([
      expect.objectContaining({
        id,
        type: 'modal',
        user: 'U_ANALYST',
        callback_id: 'block',
        private_metadata: 'card=abc',
        root_view_id: id,
        previous_view_id: null,
        state: { values: { why: { reason: { type: 'plain_text_input', value: 'scanner' } } } },
      }),
    ]);
  });

  test('a trigger works once and for three seconds', async () => {
    const { views } = running.client;
    const trigger_id = await trigger();

    expect((await views.open({ trigger_id, view: modal() })).view?.id).toMatch(/^V/);
    expect((await refusal(views.open({ trigger_id, view: modal() }))).error).toBe('exchanged_trigger_id');
    const late = await trigger();
    now += 3001;
    expect((await refusal(views.open({ trigger_id: late, view: modal() }))).error).toBe('expired_trigger_id');
    expect((await refusal(views.open({ trigger_id: '1.2.3', view: modal() }))).error).toBe('invalid_trigger_id');
  });

  test('a view that breaks a rule is refused with the place, and the trigger stays good', async () => {
    const { views } = running.client;
    const trigger_id = await trigger();

    const refused = await refusal(views.open({ trigger_id, view: modal('x'.repeat(25)) }));

    expect(refused).toEqual({
      error: 'invalid_arguments',
      messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
    });
    expect((await views.open({ trigger_id, view: modal() })).ok).toBe(true);
  });

  test('an update with an old hash is a conflict; what was entered stays', async () => {
    const { views } = running.client;
    const view_id = await openModal();
    const hash = String(running.slack.views()[0]?.hash);

    const updated = await views.update({ view_id, hash, view: modal('Ready') });

    expect(updated.view).toMatchObject({ id: view_id, title: plain('Ready'), root_view_id: view_id });
    expect((await refusal(views.update({ view_id, hash, view: modal() }))).error).toBe('hash_conflict');
    expect((await refusal(views.update({ view_id: 'V0', view: modal() }))).error).toBe('not_found');
  });

  test('an external_id names one open view', async () => {
    const { views } = running.client;
    const open = async () => views.open({ trigger_id: await trigger(), view: modal('Block', { external_id: 'mine' }) });
    await open();

    expect((await views.update({ external_id: 'mine', view: modal('Ready', { external_id: 'mine' }) })).ok).toBe(true);
    expect((await refusal(open())).error).toBe('duplicate_external_id');
  });
});

describe('the stack', () => {
  test('views are pushed on the one in which the person clicked, three at most', async () => {
    const root = await openModal();
    const errors: string[] = [];
    bolt.app.action('again', async ({ ack, body, client }) => {
      await ack();
      const { trigger_id } = body as { trigger_id: string };
      await client.views.push({ trigger_id, view: modal('Next') }).catch((error) => errors.push(error.data.error));
    });
    const click = (view_id: string) => running.slack.click({ view_id, action_id: 'again', user: 'U_ANALYST' });

    await click(root);
    await vi.waitFor(() => expect(running.slack.views()).toHaveLength(2));
    const second = running.slack.views()[1];
    expect(second).toMatchObject({ root_view_id: root, previous_view_id: root });
    await click(second?.id ?? '');
    await vi.waitFor(() => expect(running.slack.views()).toHaveLength(3));
    await click(running.slack.views()[2]?.id ?? '');
    await vi.waitFor(() => expect(errors).toEqual(['push_limit_reached']));
    await click(root);
    await vi.waitFor(() => expect(errors).toEqual(['push_limit_reached', 'not_found']));
  });

  test('a trigger from outside a modal cannot push', async () => {
    const pushed = running.client.views.push({ trigger_id: await trigger(), view: modal() });

    expect((await refusal(pushed)).error).toBe('not_found');
  });
});

describe('submitting', () => {
  test('the bot gets the view with what was entered, and an empty ack closes it', async () => {
    const bodies: ViewSubmitAction[] = [];
    const view_id = await openModal();
    bolt.app.view<ViewSubmitAction>('block', async ({ ack, body }) => {
      bodies.push(body);
      await ack();
    });

    const delivery = await submit(view_id, { reason: 'brute force' });

    expect(delivery).toMatchObject({ status: 200, ack: '' });
    expect(running.slack.views()).toEqual([]);
    expect(bodies).toEqual([
      expect.objectContaining({
        type: 'view_submission',
        user: { id: 'U_ANALYST', username: 'ana', name: 'ana', team_id: 'T_SANDBOX' },
        team: { id: 'T_SANDBOX', domain: 'sandbox' },
        trigger_id: expect.any(String),
        response_urls: [],
        view: expect.objectContaining({
          id: view_id,
          root_view_id: view_id,
          callback_id: 'block',
          private_metadata: 'card=abc',
          hash: expect.any(String),
          state: { values: { why: { reason: { type: 'plain_text_input', value: 'brute force' } } } },
        }),
      }),
    ]);
    expect(bodies[0]?.view).not.toHaveProperty('user');
  });

  test('errors keep the modal open; only those of input blocks can be shown', async () => {
    const view_id = await openModal();
    const answers = [{ why: 'Too short' }, { more: 'No input' }];
    bolt.app.view<ViewSubmitAction>('block', async ({ ack }) =>
      ack({ response_action: 'errors', errors: answers.shift() ?? {} }),
    );

    const shown = await submit(view_id);
    expect(shown.ack).toEqual({ response_action: 'errors', errors: { why: 'Too short' } });
    expect(shown).not.toHaveProperty('error');
    expect((await submit(view_id)).error).toContain('errors for more');
    expect(running.slack.views()).toHaveLength(1);
  });

  test('update, push and clear do what they say', async () => {
    const view_id = await openModal();
    const answers = [
      { response_action: 'update' as const, view: modal('Updated') },
      { response_action: 'push' as const, view: modal('Pushed') },
      { response_action: 'clear' as const },
    ];
    bolt.app.view<ViewSubmitAction>('block', async ({ ack }) => ack(answers.shift()));

    expect((await submit(view_id)).responses).toMatchObject([{ id: view_id, title: plain('Updated') }]);
    const [pushed] = (await submit(view_id)).responses;
    expect(pushed).toMatchObject({ title: plain('Pushed'), previous_view_id: view_id });
    await expect(submit(view_id)).rejects.toThrow('is not the modal in front');
    const top = running.slack.views()[1]?.id ?? '';
    await submit(top);
    expect(running.slack.views()).toEqual([]);
  });

  test('a bot that fails or answers a broken view leaves the modal open, with a word to the person', async () => {
    const view_id = await openModal();
    bolt.app.view<ViewSubmitAction>('block', async ({ ack, view }) => {
      const reason = view.state.values['why']?.['reason']?.value;
      if (reason === 'broken') await ack({ response_action: 'update', view: modal('x'.repeat(30)) });
    });

    expect((await submit(view_id, { reason: 'broken' })).error).toContain('/view/title/text');
    expect((await submit(view_id, { reason: 'silent' })).error).toBe('We had some trouble connecting. Try again?');
    expect(running.slack.views()).toHaveLength(1);
  });

  test('what cannot be submitted is refused', async () => {
    const { submit: _submit, ...bare } = modal();
    const view_id = await openModal({ ...bare, blocks: [{ type: 'divider' }] });

    await expect(submit(view_id)).rejects.toThrow('has no submit button');
    await expect(submit('V0')).rejects.toMatchObject({ status: 404 });
    await expect(running.slack.submit({ view_id, values: {}, user: 'U_LEAD' })).rejects.toMatchObject({ status: 403 });
  });

  test('closing a modal tells the bot that asked to know', async () => {
    const closed: unknown[] = [];
    const view_id = await openModal(modal('Block', { notify_on_close: true }));
    bolt.app.view({ type: 'view_closed', callback_id: 'block' }, async ({ ack, body }) => {
      closed.push(body);
      await ack();
    });

    await running.slack.dismiss({ view_id, user: 'U_ANALYST' });

    expect(running.slack.views()).toEqual([]);
    expect(closed).toMatchObject([{ type: 'view_closed', is_cleared: false, view: { id: view_id } }]);
  });
});
