import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buttonsOf, wordsOf } from '../support/sandbox-state.ts';
import { asSlack, clickBody } from '../support/signed-slack.ts';
import { startWorld, until, type World } from '../support/world.ts';

/** A card, and the buttons that it once had or will have: whoever looks at an old phone presses them in any state. */
interface Card {
  address: string;
  values: Map<string, string>;
}

let world: World;
const cards: Record<string, Card> = {};

const ACTIONS = ['block', 'ignore', 'undo', 'extend', 'why', 'block-now', 'approve'] as const;
const PEOPLE = ['U_ANALYST', 'U_LEAD', 'U_STRANGER'] as const;

/** The values of a card's buttons as Slack keeps them. */
async function valuesOf(address: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  JSON.stringify((await world.card(address)).blocks, (_key, node: unknown) => {
    const { action_id, value } = (node ?? {}) as Record<string, unknown>;
    if (typeof action_id === 'string' && typeof value === 'string') found.set(action_id, value);
    return node;
  });
  return found;
}

/** Presses a button of a card as it was, and gives what each of these people was told. */
async function press(action_id: string, value: string | undefined, users: readonly string[]): Promise<string[]> {
  const before = (await world.state()).messages.length;
  await Promise.all(users.map((user) => asSlack(world.facts, clickBody(world.facts, { action_id, value, user }))));
  return until(async () => {
    const fresh = (await world.state()).messages.slice(before).filter((message) => message.ephemeral_to);
    expect(fresh).toHaveLength(users.length);
    return fresh.map((message) => message.text);
  });
}

/** What holds, without how often somebody was refused. */
async function standing() {
  const { blocks, networkAcls } = await world.state();
  return {
    networkAcls,
    blocks: blocks.map(({ id, address, until, by, claims }) => ({ id, address, until, by, claims })),
  };
}

async function ask(name: string, address: string): Promise<Card> {
  await world.alert(address);
  const card = { address, values: await valuesOf(address) };
  cards[name] = card;
  return card;
}

const shows = (address: string, words: string) =>
  until(async () => expect(wordsOf(await world.card(address))).toContain(words), 15_000);

beforeAll(async () => {
  world = await startWorld();
  // Drawn while it asked; blocked and unblocked since.
  await ask('unblocked', '203.0.113.1');
  await world.command('block 203.0.113.1 1h');
  await shows('203.0.113.1', 'Blocked 203.0.113.1');
  const live = await valuesOf('203.0.113.1');
  for (const [id, value] of live) if (!cards['unblocked']?.values.has(id)) cards['unblocked']?.values.set(id, value);
  await world.command('unblock 203.0.113.1', 'U_LEAD');
  // Drawn while it asked; blocked since.
  await ask('blocked', '203.0.113.3');
  await world.command('block 203.0.113.3 2h');
  await shows('203.0.113.3', 'Blocked 203.0.113.3');
}, 60_000);
afterAll(() => world.end());

describe('a card that was drawn before its address was blocked and unblocked', () => {
  test.each([
    ['block', 'was blocked by <@U_ANALYST>, and it was unblocked by <@U_LEAD>'],
    ['ignore', 'was blocked by <@U_ANALYST>, and it was unblocked by <@U_LEAD>'],
    ['undo', 'is not blocked any more: it was unblocked by <@U_LEAD>'],
    ['extend', 'is not blocked any more: it was unblocked by <@U_LEAD>'],
    ['block-now', 'is not blocked any more: it was unblocked by <@U_LEAD>'],
    ['approve', 'Nobody proposes to block'],
    ['why', 'The last decisions:'],
  ])('%s, pressed twice by two people at once, changes nothing and tells how it stands', async (action, answer) => {
    const before = await standing();
    const value = cards['unblocked']?.values.get(action) ?? cards['unblocked']?.values.get('block');

    const told = await press(action, value, ['U_ANALYST', 'U_LEAD', 'U_ANALYST', 'U_LEAD']);

    for (const text of told) expect(text).toContain(answer);
    expect(await standing()).toEqual(before);
    expect(await world.story('203.0.113.1')).not.toContain('ignore by U_ANALYST');
  });
});

describe('a card that was drawn before its address was blocked', () => {
  test.each([
    ['block', 'is already blocked by <@U_ANALYST>'],
    ['ignore', 'is blocked by <@U_ANALYST>'],
    ['block-now', 'already goes before every automatic block'],
    ['approve', 'Nobody proposes to block'],
    ['why', 'Denied (all traffic)'],
  ])('%s, pressed by two people at once, changes nothing and tells how it stands', async (action, answer) => {
    const before = await standing();

    const told = await press(action, cards['blocked']?.values.get('block'), ['U_ANALYST', 'U_LEAD']);

    for (const text of told) expect(text).toContain(answer);
    expect(await standing()).toEqual(before);
  });

  test('Undo of a block that was ended and made anew leaves the new one', async () => {
    const { values } = { values: await valuesOf('203.0.113.3') };
    await world.command('unblock 203.0.113.3');
    await world.command('block 203.0.113.3 3h', 'U_LEAD');
    const before = await standing();

    const [told] = await press('undo', values.get('undo'), ['U_ANALYST']);

    expect(told).toContain('since your card was drawn 203.0.113.3 was blocked anew, by <@U_LEAD>');
    expect(await standing()).toEqual(before);
  });

  test('invariant 2: Extend, pressed by three at once, lengthens once, and the others are told', async () => {
    await shows('203.0.113.3', '3 h, until');
    const values = await valuesOf('203.0.113.3');
    const end = Date.parse((await world.block('203.0.113.3'))?.until ?? '');

    const told = await press('extend', values.get('extend'), ['U_ANALYST', 'U_LEAD', 'U_ANALYST']);

    expect(told.filter((text) => text.includes('stays blocked until'))).toHaveLength(1);
    expect(told.filter((text) => text.includes('it was changed since your card was drawn'))).toHaveLength(2);
    const later = Date.parse((await world.block('203.0.113.3'))?.until ?? '');
    expect(later - end).toBe(24 * 3_600_000);
    await until(async () => expect((await valuesOf('203.0.113.3')).get('extend')).not.toBe(values.get('extend')));
  });
});

describe('who may not', () => {
  test.each(ACTIONS.filter((action) => action !== 'why'))('presses %s in vain, on any card', async (action) => {
    const before = await standing();
    const values = Object.values(cards).map((card) => card.values.get(action) ?? card.values.get('block'));

    for (const value of values)
      for (const text of await press(action, value, ['U_STRANGER'])) expect(text).toContain('You may not do that');

    expect(await standing()).toEqual(before);
  });
});

test('Why is for everybody', async () => {
  for (const text of await press('why', cards['blocked']?.values.get('why'), PEOPLE)) expect(text).toContain('Denied');
});

test('a button with the episode of another address belongs to no card', async () => {
  const before = await standing();
  const [, , ...mark] = cards['unblocked']?.values.get('block')?.split('|') ?? [];

  const [told] = await press('block', ['203.0.113.77/32', '9-0', ...mark].join('|'), ['U_ANALYST']);

  expect(told).toContain('too old to act on');
  expect(await standing()).toEqual(before);
});

test('what the card shows now still works', async () => {
  const { ts } = await world.card('203.0.113.1');
  await until(async () => expect(buttonsOf(await world.card('203.0.113.1'))).toContain('block'));

  await world.click(ts, 'block');

  await until(async () => expect(await world.denies()).toContain('203.0.113.1/32'));
});
