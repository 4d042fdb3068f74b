import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { address } from '../support/address.ts';
import { told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ trustedProxies: [address('127.0.0.1')] });
});
afterEach(() => world.end());

const DAY_S = 86_400;
const proven = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };
/** An alert over the threshold of automatic blocking, as our proxy passes it on. */
const attackOf = (attacker: string, forwardedFor: string, more: Record<string, string> = {}) =>
  world.post(
    { aism_ip: attacker, aism_rule: 'ssh-bruteforce', _index: 'filebeat', _id: randomUUID(), ...proven },
    { 'x-forwarded-for': forwardedFor, ...more },
  );
const notices = async () =>
  (await world.state()).messages
    .filter((message) => message.metadata?.event_payload.card.startsWith('sender-'))
    .map(({ text }) => text);

describe('invariant 4: who sends alerts with a right token', () => {
  test('is never blocked, by no alert and by no person, and the channel is told once that it is there', async () => {
    expect(await attackOf('198.51.100.77', '198.51.100.77')).toMatchObject({ status: 202 });
    await attackOf('198.51.100.77', '198.51.100.77');
    await world.tick();

    expect(wordsOf(await world.card('198.51.100.77'))).toContain(
      '198.51.100.77 is never blocked: sends alerts to AISM',
    );
    expect(told(await world.command('block 198.51.100.77 1h'))).toContain('sends alerts to AISM');
    expect(told(await world.command('block 198.51.100.0/24 1h'))).toContain('198.51.100.77 is never blocked');
    expect(await world.denies()).toEqual([]);
    expect(await notices()).toEqual([
      expect.stringContaining('198.51.100.77 sends alerts to AISM, with a right token, for the first time'),
    ]);
  });

  test('is guarded by its address when it is one of IPv6, also inside of the network that is looked at as one', async () => {
    await attackOf('203.0.113.9', '2001:db9::25');
    await attackOf('2001:db9::9', '2001:db9::25');
    await world.tick();

    expect(await world.denies()).toEqual(['203.0.113.9/32']);
    expect(told(await world.command('block 2001:db9::25 1h'))).toContain('sends alerts to AISM');
    expect(told(await world.command('block 2001:db9::26 1h'))).toContain('Blocking 2001:db9::26');
  });

  test('is nobody whose token was wrong, and nobody who is only named in a forged header', async () => {
    await world.post({}, { 'x-forwarded-for': '203.0.113.66', authorization: 'Bearer a-token-that-is-wrong' });
    await attackOf('203.0.113.66', '203.0.113.67, 198.51.100.77');
    await attackOf('203.0.113.67', '203.0.113.67, 198.51.100.77');

    await until(async () => expect(await world.denies()).toEqual(['203.0.113.66/32', '203.0.113.67/32']));
  });

  test('is forgotten after 30 days without an alert', async () => {
    await attackOf('203.0.113.9', '198.51.100.77');
    await world.advance(29 * DAY_S);
    await attackOf('203.0.113.9', '198.51.100.77');
    await world.advance(29 * DAY_S);
    expect(told(await world.command('block 198.51.100.77 1h'))).toContain('sends alerts to AISM');

    await world.advance(2 * DAY_S);

    expect(told(await world.command('block 198.51.100.77 1h'))).toContain('Blocking 198.51.100.77');
  });

  test('stays known over a restart', async () => {
    await attackOf('203.0.113.9', '198.51.100.77');
    await world.restart();

    expect(told(await world.command('block 198.51.100.77 1h'))).toContain('sends alerts to AISM');
  });
});
