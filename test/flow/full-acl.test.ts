import { afterEach, expect, test } from 'vitest';
import { told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.end());

// The sandbox's Network ACL begins with four inbound rules: two allows and the two `*`.
const FIVE_SLOTS = 'quota: 9\nkeptForPeople: 2';
const over = (events: number) => ({ rule_param_query_key: 'source.ip', rule_param_num_events: events });

/** Blocks by command without waiting for cards, which Slack takes about one a second. */
async function blockAll(addresses: readonly string[]): Promise<void> {
  for (const address of addresses)
    await world.sandbox('command', { text: `block ${address} 1h`, user: 'U_ANALYST', waitMs: 0 });
}

async function stateOf(address: string): Promise<string | undefined> {
  return (await world.block(address))?.state;
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `203.0.113.${2 * index + 1}`);

test('with the quota of 20 the 17th block waits, and says so to whoever asks', async () => {
  world = await startWorld();
  await world.alert('198.51.100.17');
  const { ts } = await world.card('198.51.100.17');
  await blockAll(numbered(16));
  await until(async () => expect(await world.denies()).toHaveLength(16));

  await world.sandbox('click', { ts, action_id: 'block', user: 'U_ANALYST', waitMs: 0 });

  await until(async () => expect(await world.block('198.51.100.17')).toMatchObject({ state: 'waiting' }));
  expect((await world.block('198.51.100.17'))?.targets[0]?.note).toMatch(/slot|room/);
  expect(await world.denies()).toHaveLength(16);
  expect(told(await world.command('list'))).toMatch(/198\.51\.100\.17 {2}\*waiting\*/);
  await until(async () => expect(wordsOf(await world.card('198.51.100.17'))).toMatch(/waits for a free slot/), 15_000);
  expect(wordsOf(await world.card('198.51.100.17'))).not.toContain('Blocked');
  for (const address of numbered(16)) expect(await stateOf(address)).toBe('active');
});

test('Undo of one moves the waiting one up on its own', async () => {
  world = await startWorld({ policy: FIVE_SLOTS });
  await blockAll(numbered(6));
  await until(async () => expect(await stateOf('203.0.113.11')).toBe('waiting'));

  await world.command('unblock 203.0.113.3');

  await until(async () => expect(await stateOf('203.0.113.11')).toBe('active'));
  expect((await world.denies()).sort()).toEqual(['1', '11', '5', '7', '9'].map((last) => `203.0.113.${last}/32`));
});

test('the end of one moves the waiting one up at the tick', async () => {
  world = await startWorld({ policy: FIVE_SLOTS });
  await world.command('block 203.0.113.99 5m');
  await blockAll(numbered(5));
  await until(async () => expect(await stateOf('203.0.113.9')).toBe('waiting'));

  await world.advance(301);
  await world.tick();

  expect(await stateOf('203.0.113.9')).toBe('active');
  expect(await world.denies()).not.toContain('203.0.113.99/32');
});

test('automatic blocks leave two slots, which people then get at once', async () => {
  world = await startWorld({ policy: FIVE_SLOTS });
  for (const address of numbered(5)) await world.alert(address, over(25));
  await until(async () => {
    const states = await Promise.all(numbered(5).map(stateOf));
    expect(states.sort()).toEqual(['active', 'active', 'active', 'waiting', 'waiting']);
  });
  expect(await world.denies()).toHaveLength(3);

  await blockAll(['198.51.100.1', '198.51.100.3']);

  await until(async () => expect(await stateOf('198.51.100.3')).toBe('active'));
  expect(await stateOf('198.51.100.1')).toBe('active');
  expect(await world.denies()).toHaveLength(5);
});

test("invariant 7: people's blocks push automatic ones out, which wait and come back", async () => {
  world = await startWorld({ policy: FIVE_SLOTS });
  for (const address of numbered(3)) await world.alert(address, over(25));
  await until(async () => expect(await world.denies()).toHaveLength(3));

  await blockAll([1, 3, 5, 7, 9].map((last) => `198.51.100.${last}`));
  await until(async () => {
    const states = await Promise.all([1, 3, 5, 7, 9].map((last) => stateOf(`198.51.100.${last}`)));
    expect(states).toEqual(Array(5).fill('active'));
  });
  await until(async () => expect(await Promise.all(numbered(3).map(stateOf))).toEqual(Array(3).fill('waiting')));
  expect(await world.denies()).toHaveLength(5);

  await world.sandbox('command', { text: 'unblock 198.51.100.1', user: 'U_LEAD', waitMs: 0 });
  await world.sandbox('command', { text: 'unblock 198.51.100.3', user: 'U_LEAD', waitMs: 0 });
  await until(async () => {
    const states = await Promise.all(numbered(3).map(stateOf));
    expect(states.sort()).toEqual(['active', 'active', 'waiting']);
  });
});

test('invariant 7: the more dangerous attacker takes the slot of a lesser one, never the other way round', async () => {
  world = await startWorld({ policy: FIVE_SLOTS });
  for (const address of numbered(3)) await world.alert(address, over(100));
  await until(async () => expect(await world.denies()).toHaveLength(3));

  await world.alert('198.51.100.10', over(30));
  await until(async () => expect(await stateOf('198.51.100.10')).toBe('waiting'));
  expect(await Promise.all(numbered(3).map(stateOf))).toEqual(Array(3).fill('active'));

  await world.alert('198.51.100.13', over(500_000));

  await until(async () => expect(await stateOf('198.51.100.13')).toBe('active'));
  await until(async () => {
    const states = await Promise.all(numbered(3).map(stateOf));
    expect(states.sort()).toEqual(['active', 'active', 'waiting']);
  });
  expect(await stateOf('198.51.100.10')).toBe('waiting');
});

test('a quota of EC2 that is smaller than ours is learned, and what does not fit waits', async () => {
  world = await startWorld();
  await world.faults({ ec2: { quota: 7 } });

  await blockAll(numbered(4));

  await until(async () => expect(await stateOf('203.0.113.7')).toBe('waiting'));
  expect(await world.denies()).toHaveLength(3);
  expect(await world.story('203.0.113.7')).not.toContain('active by aism');
  await world.command('unblock 203.0.113.1');
  await until(async () => expect(await stateOf('203.0.113.7')).toBe('active'));
  expect(await world.denies()).toHaveLength(3);
});

test('invariant 7: Block now on a card that waits puts out the least of the automatic ones, and says whom; nobody for people', async () => {
  world = await startWorld({ policy: 'quota: 6\nkeptForPeople: 0' });
  await world.alert('203.0.113.1', over(25));
  await until(async () => expect(await stateOf('203.0.113.1')).toBe('active'));
  await blockAll(['198.51.100.1']);
  await world.alert('203.0.113.3', over(25));
  await until(async () => expect(wordsOf(await world.card('203.0.113.3'))).toMatch(/waits for a free slot/));
  const { ts } = await world.card('203.0.113.3');

  const answer = told(await world.click(ts, 'block-now'));

  expect(answer).toContain('203.0.113.3 now goes before every automatic block. 203.0.113.1 makes room');
  await until(async () => expect((await world.denies()).sort()).toEqual(['198.51.100.1/32', '203.0.113.3/32']));
  await until(async () => expect(wordsOf(await world.card('203.0.113.1'))).toMatch(/waits for a free slot/), 15_000);
  const waits = (await world.card('203.0.113.1')).ts;
  expect(told(await world.click(waits, 'block-now', 'U_LEAD'))).toMatch(/Nothing in acl-\w+ may make room for it/);
  expect((await world.denies()).sort()).toEqual(['198.51.100.1/32', '203.0.113.3/32']);
});
