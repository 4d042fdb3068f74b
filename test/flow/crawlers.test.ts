import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buttonsOf, wordsOf } from '../support/sandbox-state.ts';
import { scriptedNames } from '../support/scripted-names.ts';
import { startWorld, until, type World } from '../support/world.ts';

const GOOGLEBOT = 'crawl-203-0-113-1.googlebot.com';
const names = () =>
  scriptedNames(
    {
      '203.0.113.1': [GOOGLEBOT],
      '203.0.113.2': [GOOGLEBOT],
      '203.0.113.3': ['server.example.net'],
      '203.0.113.4': 'silent',
      '203.0.113.5': 'broken',
      '203.0.113.6': ['googlebot.com.example.net', 'notgooglebot.com'],
      '203.0.113.7': ['msnbot.search.msn.com'],
      '203.0.113.8': ['bot.our-monitor.example'],
      '2001:db9::1': ['crawl-6.googlebot.com'],
    },
    {
      [GOOGLEBOT]: ['203.0.113.1'],
      'msnbot.search.msn.com': 'silent',
      'bot.our-monitor.example': ['203.0.113.8'],
      'crawl-6.googlebot.com': ['2001:db9::1'],
    },
  );
const POLICY = 'rules: [{ match: web-*, proven: true, web: true, auto: 20 }, { match: ssh*, proven: true, auto: 20 }]';

let world: World;
let dns: ReturnType<typeof names>;
beforeEach(async () => {
  dns = names();
  world = await startWorld({ policy: POLICY, reverseDns: dns });
});
afterEach(() => world.end());

const attack = (address: string, aism_rule = 'web-scan') =>
  world.alert(address, { aism_rule, rule_param_query_key: 'source.ip', rule_param_num_events: 25 });

async function asks(address: string, why: string): Promise<void> {
  await until(async () => expect(wordsOf(await world.card(address))).toContain(why));
  expect(buttonsOf(await world.card(address))).toContain('block');
  expect(await world.denies()).toEqual([]);
}

describe('before an automatic block for a web rule', () => {
  test('a crawler whose name leads back to it is asked about', async () => {
    await attack('203.0.113.1');

    await asks('203.0.113.1', `it is a verified crawler, ${GOOGLEBOT}`);
  });

  test('who only says that it is a crawler is blocked', async () => {
    await attack('203.0.113.2');
    await attack('203.0.113.6');

    await until(async () => expect(await world.denies()).toEqual(['203.0.113.2/32', '203.0.113.6/32']));
  });

  test.each(['203.0.113.3', '203.0.113.99'])('who has another name, or none, is blocked: %s', async (address) => {
    await attack(address);

    await until(async () => expect(await world.denies()).toEqual([`${address}/32`]));
  });

  test.each([
    ['does not answer', '203.0.113.4'],
    ['answers badly', '203.0.113.5'],
    ['of the crawler does not answer', '203.0.113.7'],
  ])('a name server that %s leaves the question to a person, within a second', async (_, address) => {
    const before = Date.now();
    await attack(address);

    await asks(address, 'its name could not be looked up');
    expect(Date.now() - before).toBeLessThan(4000);
  });

  test('a network of IPv6 is looked at by the addresses that were seen', async () => {
    await attack('2001:db9::1');
    await attack('2001:db9:0:1::1');

    await until(async () => expect(await world.denies()).toEqual(['2001:db9:0:1::/64']));
    expect(wordsOf(await world.card('2001:db9::/64'))).toContain('verified crawler, crawl-6.googlebot.com');
  });

  test('a person may block it all the same', async () => {
    await attack('203.0.113.1');
    const { ts } = await world.card('203.0.113.1');
    await world.click(ts, 'block');

    expect(await world.denies()).toEqual(['203.0.113.1/32']);
  });

  test('each is looked up once', async () => {
    await attack('203.0.113.1');
    await attack('203.0.113.1');
    await world.tick();

    expect(dns.asked).toEqual(['203.0.113.1', GOOGLEBOT]);
  });

  test('for other rules no name is looked up, and below the threshold none either', async () => {
    await attack('203.0.113.1', 'ssh-bruteforce');
    await world.alert('203.0.113.3', { aism_rule: 'web-scan' });

    await until(async () => expect(await world.denies()).toEqual(['203.0.113.1/32']));
    await world.card('203.0.113.3');
    expect(dns.asked).toEqual([]);
  });

  test('the policy may name other crawlers instead', async () => {
    await world.restart(`${POLICY}\ncrawlers: [our-monitor.example]`);
    await attack('203.0.113.8');
    await attack('203.0.113.1');

    await until(async () => expect(await world.denies()).toEqual(['203.0.113.1/32']));
    expect(wordsOf(await world.card('203.0.113.8'))).toContain('verified crawler, bot.our-monitor.example');
  });
});
