import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/chat/commands/run-command.ts';
import { ACTIONS } from '../../src/chat/ids.ts';
import { told } from '../support/sandbox-state.ts';
import { asSlack } from '../support/signed-slack.ts';
import { startWorld, until, type World } from '../support/world.ts';

const [ASKS, BLOCKED, GUARDED] = ['203.0.113.1', '203.0.113.2', '203.0.113.99'];
const PEOPLE = ['U_ANALYST', 'U_LEAD', 'U_STRANGER'] as const;
const REFUSED = /You may not do that\. These may: <@U_/;

let world: World;
const marks = new Map<string, string>();

/** What the address's newest card carries in its buttons: address, episode, and what it showed. */
async function markOf(address: string): Promise<string> {
  const text = JSON.stringify((await world.card(address)).blocks);
  return new RegExp(`"(${address.replaceAll('.', '\\.')}/32\\|[^"]+)"`).exec(text)?.[1] ?? '';
}
const mark = (address: string) => marks.get(address) ?? '';

beforeAll(async () => {
  world = await startWorld({ policy: `guard: [${GUARDED}]\n` });
  await world.alert(ASKS);
  await world.command(`block ${BLOCKED} 2h`);
  await world.command(`override ${GUARDED} 1h taken over`);
  await until(async () => expect(await world.denies()).toEqual([`${BLOCKED}/32`]));
  for (const address of [ASKS, BLOCKED, GUARDED]) marks.set(address, await markOf(address));
}, 30_000);
afterAll(() => world.end());

interface Button {
  value(): string;
  /** Where it stands; on a message if left out. */
  on?: { type: 'modal' | 'home'; private_metadata: string };
  isMenu?: true;
  /** What everybody who may is told; whom it is not for is told who may. */
  answer: RegExp;
  /** It only looks, so it is for strangers too. */
  isForAll?: true;
}

