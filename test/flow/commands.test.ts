import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { told } from '../support/sandbox-state.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

/** The answer to a command: for the one who typed it alone, within Slack's 3 s. */
async function say(text: string, user?: string): Promise<string> {
  const delivery = await world.command(text, user);
  expect(delivery).toMatchObject({ status: 200, ack: { response_type: 'ephemeral' } });
  expect(delivery.ms).toBeLessThan(3000);
  return told(delivery);
}

describe('an address may be written', () => {
  test.each([
    ['plain', '203.0.113.9'],
    ['defanged', '203[.]0[.]113[.]9'],
    ['defanged once', '203.0.113[.]9'],
    ['as a link of Slack', '<http://203.0.113.9|203.0.113.9>'],
    ['as a link without a label', '<http://203.0.113.9>'],
    ['as a defanged link', 'hxxp://203[.]0[.]113[.]9/'],
    ['in smart quotes', '“203.0.113.9”'],
    ['in single smart quotes', '‘203.0.113.9’'],
    ['in back-ticks', '`203.0.113.9`'],
    ['with a comma behind it', '203.0.113.9,'],
    ['as IPv4 in IPv6', '::ffff:203.0.113.9'],
    ['with its prefix', '203.0.113.9/32'],
  ])('%s', async (_how, written) => {
    expect(await say(`block ${written} 2h`)).toContain('Blocking 203.0.113.9 until');
    expect(await world.denies()).toEqual(['203.0.113.9/32']);
    expect(await say(`check ${written}`)).toContain('*203.0.113.9*\n*active*');
    expect(await say(`history ${written}`)).toContain('*203.0.113.9*, the last');

    expect(await say(`unblock ${written}`)).toContain('Unblocking 203.0.113.9');
    expect(await world.denies()).toEqual([]);
  });

  test('as IPv6, in any form', async () => {
    expect(await say('block 2001:DB9:0:0::0009 2h')).toContain('Blocking 2001:db9::9 until');
    expect(await world.denies()).toEqual(['2001:db9::9/128']);
    await say('unblock <http://[2001:db9::9]|2001:db9::9>');
    expect(await world.denies()).toEqual([]);
  });
});

describe('/aism block', () => {
  test.each([
    ['BLOCK 198.51.100.1 90m', 90],
    ['  block   198.51.100.1   1d12h  ', 36 * 60],
    ['block\u00a0198.51.100.1\u00a04h', 240],
    ['Block “198.51.100.1” “2h” “scanned our shop”', 120],
    ['block 198.51.100.1', 60],
    ['block 198.51.100.1 scanned our shop', 60],
  ])('%j lasts %i minutes', async (text, minutes) => {
    const { now } = await world.state();

    await say(text);

    const block = await world.block('198.51.100.1');
    expect(Math.round((Date.parse(block?.until ?? '') - Date.parse(now)) / 60_000)).toBe(minutes);
    if (text.includes('shop')) expect(block?.reason).toBe('scanned our shop');
    await say('unblock 198.51.100.1');
  });

  test.each([
    ['30s', 'shortest block is 1 minute'],
    ['0h', 'shortest block is 1 minute'],
    ['99999d', 'longer than ten years'],
    ['2 hours', 'no duration'],
    ['4x', 'no duration'],
    ['9999999999d', 'longer than ten years'],
    [`"${'1a'.repeat(1500)}!"`, 'no duration'],
    ['1<!channel>', '"1&lt;!channel&gt;" is no duration'],
  ])('for a duration that is none is answered with what to write (%#)', async (duration, answer) => {
    expect(await say(`block 198.51.100.2 ${duration}`)).toContain(answer);
    expect(await world.block('198.51.100.2')).toBeUndefined();
  });

  test('takes a whole range, and says of an address in it that the range goes on denying it', async () => {
    await say('block 203.0.113.0/24 1h');
    await say('block 203.0.113.50 1h');
    expect(await world.denies()).toEqual(['203.0.113.0/24']);
    expect(await say('check 203.0.113.51')).toBe(
      '*203.0.113.51*\nNo block of its own.\nCovered by the block of 203.0.113.0/24.\nNo alert has opened a card. `/aism why` tells of those that were ignored.',
    );

    expect(await say('unblock 203.0.113.50')).toContain('It stays denied by the block of 203.0.113.0/24');
    expect(await world.denies()).toEqual(['203.0.113.0/24']);
    await say('unblock 203.0.113.0/24');
  });
});

describe('/aism list, check, history and stats', () => {
  test('tell what is blocked, by whom, until when, and who did what', async () => {
    await world.alert('203.0.113.60');
    await world.tick();
    await say('block 203.0.113.60 3h too many log-ins', 'U_LEAD');

    expect(await say('list', 'U_STRANGER')).toMatch(
      /1 blocked or waiting\*\nacl-\w+: 1 of our rules, at most 20 with those of others\n• 203\.0\.113\.60 {2}\*active\* {2}until .*<@U_LEAD>/,
    );
    const checked = await say('check 203.0.113.60', 'U_STRANGER');
    for (const fact of ['*active* until', '<@U_LEAD>', 'too many log-ins', 'rule ssh-bruteforce: 1 alert,'])
      expect(checked).toContain(fact);
    await say('unblock 203.0.113.60 was our scanner');
    const history = await say('history 203.0.113.60', 'U_STRANGER');
    const kinds = [...history.matchAll(/\*(alert|block|active|unblock|removed)\*/g)].map(([, kind]) => kind);
    expect(kinds).toEqual(['removed', 'unblock', 'active', 'block', 'alert']);
    expect(history).toContain('was our scanner');
    expect(history).toMatch(/blocked until <!date\^.* UTC> → lifted by <@U_ANALYST>/);
    expect(history).not.toMatch(/\d{4}-\d\d-\d\dT/);
    expect(await say('list')).toBe('Nothing is blocked.');
  });

  test('count what happened', async () => {
    const before = await say('stats 24h', 'U_STRANGER');
    await world.command('block 203.0.113.61 1h');
    await world.command('unblock 203.0.113.61');
    const after = await say('stats 24h', 'U_STRANGER');

    const count = (text: string, what: RegExp) => Number(text.match(what)?.[1]);
    expect(count(after, /Blocks: (\d+)/)).toBe(count(before, /Blocks: (\d+)/) + 1);
    expect(count(after, /Undone: (\d+)/)).toBe(count(before, /Undone: (\d+)/) + 1);
    expect(await say('stats', 'U_STRANGER')).toContain('last 7 d');
  });

  test('say so when they know nothing', async () => {
    expect(await say('history 192.0.2.99')).toBe('Nothing is known of 192.0.2.99.');
    expect(await say('check 192.0.2.99')).toContain('No alert has opened a card');
    expect(await say('unblock 192.0.2.99')).toBe('192.0.2.99 is not blocked.');
  });
});
