import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BUTTONS, buttonsOf, told, wordsOf } from '../support/sandbox-state.ts';
import { asSlack, clickBody } from '../support/signed-slack.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

/** What everybody sees and what is stored: all but the private answers. */
async function lasting() {
  const { messages, blocks, actions, networkAcls } = await world.state();
  return { messages: messages.filter((message) => !message.ephemeral_to), blocks, actions, networkAcls };
}

async function blocksBy(address: string): Promise<string[]> {
  return (await world.story(address)).filter((action) => action.startsWith('block '));
}

describe('a stranger', () => {
  test.each(['block', 'ignore'])('who presses %s is told in private who may, and nothing changes', async (action) => {
    const address = `203.0.113.${action.length}`;
    await world.alert(address);
    const { ts } = await world.card(address);
    const before = await lasting();

    const delivery = await world.click(ts, action, 'U_STRANGER');

    expect(told(delivery)).toContain('You may not do that');
    expect(told(delivery)).toContain('<@U_ANALYST>, <@U_LEAD>');
    expect(delivery.responses).toMatchObject([{ ephemeral_to: 'U_STRANGER' }]);
    expect(await lasting()).toEqual(before);
  });

  test('who presses Undo or chooses from the menu changes nothing', async () => {
    await world.alert('203.0.113.10');
    const { ts } = await world.card('203.0.113.10');
    const choice = JSON.stringify((await world.card('203.0.113.10')).blocks).match(/block\|24h\|[^"]+/)?.[0];
    expect(told(await world.click(ts, 'more', 'U_STRANGER', choice))).toContain('You may not');
    expect(await world.denies()).not.toContain('203.0.113.10/32');

    await world.click(ts, 'block');
    expect(told(await world.click(ts, 'undo', 'U_STRANGER'))).toContain('You may not');
    expect(await world.denies()).toContain('203.0.113.10/32');
  });

  test('invariant 9: on App Home is answered there', async () => {
    await world.command('block 203.0.113.11 1h');
    await world.home('U_STRANGER');
    const home = (await world.state()).views.find((view) => view.user === 'U_STRANGER');

    await world.sandbox('click', {
      view_id: home?.id,
      action_id: 'undo',
      user: 'U_STRANGER',
      value: '203.0.113.11/32|home',
    });

    expect(await world.denies()).toContain('203.0.113.11/32');
    await until(async () => expect(JSON.stringify((await world.state()).views)).toContain('You may not do that'));
  });
});

describe('invariant 2: once', () => {
  test('a second click on Block changes nothing and says who was first', async () => {
    await world.alert('203.0.113.20');
    const { ts, blocks } = await world.card('203.0.113.20');
    await world.click(ts, 'block');
    const before = await lasting();

    const [value] = JSON.stringify(blocks).match(/203\.0\.113\.20\/32\|[\d-]+/) ?? [];
    await asSlack(world.facts, clickBody(world.facts, { action_id: 'block', value, user: 'U_LEAD' }));

    await until(async () => {
      const answers = (await world.state()).messages.filter((message) => message.ephemeral_to === 'U_LEAD');
      expect(answers.at(-1)?.text).toContain('already blocked by <@U_ANALYST>');
    });
    expect(await lasting()).toEqual(before);
  });

  test('two people at the same time make one claim and one rule; the second is told', async () => {
    await world.alert('203.0.113.21');
    const { ts } = await world.card('203.0.113.21');

    const deliveries = await Promise.all([
      world.click(ts, 'block', 'U_ANALYST'),
      world.click(ts, 'block', 'U_LEAD'),
      world.click(ts, 'block', 'U_ANALYST'),
    ]);

    const first = deliveries.filter((delivery) => told(delivery).includes('Blocking 203.0.113.21'));
    const late = deliveries.filter((delivery) => told(delivery).includes('already blocked by'));
    expect([first.length, late.length]).toEqual([1, 2]);
    expect(await blocksBy('203.0.113.21')).toHaveLength(1);
    expect((await world.block('203.0.113.21'))?.claims).toHaveLength(1);
    expect((await world.denies()).filter((range) => range === '203.0.113.21/32')).toHaveLength(1);
  });

  test('a click that Slack delivers again changes nothing', async () => {
    await world.alert('203.0.113.22');
    const { blocks } = await world.card('203.0.113.22');
    const [value] = JSON.stringify(blocks).match(/203\.0\.113\.22\/32\|[\d-]+/) ?? [];
    const body = clickBody(world.facts, { action_id: 'block', value });

    const retry = { headers: { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' } };
    await Promise.all([asSlack(world.facts, body), asSlack(world.facts, body, retry)]);

    await until(async () => expect(await world.block('203.0.113.22')).toMatchObject({ state: 'active' }));
    expect(await blocksBy('203.0.113.22')).toHaveLength(1);
  });

  test('two people who press Block and Ignore at once: one of them wins, and the card says which', async () => {
    await world.alert('203.0.113.23');
    const { ts } = await world.card('203.0.113.23');

    await Promise.all([world.click(ts, 'block', 'U_ANALYST'), world.click(ts, 'ignore', 'U_LEAD')]);
    await world.tick();

    const isDenied = (await world.denies()).includes('203.0.113.23/32');
    expect(wordsOf(await world.card('203.0.113.23'))).toContain(isDenied ? 'Blocked' : 'Ignored');
  });
});

describe('a card whose message somebody deleted', () => {
  test('is posted anew when there is something new to say, once', async () => {
    await world.alert('203.0.113.30');
    const { ts } = await world.card('203.0.113.30');
    await world.slack.chat.delete({ channel: world.facts.channel, ts });
    expect(await world.cards('203.0.113.30')).toEqual([]);

    await world.alert('203.0.113.30', { rule_param_query_key: 'source.ip', rule_param_num_events: 25 });

    await until(async () => expect(wordsOf((await world.cards('203.0.113.30')).at(-1))).toContain('Blocked'));
    await world.tick();
    const [card, ...others] = await world.cards('203.0.113.30');
    expect(others).toEqual([]);
    expect(card?.ts).not.toBe(ts);
    expect(buttonsOf(card)).toEqual(BUTTONS.active);
    await world.click(card?.ts, 'undo');
    expect(await world.denies()).not.toContain('203.0.113.30/32');
  });
});
