import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

/** What attackers do to automatic blockers, played through the webhook. */
let world: World;
beforeEach(async () => {
  world = await startWorld({ policy: 'guard: [198.51.100.16/28]' });
});
afterEach(() => world.end());

const over = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };
const HOUR = 3_600_000;
const ago = async (ms: number) => new Date(Date.parse((await world.state()).now) - ms).toISOString();

/** Everything that was posted is decided. */
async function settled(): Promise<void> {
  await world.tick();
  await world.tick();
}

describe('invariant 12: never automatic', () => {
  test('num_hits, however large, since it counts everybody', async () => {
    await world.alert('203.0.113.1', { num_hits: 99_999, num_matches: 500 });
    await settled();

    expect(await world.block('203.0.113.1')).toBeUndefined();
    expect(wordsOf(await world.card('203.0.113.1'))).toContain('1 event in 10 min');
  });

  test('a body replayed a thousand times counts once', async () => {
    const body = { 'source.ip': '203.0.113.2', aism_ip: '203.0.113.2', aism_rule: 'ssh', _index: 'a', _id: 'one' };
    for (let round = 0; round < 20; round += 1)
      await Promise.all(Array.from({ length: 50 }, () => world.post({ ...body, num_hits: round })));
    await settled();

    expect(await world.block('203.0.113.2')).toBeUndefined();
    expect(await world.cards('203.0.113.2')).toHaveLength(1);
    expect(wordsOf(await world.card('203.0.113.2'))).toContain('1 event in 10 min');
  });

  test('events of more than an hour ago, also those that waited in an outage', async () => {
    await world.alert('203.0.113.3', { ...over, '@timestamp': await ago(1.1 * HOUR) });
    await settled();

    expect(await world.block('203.0.113.3')).toBeUndefined();
    expect(wordsOf(await world.card('203.0.113.3'))).toMatch(/events are 1 h 6 min old/);
  });

  test('events older than a day are recorded and open no card', async () => {
    await world.alert('203.0.113.4', { ...over, '@timestamp': await ago(25 * HOUR) });
    await until(async () => expect(await world.story('203.0.113.4')).toEqual(['alert by rule:ssh-bruteforce']));
    await settled();

    expect(await world.cards('203.0.113.4')).toEqual([]);
    expect((await world.state()).actions).toMatchObject([{ after: 'ignore', reasons: ['too-late'] }]);
    expect(await world.block('203.0.113.4')).toBeUndefined();
  });

  test('a rule whose source is not proven, however often it fires', async () => {
    for (let alert = 0; alert < 30; alert += 1) await world.alert('203.0.113.5', { ...over, aism_rule: 'port-scan' });
    await settled();

    expect(await world.block('203.0.113.5')).toBeUndefined();
  });
});

describe('a clock that is wrong', () => {
  test('by an hour ahead counts as now, and the card notes it', async () => {
    await world.alert('203.0.113.6', { '@timestamp': await ago(-HOUR) });

    await until(async () => expect(wordsOf(await world.card('203.0.113.6'))).toMatch(/@timestamp is in the future/));
  });

  test('by some minutes is not worth a note', async () => {
    await world.alert('203.0.113.7', { ...over, '@timestamp': await ago(-4 * 60_000) });

    await until(async () => expect(await world.denies()).toContain('203.0.113.7/32'));
    expect(wordsOf(await world.card('203.0.113.7'))).not.toContain('future');
  });
});

describe('forged addresses', () => {
  test('in the name of a user are only text', async () => {
    const body = {
      'source.ip': '203.0.113.8',
      'user.name': 'root from 198.51.100.99 port 22',
      aism_rule: 'ssh',
      _id: '1',
    };
    await world.post(body);
    await world.card('203.0.113.8');

    expect(await world.cards('198.51.100.99')).toEqual([]);
  });

  test('in other notations are those that they are, or none', async () => {
    await world.alert('::ffff:203.0.113.9', over);
    await until(async () => expect(await world.denies()).toContain('203.0.113.9/32'));

    const refused = ['0313.0.0161.011', 'fe80::1%eth0', '203.0.113.010', '203.0.113', '3405803786'];
    for (const address of refused) {
      const answer = await world.post({ aism_ip: address, aism_rule: 'ssh', _id: address, ...over });
      expect(answer.text).not.toContain('203.0.113.1"');
    }
    await settled();
    expect(await world.denies()).toEqual(['203.0.113.9/32']);
  });

  test('invariant 4: a range that holds the office is blocked by nobody', async () => {
    const answer = told(await world.command('block 198.51.100.0/24 1h', 'U_LEAD'));

    expect(answer).toMatch(/is not blocked: 198\.51\.100\.16\/28 is never blocked/);
    await settled();
    expect(await world.denies()).toEqual([]);
  });
});

