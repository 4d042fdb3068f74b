import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { told } from '../support/sandbox-state.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

async function say(text: string, user?: string): Promise<string> {
  return told(await world.command(text, user));
}

describe('a stranger', () => {
  test.each(['block 203.0.113.1 1h', 'unblock 203.0.113.1', 'block', 'unblock nonsense'])(
    'who types %j is told who may, and nothing changes',
    async (text) => {
      expect(await say(text, 'U_STRANGER')).toBe('You may not do that. These may: <@U_ANALYST>, <@U_LEAD>.');
      expect(await world.story('203.0.113.1')).toEqual([]);
      expect(await world.denies()).toEqual([]);
    },
  );

  test('may look and ask for help', async () => {
    expect(await say('list', 'U_STRANGER')).toBe('Nothing is blocked.');
    expect(await say('help', 'U_STRANGER')).toContain('`block`');
  });
});

describe('a block for good', () => {
  test.each([
    ['permanent', '203.0.113.2'],
    ['PERMANENT', '203.0.113.3'],
    ['forever', '203.0.113.4'],
  ])('(%s) is for leads to propose, and for two to want', async (word, address) => {
    expect(await say(`block ${address} ${word}`)).toContain('These may: <@U_LEAD>. Or name a duration');
    expect(await say(`block ${address} ${word} known botnet`, 'U_LEAD')).toContain('Nothing is blocked yet');
    expect(await world.block(address)).toBeUndefined();

    expect(await say(`approve ${address}`)).toContain('for good');
    expect(await world.block(address)).toMatchObject({ until: null, reason: 'known botnet' });
    await say(`unblock ${address}`);
  });
});

describe('a range that is too wide', () => {
  test.each(['203.0.0.0/15', '128.0.0.0/1', '2001:db8::/31', '2600::/12'])('(%s) is refused', async (range) => {
    expect(await say(`block ${range} 1h`, 'U_LEAD')).toContain('too wide');
    expect(await world.denies()).toEqual([]);
  });

  test.each(['0.0.0.0/0', '::/0', '203.0.113.9/0'])('(%s, everything) is refused', async (range) => {
    expect(await say(`block ${range} 1h`, 'U_LEAD')).toContain('every address there is');
    expect(await world.denies()).toEqual([]);
  });
});

describe('invariant 4: never blocked by anybody', () => {
  test.each([
    ['an address in our VPC', '10.0.1.77', '10.0.1.77/32'],
    ['our VPC', '10.0.0.0/24', '10.0.0.0/24'],
    ['a public address of ours', '198.51.100.201', '198.51.100.201/32'],
    ['the public address of our NAT gateway', '198.51.100.203', '198.51.100.203/32'],
    ['a range that holds one of ours', '198.51.100.0/24', '198.51.100.0/24'],
    ['a small range that holds one of ours', '198.51.100.200/30', '198.51.100.200/30'],
    ['an IPv6 address of ours', '2001:db8:a15a:1501::10', '2001:db8:a15a:1501::10/128'],
    ['an IPv6 range around our VPC', '2001:db8:a15a::/48', '2001:db8:a15a::/48'],
    ['loopback', '127.0.0.1', '127.0.0.1/32'],
    ['loopback as IPv4 in IPv6', '::ffff:127.0.0.2', '127.0.0.2/32'],
    ['loopback in IPv6', '::1', '::1/128'],
    ['the metadata service', '169.254.169.254', '169.254.169.254/32'],
    ['a private address', '192.168.1.1', '192.168.1.1/32'],
    ['this network', '0.0.0.0', '0.0.0.0/32'],
    ['broadcast', '255.255.255.255', '255.255.255.255/32'],
    ['multicast', '224.0.0.1', '224.0.0.1/32'],
    ['link-local', 'fe80::1', 'fe80::1/128'],
  ])('%s', async (_what, typed, canonical) => {
    const answer = await say(`block ${typed} 1h`, 'U_LEAD');

    expect(answer).toMatch(/is (not|never) blocked: /);
    expect(await world.denies()).toEqual([]);
    expect(await world.block(canonical)).toBeUndefined();
    expect(await world.story(canonical)).toEqual(['refused by U_LEAD']);
    expect(await say(`check ${typed}`)).toContain('Never blocked');
  });

  test('not even when it attacks over every threshold: the card says why and offers no Block', async () => {
    const over = { rule_param_query_key: 'source.ip', rule_param_num_events: 500 };
    await world.alert('198.51.100.202', over);
    await world.tick();

    const card = await world.card('198.51.100.202');
    expect(JSON.stringify(card.blocks)).toContain('is never blocked');
    expect(JSON.stringify(card.blocks)).not.toContain('"action_id":"block"');
    expect(await world.denies()).toEqual([]);
  });

  test('a neighbour of ours may be blocked', async () => {
    expect(await say('block 198.51.100.205 1h')).toContain('Blocking');
    expect(await world.denies()).toEqual(['198.51.100.205/32']);
  });
});