const STORM = { type: 'modal', private_metadata: JSON.stringify(['0', 'elastalert', 1, null, null]) } as const;
const HOME = { type: 'home', private_metadata: '0' } as const;
/** A form, or a list, opens upon Slack's own trigger alone: a handmade click is told another way. */
const NOT_OPENED = /could not be shown\. `\/aism/;

const BUTTONS: Record<keyof typeof ACTIONS, Button> = {
  block: { value: () => mark(ASKS), answer: /Blocking 203|already blocked/ },
  ignore: { value: () => mark(ASKS), answer: /is blocked by/ },
  undo: { value: () => '203.0.113.50/32|1-0', answer: /203\.0\.113\.50 is not blocked\./ },
  more: { value: () => `block|24h|${mark(ASKS)}`, isMenu: true, answer: /already blocked/ },
  approve: { value: () => mark(GUARDED), answer: /proposed it yourself|Blocking 203|already blocked/ },
  decline: { value: () => '203.0.113.98/32|99-9', answer: /Nobody proposes to block/ },
  extend: { value: () => `${BLOCKED}/32|1-0|1`, answer: /changed since your card was drawn/ },
  why: { value: () => mark(BLOCKED), answer: /Denied/, isForAll: true },
  blockNow: { value: () => mark(BLOCKED), answer: /already goes before every automatic block/ },
  override: { value: () => mark(GUARDED), answer: NOT_OPENED, isForAll: true },
  pause: { value: () => '1h', answer: /Automatic blocking is (already )?paused/ },
  resume: { value: () => '-', answer: /goes on|it was resumed|is not paused/ },
  homePage: { value: () => '0', on: HOME, answer: /"type":"home"/, isForAll: true },
  homeBack: { value: () => '0', on: HOME, answer: /"type":"home"/, isForAll: true },
  blockTop: { value: () => '1h|0|1|elastalert', answer: /earlier storm/ },
  blockTopMore: { value: () => '24h|0|1|elastalert', isMenu: true, answer: /earlier storm/ },
  showAll: { value: () => '1h|0|1|elastalert', answer: NOT_OPENED, isForAll: true },
  page: { value: () => 'after|2|x', on: STORM, answer: NOT_OPENED, isForAll: true },
  blockRow: { value: () => mark(ASKS), on: STORM, answer: /already blocked/ },
};
const NAMES = Object.keys(BUTTONS) as Array<keyof typeof ACTIONS>;

async function press(id: string, user: string, { value, on, isMenu }: Omit<Button, 'answer'>): Promise<void> {
  const chosen = isMenu
    ? { type: 'overflow', selected_option: { value: value() } }
    : { type: 'button', value: value() };
  const channel = { id: world.facts.channel, name: 'security-alerts' };
  const where = on ? { view: { id: 'V_NONE', ...on } } : { channel, container: { channel_id: channel.id } };
  const payload = {
    type: 'block_actions',
    team: { id: 'T_SANDBOX', domain: 'sandbox' },
    user: { id: user, username: 'somebody', team_id: 'T_SANDBOX' },
    api_app_id: 'A_AISM',
    token: 'x',
    trigger_id: '1.1.x',
    actions: [{ action_id: id, block_id: 'b', action_ts: '1.0', ...chosen }],
    ...where,
  };
  const answer = await asSlack(world.facts, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  expect(answer.status).toBe(200);
}

const idOf = (name: keyof typeof ACTIONS) => (name === 'page' ? `${ACTIONS.page}-next` : ACTIONS[name]);

/** What was said to this person alone: private answers and direct messages. */
async function saidTo(user: string): Promise<string[]> {
  const { messages } = await world.state();
  const dm = `D_${user.replace('U_', '')}`;
  return messages
    .filter(({ ephemeral_to, channel }) => ephemeral_to === user || channel === dm)
    .map(({ text }) => text);
}

/** The person's Home tab as it stands, as one text. */
async function tabOf(user: string): Promise<string> {
  const { views } = await world.state();
  return JSON.stringify(views.find((view) => view.user === user && view['type'] === 'home'));
}

/** Does something, and gives what this person is told, once there are so many answers. */
async function answersTo(
  user: string,
  count: number,
  act: () => Promise<unknown>,
  timeout?: number,
): Promise<string[]> {
  const before = (await saidTo(user)).length;
  await act();
  return until(async () => {
    const fresh = (await saidTo(user)).slice(before);
    expect(fresh.length).toBeGreaterThanOrEqual(count);
    return fresh;
  }, timeout);
}

describe('invariant 9: every button', () => {
  test.each(NAMES)('%s, pressed twice at once by each of three people, answers each time', async (name) => {
    const { on, isForAll, answer } = BUTTONS[name];
    const twice = (user: string) => Promise.all([1, 2].map(() => press(idOf(name), user, BUTTONS[name])));
    if (on?.type === 'home') {
      await Promise.all(PEOPLE.map(twice));
      await until(async () => {
        for (const user of PEOPLE) expect(await tabOf(user)).toMatch(answer);
      });
      return;
    }
    const all = await Promise.all(PEOPLE.map((user) => answersTo(user, 2, () => twice(user))));

    for (const [index, user] of PEOPLE.entries())
      for (const said of all[index] ?? [])
        expect(said, user).toMatch(user === 'U_STRANGER' && !isForAll ? REFUSED : answer);
  });

  test('invariant 2: all that made one block of each, and one claim', async () => {
    await until(async () => expect(await world.denies()).toHaveLength(3));
    const { blocks } = await world.state();
    expect(blocks.map(({ address, claims }) => [address, claims.length]).toSorted()).toEqual(
      [ASKS, BLOCKED, GUARDED].map((address) => [`${address}/32`, 1]),
    );
  });

  // An answer of Slack that says no to everything, and one that it gives while it is broken.
  test.each(['ratelimited', '503'])('is answered though Slack takes no answer for a moment (%s)', async (code) => {
    const pressed = NAMES.filter((name) => BUTTONS[name].on?.type !== 'home');
    const answers = await answersTo(
      'U_STRANGER',
      pressed.length,
      async () => {
        await world.faults({ slack: { errorRate: 1, code } });
        await Promise.all(pressed.map((name) => press(idOf(name), 'U_STRANGER', BUTTONS[name])));
        await sleep(400);
        await world.faults({});
      },
      15_000,
    );

    for (const name of pressed)
      expect(
        answers.filter((said) => (BUTTONS[name].isForAll ? BUTTONS[name].answer : REFUSED).test(said)),
        name,
      ).not.toHaveLength(0);
  });
});

describe('every command', () => {
  const ARGS: Record<string, string> = { allow: 'list', ignore: 'list', report: 'now 24h', history: BLOCKED ?? '' };

  test.each(COMMANDS.map(({ name }) => name))(
    '%s answers each role, twice, and a stranger only looks',
    async (name) => {
      const act = COMMANDS.find((each) => each.name === name)?.act;
      const isForAll = act === 'look' && name !== 'report';
      for (const user of PEOPLE) {
        const both = await Promise.all([1, 2].map(() => world.command(`${name} ${ARGS[name] ?? ''}`, user)));
        for (const said of both.map(told)) {
          expect(said).not.toBe('');
          if (user === 'U_STRANGER' && !isForAll) expect(said).toMatch(REFUSED);
          else expect(said).not.toMatch(REFUSED);
          expect(said).not.toMatch(/went wrong/);
        }
      }
    },
  );
});

describe('a forged value', () => {
  test.each([
    ['U_ANALYST', '8d', /only a lead may/],
    ['U_LEAD', '31d', /at most 30 d/],
    ['U_LEAD', '10y', /at most 30 d/],
  ])('of %s ignores no longer than the form would: %s', async (user, length, answer) => {
    await world.alert('203.0.113.4');
    const value = async () => `ignore|${length}|${await markOf('203.0.113.4')}`;
    const chosen = await value();

    const [said] = await answersTo(user, 1, () => press('more', user, { value: () => chosen, isMenu: true }));

    expect(said).toMatch(answer);
    expect(await world.story('203.0.113.4')).not.toContain(`ignore by ${user}`);
  });

  test('of a range that takes two people tells how they may', async () => {
    const [said] = await answersTo('U_ANALYST', 1, () =>
      press('block', 'U_ANALYST', { value: () => '203.0.0.0/16|1-0' }),
    );

    expect(said).toContain('Two together may: `/aism block 203.0.0.0/16 <duration> <reason>` proposes it');
    expect(await world.block('203.0.0.0/16')).toBeUndefined();
  });

  test('of a button that there is no more is answered', async () => {
    const [said] = await answersTo('U_LEAD', 1, () => press('block-for-ever', 'U_LEAD', { value: () => mark(ASKS) }));

    expect(said).toBe('This button belongs to no card that AISM knows.');
  });
});

test('a Home tab that was opened before an address was blocked anew does not end the new block', async () => {
  await world.home();
  const tab = await tabOf('U_ANALYST');
  const undo = new RegExp(`"(${BLOCKED?.replaceAll('.', '\\.')}/32\\|home[^"]*)"`).exec(tab)?.[1] ?? '';
  await world.command(`unblock ${BLOCKED}`, 'U_LEAD');
  await world.command(`block ${BLOCKED} 3h worse`, 'U_LEAD');

  const [said] = await answersTo('U_ANALYST', 1, () => press('undo', 'U_ANALYST', { value: () => undo }));

  expect(said).toContain('was blocked anew, by <@U_LEAD>');
  expect(await world.block(BLOCKED ?? '')).toMatchObject({ by: 'U_LEAD' });
  expect((await world.block(BLOCKED ?? ''))?.state).not.toBe('lifted');
});

