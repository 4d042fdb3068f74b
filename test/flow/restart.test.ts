import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };

test('everything is there again after a restart, secrets and clock included', async () => {
  await world.alert('203.0.113.1');
  const { ts } = await world.card('203.0.113.1');
  await world.click(ts, 'block');
  await world.command('block 203.0.113.2 permanent', 'U_LEAD');
  await world.command('approve 203.0.113.2');
  await world.advance(1234);
  await world.tick();
  const before = await world.state();
  const { webhookToken, signingSecret, botToken, networkAclId } = world.facts;

  await world.restart();

  const after = await world.state();
  for (const part of ['messages', 'networkAcls', 'blocks', 'actions'] as const)
    expect(after[part]).toEqual(before[part]);
  expect(world.facts).toMatchObject({ webhookToken, signingSecret, botToken, networkAclId });
  expect(Date.parse(after.now)).toBeGreaterThanOrEqual(Date.parse(before.now));
  expect(Date.parse(after.now) - Date.now()).toBeGreaterThan(1_230_000);
  expect(told(await world.click(ts, 'undo'))).toContain('Unblocking 203.0.113.1');
  expect(await world.denies()).toEqual(['203.0.113.2/32']);
});

describe('invariant 1: what was acknowledged before the stop is done after it', () => {
  test('an alert that was stored and not yet worked gets its card and its block', async () => {
    await world.faults({ dynamodb: { latencyMs: 150 } });
    await world.alert('203.0.113.3', OVER);
    await world.faults({ dynamodb: { down: true } });

    await world.restart();

    await until(async () => expect(await world.denies()).toEqual(['203.0.113.3/32']));
    await until(async () => expect(wordsOf(await world.card('203.0.113.3'))).toContain('Blocked 203.0.113.3'));
    expect(await world.story('203.0.113.3')).toEqual([
      'alert by rule:ssh-bruteforce',
      'block by rule:ssh-bruteforce',
      'active by aism',
    ]);
  });

  test('a block that EC2 did not take is in the firewall', async () => {
    await world.faults({ ec2: { down: true } });
    await world.command('block 203.0.113.4 1h');
    expect(await world.denies()).toEqual([]);

    await world.restart();

    await until(async () => expect(await world.denies()).toEqual(['203.0.113.4/32']));
    await until(async () => expect(await world.block('203.0.113.4')).toMatchObject({ state: 'active' }));
  });

  test('an Undo that EC2 did not take is out of it', async () => {
    await world.command('block 203.0.113.5 1h');
    await world.faults({ ec2: { down: true } });
    await world.command('unblock 203.0.113.5');

    await world.restart();

    await until(async () => expect(await world.denies()).toEqual([]));
  });

  test('a block whose time ended meanwhile is lifted', async () => {
    await world.command('block 203.0.113.6 1m');
    await world.advance(61);

    await world.restart();

    await until(async () => expect(await world.block('203.0.113.6')).toMatchObject({ state: 'expired' }));
    await until(async () => expect(await world.denies()).toEqual([]));
  });

  test('a card that Slack did not take is posted, once', async () => {
    await world.faults({ slack: { down: true } });
    await world.alert('203.0.113.7');
    await world.tick();

    await world.restart();

    await until(async () => expect(await world.cards('203.0.113.7')).toHaveLength(1));
    await world.tick();
    expect(await world.cards('203.0.113.7')).toHaveLength(1);
  });

  test('a card that Slack took without an answer is not posted twice', async () => {
    await world.faults({ slack: { errorRate: 1, code: 'fatal_error' } });
    await world.alert('203.0.113.8');
    await until(async () => expect(await world.cards('203.0.113.8')).toHaveLength(1));

    await world.restart();
    await world.tick();

    await world.alert('203.0.113.8', OVER);
    await until(async () => expect(wordsOf(await world.card('203.0.113.8'))).toContain('Blocked'));
    expect(await world.cards('203.0.113.8')).toHaveLength(1);
  });
});

test('invariant 2: an alert that comes again after the restart counts once', async () => {
  const body = { aism_ip: '203.0.113.9', aism_rule: 'ssh-bruteforce', _id: 'the-same' };
  await world.post(body);
  await world.card('203.0.113.9');

  await world.restart();
  await world.post(body);
  await world.tick();

  expect(await world.story('203.0.113.9')).toEqual(['alert by rule:ssh-bruteforce']);
});
