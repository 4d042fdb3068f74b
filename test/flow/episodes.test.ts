import { afterEach, beforeEach, expect, test } from 'vitest';
import { BUTTONS, buttonsOf, told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

const DAY = 24 * 3600;

async function later(seconds: number): Promise<void> {
  await world.advance(seconds);
  await world.tick();
}

test('an attack that comes back after a quiet day gets a new card, and the old one says that nobody answered', async () => {
  await world.alert('203.0.113.1');
  const old = await world.card('203.0.113.1');
  await later(DAY + 60);

  await world.alert('203.0.113.1');
  await until(async () => expect(await world.cards('203.0.113.1')).toHaveLength(2));
  await world.click((await world.card('203.0.113.1')).ts, 'block');
  await world.tick();

  const [first, second] = await world.cards('203.0.113.1');
  expect(first?.ts).toBe(old.ts);
  expect(wordsOf(first)).toContain('Nobody answered: block 203.0.113.1?');
  expect(wordsOf(second)).toContain('Blocked 203.0.113.1');
});

test('an attack that comes back within the day goes on in its card', async () => {
  await world.alert('203.0.113.2');
  await world.card('203.0.113.2');
  await later(DAY - 3600);

  await world.alert('203.0.113.2');
  await world.tick();
  await later(60);

  expect(await world.cards('203.0.113.2')).toHaveLength(1);
  expect(wordsOf(await world.card('203.0.113.2'))).toContain('2 alerts');
});

test('a long block keeps its episode open until a day after its end', async () => {
  await world.alert('203.0.113.3');
  const { ts } = await world.card('203.0.113.3');
  await world.command('block 203.0.113.3 3d');
  await later(3 * DAY + 1);
  expect(await world.denies()).not.toContain('203.0.113.3/32');
  await later(DAY - 3600);

  await world.alert('203.0.113.3');
  await world.tick();

  const ofRule = (await world.cards('203.0.113.3')).filter((card) => wordsOf(card).includes('ssh-bruteforce'));
  expect(ofRule.map((card) => card.ts)).toEqual([ts]);
  expect(buttonsOf(ofRule[0])).toEqual(BUTTONS.ask);
});

test('a card of days ago can still be acted on, and then tells the truth again', async () => {
  await world.alert('203.0.113.4');
  const { ts } = await world.card('203.0.113.4');
  await later(5 * DAY);

  expect(told(await world.click(ts, 'block'))).toContain('Blocking 203.0.113.4');

  expect(await world.denies()).toContain('203.0.113.4/32');
  await until(async () => expect(wordsOf(await world.card('203.0.113.4'))).toContain('Blocked 203.0.113.4'));
  await world.click(ts, 'undo');
  await until(async () => expect(wordsOf(await world.card('203.0.113.4'))).toContain('Unblocked 203.0.113.4'));
});

test('two rules about one address are two cards; a block answers both, Undo on either ends it', async () => {
  await world.alert('203.0.113.5');
  await world.alert('203.0.113.5', { aism_rule: 'wp-login' });
  await until(async () => expect(await world.cards('203.0.113.5')).toHaveLength(2));
  const [first, second] = await world.cards('203.0.113.5');

  await world.click(first?.ts, 'block');

  expect((await world.denies()).filter((range) => range === '203.0.113.5/32')).toHaveLength(1);
  await until(async () => {
    for (const card of await world.cards('203.0.113.5')) expect(buttonsOf(card)).toEqual(BUTTONS.active);
  });
  await world.click(second?.ts, 'undo');
  expect(await world.denies()).not.toContain('203.0.113.5/32');
  await until(async () => {
    for (const card of await world.cards('203.0.113.5')) expect(wordsOf(card)).toContain('Unblocked');
  });
});

test('an automatic block by one rule shows on the card of the other, which asked', async () => {
  await world.alert('203.0.113.6');
  await world.card('203.0.113.6');

  const over = { rule_param_query_key: 'source.ip', rule_param_num_events: 30 };
  await world.alert('203.0.113.6', { ...over, aism_rule: 'wp-login' });

  await until(async () => {
    const cards = await world.cards('203.0.113.6');
    expect(cards).toHaveLength(2);
    for (const card of cards) expect(wordsOf(card)).toContain('Blocked 203.0.113.6');
  });
});