describe('invariant 2: two bodies in one race', () => {
  test('each counts once, and what both reach together is one block', async () => {
    const half = { rule_param_query_key: 'source.ip', rule_param_num_events: 10 };
    await Promise.all([world.alert('203.0.113.10', half), world.alert('203.0.113.10', half)]);

    await until(async () => expect(await world.block('203.0.113.10')).toMatchObject({ state: 'active' }));
    expect((await world.story('203.0.113.10')).filter((each) => each.startsWith('block'))).toHaveLength(1);
    await until(async () => expect(wordsOf(await world.card('203.0.113.10'))).toContain('20 failed SSH log-ins'));
  });
});

describe('thresholds besides a number of events', () => {
  const host = (name: string) => ({ 'host.name': name });

  test('distinct hosts, and distinct rules that prove as much', async () => {
    await world.restart(
      'rules: [{ match: "*udp*", auto: never }, { match: "*", proven: true, auto: { events: 50, hosts: 3, rules: 2 } }]',
    );
    await world.tick();
    for (const name of ['web-1', 'web-2', 'web-2'])
      await world.alert('203.0.113.20', { ...over, rule_param_num_events: 1, ...host(name) });
    await world.alert('203.0.113.20', { aism_rule: 'udp-flood', ...host('web-3') });
    await settled();
    expect(await world.block('203.0.113.20')).toBeUndefined();

    await world.alert('203.0.113.20', { ...over, rule_param_num_events: 1, ...host('web-3') });
    await until(async () => expect(await world.block('203.0.113.20')).toMatchObject({ state: 'active' }));
    await until(async () =>
      expect(wordsOf((await world.cards('203.0.113.20'))[0])).toContain('on 3 hosts, threshold 3 hosts'),
    );

    await world.alert('203.0.113.21', { ...over, rule_param_num_events: 1 });
    await world.alert('203.0.113.21', { ...over, rule_param_num_events: 1, aism_rule: 'ftp' });
    await until(async () => expect(await world.block('203.0.113.21')).toMatchObject({ state: 'active' }));
    expect((await world.block('203.0.113.21'))?.reason).toContain('seen by 2 rules, threshold 2 rules');
  });
});

describe('who logs in as well', () => {
  test('invariant 12: is asked about, with the log-ins, and told aloud when they come after an attack', async () => {
    await world.restart('rules: [{ match: ssh-login, kind: login }]');
    await world.tick();
    await world.alert('203.0.113.30', { aism_rule: 'ssh-login' });
    await world.alert('203.0.113.30', { aism_rule: 'ssh-login' });
    await settled();
    expect(await world.cards('203.0.113.30')).toEqual([]);

    await world.alert('203.0.113.30', over);
    await until(async () => expect(wordsOf(await world.card('203.0.113.30'))).toContain('Logged in'));
    expect(wordsOf(await world.card('203.0.113.30'))).toContain('2 successful log-ins from it, too');
    expect(await world.block('203.0.113.30')).toBeUndefined();

    await world.alert('203.0.113.31');
    const { ts } = await world.card('203.0.113.31');
    await world.alert('203.0.113.31', { aism_rule: 'ssh-login' });
    await until(async () => {
      const below = (await world.state()).messages.filter(
        (message) => message['thread_ts'] === ts && message.ts !== ts,
      );
      expect(below).toMatchObject([{ text: expect.stringContaining('logged in successfully') }]);
    });
  });
});

describe('why', () => {
  test('a stranger reads from the command what was decided, with reasons as words and as data', async () => {
    await world.alert('203.0.113.32', over);
    await until(async () => expect(await world.block('203.0.113.32')).toMatchObject({ state: 'active' }));
    const said = told(await world.command('why 203.0.113.32', 'U_STRANGER'));

    expect(said).toMatch(/25 failed SSH log-ins in 10 min, threshold 20: automatic block for (up to )?4 h/);
    expect(said).toContain('(over-threshold)');
  });
});
