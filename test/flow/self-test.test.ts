import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSelfTest } from '../../src/ledger/self-test-rule.ts';
import { told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  // Nothing asks before 50 events, and whatever asks would block by itself: the test must come through all the same.
  world = await startWorld({ policy: 'defaults: { ask: 50, auto: 50, proven: true }\nquota: 6\nkeptForPeople: 0' });
});
afterAll(() => world.end());

const ADDRESS = '192.0.2.1';
const say = async (user?: string) => told(await world.command('test', user));

test('goes the whole way and back, tells how long each step took, and leaves nothing behind', async () => {
  const answer = await say();

  const steps = [...answer.matchAll(/^• (.+?),? after (\d+) ms$/gm)].map(([, step = '', ms]) => ({
    step,
    ms: Number(ms),
  }));
  expect(answer).toContain('All is well');
  expect(steps.map(({ step }) => step).toSorted()).toEqual(
    [
      'stored',
      'decided',
      'blocked in the ledger, for a minute at most',
      `rule seen in ${world.facts.networkAclId}`,
      'card in the channel',
      'lifted, and the rule gone',
    ].toSorted(),
  );
  expect(steps.map(({ ms }) => ms)).toEqual(steps.map(({ ms }) => ms).toSorted((a, b) => a - b));
  expect(await world.denies()).toEqual([]);
  expect(await world.story(ADDRESS)).toEqual(
    expect.arrayContaining([
      'alert by rule:AISM tests itself',
      'block by rule:AISM tests itself',
      'unblock by U_ANALYST',
    ]),
  );
  await until(async () => expect(wordsOf(await world.card(ADDRESS))).toContain('Only a test: Unblocked 192.0.2.1'));
});

test('counts in no statistics, leaves no grace, and is no earlier offence', async () => {
  await world.tick();

  expect(told(await world.command('stats 24h'))).not.toMatch(/192\.0\.2\.1|tests itself/);
  const counted = (await world.state()).actions.filter((action) => !isSelfTest(action));
  expect(counted.filter(({ kind }) => ['alert', 'block', 'unblock', 'expire', 'extend'].includes(kind))).toEqual([]);
  expect(told(await world.command(`why ${ADDRESS}`))).not.toContain('not blocked automatically before');
  await world.alert(ADDRESS, { rule_param_query_key: 'source.ip', rule_param_num_events: 60 });
  await until(async () => expect(await world.denies()).toContain(`${ADDRESS}/32`));
  expect((await world.block(ADDRESS))?.reason).not.toContain('offence');
});

test('touches nothing while the address is really blocked, attacks, or is exempted', async () => {
  expect(await say()).toContain('Not tested, and nothing was changed: 192.0.2.1 is blocked now');
  await world.command(`unblock ${ADDRESS}`);
  await until(async () => expect(await world.denies()).toEqual([]));
  expect(await say()).toContain('is really attacking, under rule ssh-bruteforce');
  await world.advance(25 * 3600);
  // Reads the never-block list anew, without which nothing is automatic.
  await world.tick();
  await world.command(`allow ${ADDRESS} 1h ours`);
  expect(await say()).toContain('is on the allowlist');
  await world.command(`allow remove ${ADDRESS}`);
  expect(await world.denies()).toEqual([]);
});

test('is not for a stranger', async () => {
  expect(await say('U_STRANGER')).toContain('You may not do that');
});

test('of two at once the second is told, and both times is one rule', async () => {
  const [first, second] = await Promise.all([say(), say('U_LEAD')]);

  expect([first, second].filter((answer) => answer.includes('All is well'))).toHaveLength(1);
  expect([first, second].filter((answer) => answer.includes('running already'))).toHaveLength(1);
  expect(await world.denies()).toEqual([]);
});

test('takes no slot from a real block: where there is no room it says so', async () => {
  // The sandbox's Network ACL begins with four inbound rules, so that two are left.
  for (const address of ['203.0.113.1', '203.0.113.3'])
    await world.alert(address, { rule_param_query_key: 'source.ip', rule_param_num_events: 60 });
  await until(async () => expect(await world.denies()).toHaveLength(2));
  const before = await world.denies();

  const answer = await say();

  expect(answer).toContain('Not all is well');
  expect(answer).toMatch(new RegExp(`no rule in ${world.facts.networkAclId}: .*(room|slot)`));
  expect(answer).toContain('lifted, and the rule gone');
  expect(await world.denies()).toEqual(before);
});

test('stopped in the middle it ends by its minute', async () => {
  await world.command('unblock 203.0.113.1');
  await until(async () => expect(await world.denies()).toHaveLength(1));
  await world.faults({ ec2: { describeLagMs: 1500 } });
  const running = world.sandbox('command', { text: 'test', user: 'U_ANALYST', waitMs: 0 });
  await until(async () => expect(await world.block(ADDRESS)).toMatchObject({ state: 'pending' }));

  await world.faults({ dynamodb: { errorRate: 1, code: 'InternalServerError' } });
  await running;

  const privately = async () => (await world.state()).messages.filter((message) => message.ephemeral_to).at(-1)?.text;
  await until(async () => expect(await privately()).toContain('its block ends by itself within a minute'), 20_000);
  await world.faults({});
  expect(await world.block(ADDRESS)).toMatchObject({ state: expect.stringMatching(/pending|active/) });
  await world.advance(61);
  await world.tick();
  await until(async () => expect(await world.block(ADDRESS)).toMatchObject({ state: 'expired' }));
  await until(async () => expect(await world.denies()).toEqual(['203.0.113.3/32']));
});
