import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSlack, clickBody, type HandmadeClick } from '../support/signed-slack.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
let cardValue: string;
beforeAll(async () => {
  world = await startWorld();
  await world.alert('203.0.113.1');
  cardValue = JSON.stringify((await world.card('203.0.113.1')).blocks).match(/203\.0\.113\.1\/32\|[\d-]+/)?.[0] ?? '';
});
afterAll(() => world.end());

/** Delivers a handmade click and gives what the person was told. */
async function press(click: HandmadeClick): Promise<string> {
  const before = (await world.state()).messages.length;
  const answer = await asSlack(world.facts, clickBody(world.facts, click));
  expect(answer.status).toBe(200);
  return until(async () => {
    const fresh = (await world.state()).messages.slice(before).find((message) => message.ephemeral_to);
    if (!fresh) throw new Error('nobody was told anything');
    return fresh.text;
  });
}

async function firewallAndBlocks() {
  const { networkAcls, blocks } = await world.state();
  return { networkAcls, blocks };
}

describe('a click with a forged value', () => {
  test.each([
    ['an address that no card is about', '198.51.100.77/32|1-0', /too old/],
    ['an episode that is not there', '203.0.113.1/32|99-9', /too old/],
    ['an episode named like a property of every object', '203.0.113.1/32|__proto__', /too old/],
    ['a range that is too wide', '203.0.0.0/16|1-0', /too wide/],
    ['everything', '0.0.0.0/0|1-0', /no card/],
    ['an address that is not canonical', '203.0.113.1|1-0', /no card/],
    ['host bits', '203.0.113.1/24|1-0', /no card/],
    ['octal', '0313.0.113.1/32|1-0', /no card/],
    ['no episode', '203.0.113.1/32', /no card/],
    ['nothing', '', /no card/],
    ['a number', 5, /no card|went wrong/],
    ['an object', { address: '203.0.113.1/32' }, /no card|went wrong/],
    ['2,000 characters', '|'.repeat(2000), /no card/],
    ['mark-up', '<!channel>|`1`', /no card/],
  ])('that is %s blocks nothing and is answered', async (_what, value, answer) => {
    const before = await firewallAndBlocks();

    expect(await press({ action_id: 'block', value })).toMatch(answer);

    expect(await firewallAndBlocks()).toEqual(before);
  });

  test.each([
    ['the VPC', '10.0.1.77/32', /never blocked|10\.0/],
    ['a public address of ours', '198.51.100.201/32', /never blocked/],
    ['a range that holds one', '198.51.100.0/24', /never blocked/],
    ['loopback', '127.0.0.1/32', /loopback/i],
  ])('invariant 4: that is %s is refused, and the refusal is recorded', async (_what, address, answer) => {
    expect(await press({ action_id: 'block', value: `${address}|1-0` })).toMatch(answer);

    expect(await world.story(address)).toEqual(['refused by U_ANALYST']);
    expect(await world.block(address)).toBeUndefined();
    expect(await world.denies()).toEqual([]);
  });

  test.each([
    ['another act', 'erase|1h|'],
    ['no duration', 'block||'],
    ['a duration in words', 'block|permanent|'],
    ['a negative duration', 'block|-5h|'],
    ['a hundred years', 'block|36500d|'],
    ['a second', 'block|1s|'],
  ])('that chooses %s from the menu blocks nothing', async (_what, choice) => {
    const before = await firewallAndBlocks();

    expect(await press({ action_id: 'more', value: `${choice}${cardValue}` })).toMatch(/no card/);

    expect(await firewallAndBlocks()).toEqual(before);
  });

  test('for Undo of what is not blocked is answered so', async () => {
    expect(await press({ action_id: 'undo', value: '203.0.113.9/32|1-0' })).toContain('203.0.113.9 is not blocked');
  });
});

describe('a stale click', () => {
  test('on Undo after the block has ended tells how it ended', async () => {
    await world.command('block 203.0.113.2 1m');
    await world.advance(61);
    await world.tick();

    const told = await press({ action_id: 'undo', value: '203.0.113.2/32|1-0' });

    expect(told).toContain('not blocked any more');
    expect(told).toContain('its time was over');
  });

  test('on Undo after somebody else pressed it tells who', async () => {
    await world.command('block 203.0.113.3 1h');
    await world.command('unblock 203.0.113.3', 'U_LEAD');

    expect(await press({ action_id: 'undo', value: '203.0.113.3/32|1-0' })).toContain('<@U_LEAD>');
  });

  test('on Ignore after a block tells that it is blocked', async () => {
    await world.command('block 203.0.113.1 1h');

    expect(await press({ action_id: 'ignore', value: cardValue })).toContain('is blocked by <@U_ANALYST>');
    expect(await world.denies()).toContain('203.0.113.1/32');
  });
});