test('who proposes what is proposed for another time is told for how long it is', async () => {
  await world.command('block 203.8.0.0/16 2h botnet');

  expect(told(await world.command('block 203.8.0.0/16 permanent botnet', 'U_LEAD'))).toContain(
    '<@U_ANALYST> has already proposed to block it for 2 h.',
  );
});

describe('where the policy gives other people other rights', () => {
  beforeAll(() => world.restart('permissions: {look: leads, propose: leads, approve: analysts}\n'));

  test('the Home tab, a page of a storm and Why show nothing to whom it does not let look', async () => {
    await world.home('U_ANALYST');
    await until(async () => {
      const tab = await tabOf('U_ANALYST');
      expect(tab).toContain('You may not do that. These may: <@U_LEAD>');
      expect(tab).not.toContain('203.0.113');
    });
    for (const name of ['page', 'why', 'showAll'] as const) {
      const [said] = await answersTo('U_ANALYST', 1, () => press(idOf(name), 'U_ANALYST', BUTTONS[name]));
      expect(said).toContain('You may not do that. These may: <@U_LEAD>');
    }
    await world.home('U_LEAD');
    await until(async () => expect(await tabOf('U_LEAD')).toContain('*203.0.113.2*'));
  });

  test('whoever may approve may decline, by button and by command, and nobody else', async () => {
    await world.command('block 203.9.0.0/16 2h botnet', 'U_LEAD');
    expect(told(await world.command('decline 203.9.0.0/16', 'U_STRANGER'))).toMatch(REFUSED);
    expect(told(await world.command('decline 203.9.0.0/16'))).toContain('Declined: 203.9.0.0/16');
    await world.command('block 203.9.0.0/16 2h botnet', 'U_LEAD');
    const card = await until(async () => {
      const newest = JSON.stringify((await world.cards('203.9.0.0/16')).at(-1)?.blocks);
      const found = /"action_id":"decline".*?"value":"([^"]+)"/.exec(newest)?.[1];
      expect(found).toBeDefined();
      expect((await world.cards('203.9.0.0/16')).length).toBeGreaterThan(1);
      return found ?? '';
    });
    const [said] = await answersTo('U_ANALYST', 1, () => press('decline', 'U_ANALYST', { value: () => card }));
    expect(said).toContain('Declined: 203.9.0.0/16');
  });
});
