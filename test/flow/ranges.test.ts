import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.end());

const over = (events: number) => ({ rule_param_query_key: 'source.ip', rule_param_num_events: events });

describe('a block of a range', () => {
  beforeEach(async () => {
    world = await startWorld();
  });

  test('takes the place of the narrower ones in it, which come back when it is lifted', async () => {
    await world.alert('203.0.113.9', over(25));
    await world.alert('203.0.113.77', over(25));
    await until(async () => expect((await world.denies()).sort()).toEqual(['203.0.113.77/32', '203.0.113.9/32']));

    await world.command('block 203.0.113.0/24 1h', 'U_LEAD');
    await until(async () => expect(await world.denies()).toEqual(['203.0.113.0/24']));
    await until(async () =>
      expect((await world.block('203.0.113.9'))?.targets[0]).toMatchObject({
        state: 'active',
        through: ['203.0.113.0/24'],
      }),
    );
    await until(async () => expect(wordsOf(await world.card('203.0.113.9'))).toMatch(/rule \d for 203\.0\.113\.0\/24/));
    expect(told(await world.command('check 203.0.113.9'))).toMatch(/active, rule \d for 203\.0\.113\.0\/24/);

    await world.command('unblock 203.0.113.0/24', 'U_LEAD');
    await until(async () => expect((await world.denies()).sort()).toEqual(['203.0.113.77/32', '203.0.113.9/32']));
    await until(async () => expect(wordsOf(await world.card('203.0.113.9'))).not.toContain('for 203.0.113.0/24'));
  });

  test('invariant 2: an attacker inside it is no new question, and no new block', async () => {
    await world.command('block 203.0.113.0/24 1h');
    await until(async () => expect((await world.block('203.0.113.0/24'))?.state).toBe('active'));

    await world.alert('203.0.113.50', over(25));
    await until(async () => expect(await world.story('203.0.113.50')).toEqual(['alert by rule:ssh-bruteforce']));
    await world.tick();

    expect(await world.cards('203.0.113.50')).toEqual([]);
    expect(await world.denies()).toEqual(['203.0.113.0/24']);
    const actions = (await world.state()).actions.filter((action) => action.address === '203.0.113.50/32');
    expect(actions[0]?.why).toContain('already denied by the block of 203.0.113.0/24');
  });
});

describe('an attacker of IPv6', () => {
  test('is its /64: two of its addresses count together and make one card and one rule', async () => {
    world = await startWorld();
    await world.alert('2001:db8:7:7::1', over(12));
    await world.alert('2001:db8:7:7:abcd::2', over(12));

    await until(async () => expect(await world.denies()).toEqual(['2001:db8:7:7::/64']));
    const cards = await world.cards('2001:db8:7:7::/64');
    expect(cards).toHaveLength(1);
    await until(async () =>
      expect((await world.card('2001:db8:7:7::/64')).text).toMatch(/^Blocked 2001:db8:7:7::\/64/),
    );
    expect(wordsOf(await world.card('2001:db8:7:7::/64'))).toContain('2001:db8:7:7::1, 2001:db8:7:7:abcd::2');
    expect(told(await world.command('check 2001:db8:7:7::1'))).toContain('2001:db8:7:7::/64');
  });

  test('counts by the prefix length that the policy says', async () => {
    world = await startWorld({ policy: 'ipv6Prefix: 128' });
    await world.alert('2001:db8:7:7::1', over(25));

    await until(async () => expect(await world.denies()).toEqual(['2001:db8:7:7::1/128']));
  });
});

describe('a range that is full of attackers', () => {
  /** One alert that names these addresses of the range, as a list of top sources does. */
  const attackFrom = async (from: number, to: number) => {
    for (let last = from; last < to; last += 1)
      expect(
        (await world.post({ aism_ip: `203.0.113.${last}`, aism_rule: 'web-scan', _index: 'f', _id: randomUUID() }))
          .status,
      ).toBe(202);
  };

  test('is proposed to a person above the density, never blocked by itself, and one click blocks it', async () => {
    world = await startWorld({ policy: 'rangeDensity: 0.05' });
    await attackFrom(0, 12);
    await world.tick();
    expect(await world.cards('203.0.113.0/24')).toEqual([]);

    await attackFrom(12, 13);
    const card = await until(() => world.card('203.0.113.0/24'), 20_000);
    expect(card.text).toMatch(/^13 of 256 in 203\.0\.113\.0\/24 attack: block the range\?/);
    expect(wordsOf(card)).toContain('the other 243');
    expect(await world.denies()).toEqual([]);

    await world.click(card.ts, 'block');
    await until(async () => expect(await world.denies()).toEqual(['203.0.113.0/24']));
    await until(async () => expect((await world.card('203.0.113.0/24')).text).toMatch(/^Blocked 203\.0\.113\.0\/24/));
  });

  test('is not proposed when one of ours is in it', async () => {
    world = await startWorld({ policy: 'rangeDensity: 0.05\nguard: [203.0.113.250]' });
    await attackFrom(0, 14);
    await world.tick();

    expect(await world.cards('203.0.113.0/24')).toEqual([]);
  });

  test('that a person ignored is not proposed again meanwhile', async () => {
    world = await startWorld({ policy: 'rangeDensity: 0.05' });
    await attackFrom(0, 13);
    const card = await until(() => world.card('203.0.113.0/24'), 20_000);
    await world.click(card.ts, 'ignore');

    await attackFrom(13, 20);
    await world.tick();

    expect(await world.cards('203.0.113.0/24')).toHaveLength(1);
    await until(async () => expect((await world.card('203.0.113.0/24')).text).toMatch(/^Ignored/));
  });
});
