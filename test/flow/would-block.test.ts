import { afterEach, expect, test } from 'vitest';
import { told } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.end());

const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };
const stats = async () => told(await world.command('stats 24h'));

test('mode ask: /aism stats tells what would have been blocked, beside what people did', async () => {
  world = await startWorld({ mode: 'ask' });
  for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4']) await world.alert(address, OVER);
  await world.alert('203.0.113.5', { ...OVER, aism_rule: 'wp-login' });
  await world.alert('203.0.113.6');
  for (const address of ['203.0.113.1', '203.0.113.3']) await world.click((await world.card(address)).ts, 'block');
  await world.click((await world.card('203.0.113.2')).ts, 'ignore');
  await world.command('unblock 203.0.113.3');
  await world.alert('203.0.113.4', OVER);
  await world.card('203.0.113.5');

  await until(async () => {
    const answer = await stats();
    expect(answer).toContain(
      'Would have blocked automatically: 5 addresses; of these people blocked 1, ignored 1, undid 1, left 2 undecided',
    );
    expect(answer).toMatch(/• ssh-bruteforce: would have blocked 4: blocked 1, ignored 1, undid 1, left 1 undecided/);
    expect(answer).toMatch(/• wp-login: would have blocked 1: blocked 0, ignored 0, undid 0, left 1 undecided/);
  });
});

test('mode live: of each rule how many automatic blocks people undid', async () => {
  world = await startWorld();
  for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4']) await world.alert(address, OVER);
  await until(async () => expect(await world.denies()).toHaveLength(4));
  await world.command('unblock 203.0.113.2');

  await until(async () => expect(await stats()).toContain('• ssh-bruteforce: 4 automatic, of these 1 undone (25 %)'));
  expect(await stats()).not.toContain('Would have blocked');
});
