import { afterEach, beforeEach, expect, test } from 'vitest';
import { BUTTONS, buttonsOf, told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };

/** The value of one choice of the card's overflow menu. */
async function choiceOf(address: string, label: string): Promise<string> {
  const card = JSON.stringify((await world.card(address)).blocks);
  const [, value] = new RegExp(`"text":"${label}"[^{}]*},"value":"([^"]+)"`).exec(card) ?? [];
  if (value === undefined) throw new Error(`there is no choice "${label}" on ${card}`);
  return value;
}

test('Ignore leaves a snooze: the rule is silent about this address, and the card says by whom', async () => {
  await world.alert('203.0.113.1');
  const { ts } = await world.card('203.0.113.1');

  const delivery = await world.click(ts, 'ignore');

  expect(told(delivery)).toContain('Ignoring');
  await until(async () => expect(wordsOf(await world.card('203.0.113.1'))).toContain('Ignored: 203.0.113.1'));
  expect(wordsOf(await world.card('203.0.113.1'))).toContain('U_ANALYST');
  expect(buttonsOf(await world.card('203.0.113.1'))).toEqual(BUTTONS.ignored);
  expect(await world.story('203.0.113.1')).toEqual(['alert by rule:ssh-bruteforce', 'ignore by U_ANALYST']);
  expect(await world.denies()).toEqual([]);
});

test('while it is ignored not even the threshold blocks it or asks again', async () => {
  await world.alert('203.0.113.2');
  const { ts } = await world.card('203.0.113.2');
  await world.click(ts, 'ignore');

  await world.alert('203.0.113.2', OVER);
  await world.tick();
  await world.advance(60);
  await world.tick();

  expect(await world.cards('203.0.113.2')).toHaveLength(1);
  expect(wordsOf(await world.card('203.0.113.2'))).toContain('Ignored: 203.0.113.2');
  expect(await world.block('203.0.113.2')).toBeUndefined();
});

test('another rule is not silenced', async () => {
  await world.alert('203.0.113.3');
  await world.click((await world.card('203.0.113.3')).ts, 'ignore');

  await world.alert('203.0.113.3', { ...OVER, aism_rule: 'wp-login' });

  await until(async () => expect(await world.denies()).toContain('203.0.113.3/32'));
});

test('after its hour the same card asks again', async () => {
  await world.alert('203.0.113.4');
  const { ts } = await world.card('203.0.113.4');
  await world.click(ts, 'ignore');
  await world.advance(3600 - 5);
  await world.alert('203.0.113.4');
  await world.tick();
  expect(buttonsOf(await world.card('203.0.113.4'))).toEqual(BUTTONS.ignored);

  await world.advance(10);
  await world.alert('203.0.113.4');
  await world.tick();

  const card = await world.card('203.0.113.4');
  expect(card.ts).toBe(ts);
  expect(wordsOf(card)).toContain('Block 203.0.113.4?');
  expect(buttonsOf(card)).toEqual(BUTTONS.ask);
});

test('Ignore 24 h is silent for so long and asks again on a new card', async () => {
  const [address, hours] = ['203.0.113.34', 24];
  await world.alert(address);
  const { ts } = await world.card(address);
  await world.click(ts, 'more', 'U_ANALYST', await choiceOf(address, 'Ignore 24 h'));
  expect(await world.story(address)).toContain('ignore by U_ANALYST');

  await world.advance((hours - 1) * 3600);
  await world.tick();
  await world.alert(address);
  await world.tick();
  expect(await world.cards(address)).toHaveLength(1);
  expect(buttonsOf(await world.card(address))).not.toContain('ignore');

  await world.advance(25 * 3600);
  await world.tick();
  await world.alert(address);
  await until(async () => expect(await world.cards(address)).toHaveLength(2));
  expect(buttonsOf(await world.card(address))).toEqual(BUTTONS.ask);
});

test('Block 24 h blocks for so long', async () => {
  const [address, hours] = ['198.51.100.34', 24];
  await world.alert(address);
  const { ts } = await world.card(address);
  const { now } = await world.state();

  await world.click(ts, 'more', 'U_ANALYST', await choiceOf(address, 'Block 24 h'));

  expect(await world.denies()).toContain(`${address}/32`);
  const end = Date.parse((await world.block(address))?.until ?? '');
  expect(Math.round((end - Date.parse(now)) / 3_600_000)).toBe(hours);
});

test('Ignore on a card whose address was blocked meanwhile changes nothing and says so', async () => {
  await world.alert('203.0.113.5');
  const { ts } = await world.card('203.0.113.5');
  const ask = await world.state();
  await world.command('block 203.0.113.5 1h');

  const value = JSON.stringify(ask.messages).match(/203\.0\.113\.5\/32\|[\d-]+/)?.[0];
  expect(value).toBeDefined();
  const delivery = await world.click(ts, 'undo', 'U_STRANGER');

  expect(told(delivery)).toContain('may not');
  expect(await world.denies()).toContain('203.0.113.5/32');
});

test('Block on an ignored card ends the silence', async () => {
  await world.alert('203.0.113.6');
  const { ts } = await world.card('203.0.113.6');
  await world.click(ts, 'more', 'U_ANALYST', await choiceOf('203.0.113.6', 'Ignore 24 h'));

  await world.click(ts, 'block');

  expect(await world.denies()).toContain('203.0.113.6/32');
  await until(async () => expect(wordsOf(await world.card('203.0.113.6'))).toContain('Blocked 203.0.113.6'));
  await world.advance(3601);
  await world.tick();
  expect(await world.denies()).toEqual([]);
  await world.alert('203.0.113.6');
  await until(async () => expect(buttonsOf(await world.card('203.0.113.6'))).toContain('ignore'));
});
