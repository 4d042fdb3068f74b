import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSlack, clickBody, commandBody, type Origin } from '../support/signed-slack.ts';
import { startWorld, until, type World } from '../support/world.ts';

const ATTACKER = '203.0.113.1';

let world: World;
let value: string;
beforeAll(async () => {
  world = await startWorld();
  await world.alert(ATTACKER);
  value = JSON.stringify((await world.card(ATTACKER)).blocks).match(/203\.0\.113\.1\/32\|[\d-]+/)?.[0] ?? '';
});
afterAll(() => world.end());

async function type(text: string, origin: Origin = {}): Promise<string> {
  const answer = await asSlack(world.facts, commandBody(world.facts, text, origin));
  expect(answer.status).toBe(200);
  return answer.text;
}

/** Presses Block on the card as if it stood there, and what the person is told. */
async function press(origin: Origin): Promise<string> {
  const before = (await world.state()).messages.length;
  const answer = await asSlack(world.facts, clickBody(world.facts, { action_id: 'block', value, ...origin }));
  expect(answer.status).toBe(200);
  return until(async () => {
    const fresh = (await world.state()).messages
      .slice(before)
      .find(({ ephemeral_to, channel }) => ephemeral_to ?? String(channel).startsWith('D'));
    if (!fresh) throw new Error('nobody was told anything');
    return fresh.text;
  });
}

async function expectNothingBlocked(): Promise<void> {
  await world.tick();
  expect(await world.block(ATTACKER)).toBeUndefined();
  expect(await world.denies()).toEqual([]);
}

describe('another workspace', () => {
  test.each<[string, Origin]>([
    ['of the app', { team: 'T_OTHER' }],
    ['of the person, by Slack Connect', { userTeam: 'T_OTHER' }],
    ['of a lead', { user: 'U_LEAD', userTeam: 'T_OTHER' }],
  ])('%s presses nothing, is told so, and is logged', async (_what, origin) => {
    expect(await press(origin)).toBe('Not done: AISM answers only in the workspace in which it is installed.');

    await expectNothingBlocked();
    expect(world.logged.join()).toContain('a request from another Slack workspace was refused');
  });

  test.each(['block 203.0.113.1 1h', 'list', 'help'])('types %j for nothing', async (text) => {
    expect(await type(text, { team: 'T_OTHER', user: 'U_LEAD' })).toContain('only in the workspace');
    await expectNothingBlocked();
  });

  test('submits no form and opens no Home tab', async () => {
    const { length } = (await world.state()).views;
    const form = {
      type: 'view_submission',
      team: { id: 'T_OTHER', domain: 'x' },
      user: { id: 'U_LEAD', name: 'x', team_id: 'T_OTHER' },
      api_app_id: 'A_AISM',
      token: 'x',
      view: { id: 'V1', type: 'modal', callback_id: 'ignore', private_metadata: value, state: { values: {} } },
    };
    const body = new URLSearchParams({ payload: JSON.stringify(form) }).toString();
    expect(await asSlack(world.facts, body)).toMatchObject({ status: 200, text: '' });
    const event = {
      type: 'event_callback',
      team_id: 'T_OTHER',
      api_app_id: 'A_AISM',
      token: 'x',
      event_id: 'Ev1',
      event: { type: 'app_home_opened', user: 'U_LEAD', channel: 'D_LEAD', tab: 'home', event_ts: '1.0' },
    };
    await asSlack(world.facts, JSON.stringify(event), { contentType: 'application/json' });
    await world.tick();

    expect((await world.state()).views).toHaveLength(length);
  });
});

describe('another channel', () => {
  test('presses nothing, and is told which one counts', async () => {
    expect(await press({ channel: 'C_GENERAL', user: 'U_LEAD' })).toBe(
      'Not done: buttons of AISM count in <#C_SECURITY> only.',
    );
    await expectNothingBlocked();
  });

  test.each(['block 203.0.113.1 1h', 'pause 1h', 'allow 203.0.113.1 1h mine', 'sync'])(
    'types %j for nothing, and is told where it works',
    async (text) => {
      const word = text.split(' ')[0];
      expect(await type(text, { channel: 'C_GENERAL' })).toContain(`\`/aism ${word}\` works in <#C_SECURITY>`);
      await expectNothingBlocked();
    },
  );

  test.each(['list', 'check 203.0.113.1', 'why 203.0.113.1', 'history 203.0.113.1', 'stats', 'help'])(
    'may type %j to look',
    async (text) => {
      expect(await type(text, { channel: 'C_GENERAL' })).not.toContain('works in');
    },
  );

  test('tells a stranger who may, not where', async () => {
    expect(await type('block 203.0.113.1 1h', { channel: 'C_GENERAL', user: 'U_STRANGER' })).toContain('These may');
  });
});

test('a command in a direct message and a click in our channel count', async () => {
  expect(await type('block 203.0.113.2 1h', { channel: 'D_ANALYST' })).toContain('Blocking 203.0.113.2');
  expect(await press({})).toContain(`Blocking ${ATTACKER}`);

  await until(async () => expect((await world.denies()).toSorted()).toEqual(['203.0.113.1/32', '203.0.113.2/32']));
});
