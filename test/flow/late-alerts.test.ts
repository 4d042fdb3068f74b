import { afterEach, beforeEach, expect, test } from 'vitest';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

const HOUR = 3_600_000;

/** An alert of what happened so many hours ago. */
async function late(address: string, hours: number, fields: object = {}): Promise<void> {
  const at = new Date(Date.parse((await world.state()).now) - hours * HOUR).toISOString();
  await world.alert(address, {
    '@timestamp': at,
    rule_param_query_key: 'source.ip',
    rule_param_num_events: 25,
    ...fields,
  });
}

async function digests(): Promise<string[]> {
  return (await world.state()).messages.map(({ text }) => text).filter((text) => text.includes('more than a day late'));
}

async function recorded(count: number): Promise<void> {
  await until(async () => {
    const { actions } = await world.state();
    expect(actions.filter(({ kind, after }) => kind === 'alert' && after === 'ignore')).toHaveLength(count);
  });
}

test('alerts of more than a day ago are recorded and told of in one digest; nobody is blocked or asked about', async () => {
  await late('203.0.113.1', 30);
  await late('203.0.113.1', 29, { aism_rule: 'wp-login' });
  await late('203.0.113.2', 47, { _id: 'one' });
  await late('203.0.113.2', 47, { _id: 'one' });
  await recorded(3);
  await world.advance(300);
  await world.tick();
  expect(await digests()).toEqual([]);

  await world.advance(301);
  await world.tick();
  await world.tick();

  const [digest = '', ...more] = await digests();
  expect(more).toEqual([]);
  expect(digest).toContain('3 alerts came more than a day late, about 2 addresses (203.0.113.1, 203.0.113.2)');
  expect(digest).toMatch(/under (ssh-bruteforce, wp-login|wp-login, ssh-bruteforce)\./);
  expect(digest).toContain('the newest 1 d 5 h ago');
  expect(await world.cards('203.0.113.1')).toEqual([]);
  expect(await world.denies()).toEqual([]);
  expect(await world.story('203.0.113.2')).toEqual(['alert by rule:ssh-bruteforce']);
});

test('what comes after a digest is told in the next one, and what was told is not told again', async () => {
  await late('203.0.113.3', 30, { _id: 'told' });
  await recorded(1);
  await world.advance(601);
  await world.tick();
  expect(await digests()).toHaveLength(1);

  await world.restart();
  await late('203.0.113.4', 30);
  await recorded(2);
  await world.advance(601);
  await world.tick();

  const [, second] = await digests();
  expect(second).toContain('1 alert came more than a day late, about 1 address (203.0.113.4)');
});

test('an alert of a few hours ago is no matter for the digest: a person is asked', async () => {
  await late('203.0.113.5', 3);
  await world.card('203.0.113.5');
  await world.advance(700);
  await world.tick();
  expect(await digests()).toEqual([]);
});
