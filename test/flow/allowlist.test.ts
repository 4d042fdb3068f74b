import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BUTTONS, buttonsOf, told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };
const DAY = 24 * 3600;

const say = async (text: string, user?: string) => told(await world.command(text, user));

describe('an address on the allowlist', () => {
  test('is not blocked automatically, its alerts are recorded, and no card asks', async () => {
    await say('allow 203.0.113.1 7d our scanner');

    await world.alert('203.0.113.1', OVER);
    await world.tick();

    expect(await world.block('203.0.113.1')).toBeUndefined();
    expect(await world.denies()).toEqual([]);
    expect(await world.cards('203.0.113.1')).toEqual([]);
    const alert = (await world.state()).actions.find((action) => action.kind === 'alert');
    expect(alert).toMatchObject({ after: 'ignore', address: '203.0.113.1/32' });
    expect(alert?.why).toContain('203.0.113.1 is on the allowlist: our scanner');
  });

  test('is refused to whoever wants to block it, with who, why, until when and how to take it back', async () => {
    await say('allow 203.0.113.0/28 7d our scanners');

    const answer = await say('block 203.0.113.2 1h', 'U_LEAD');

    expect(answer).toContain('203.0.113.2 is not blocked: 203.0.113.0/28 is on the allowlist until');
    expect(answer).toContain('by <@U_ANALYST>: our scanners.');
    expect(answer).toContain('`/aism allow remove 203.0.113.0/28`');
    expect(await world.denies()).toEqual([]);
    expect(await world.story('203.0.113.2')).toEqual(['refused by U_LEAD']);
  });

  test('nor is a range blocked that holds it', async () => {
    await say('allow 203.0.113.7 7d partner');

    expect(await say('block 203.0.113.0/24 1h')).toContain(
      '203.0.113.0/24 is not blocked: 203.0.113.7 is on the allow',
    );
    expect(await world.denies()).toEqual([]);
  });

  test('is refused to a button on a card that still asks', async () => {
    await world.alert('203.0.113.3');
    const { ts } = await world.card('203.0.113.3');
    await say('allow 203.0.113.0/28 7d our scanners');

    expect(told(await world.click(ts, 'block'))).toContain('203.0.113.0/28 is on the allowlist');
    expect(await world.denies()).toEqual([]);
  });

  test('answers the card that asks about it', async () => {
    await world.alert('203.0.113.4');
    await world.card('203.0.113.4');

    await say('allow 203.0.113.4 7d our scanner');

    await until(async () => expect(wordsOf(await world.card('203.0.113.4'))).toContain('Ignored: 203.0.113.4'));
    expect(buttonsOf(await world.card('203.0.113.4'))).toEqual(BUTTONS.ignored);
  });

  test('is told by check, by the list and by its history', async () => {
    await say('allow 203.0.113.0/28 7d our scanners');

    expect(await say('check 203.0.113.5', 'U_STRANGER')).toContain('203.0.113.0/28 is on the allowlist until');
    expect(await say('allow list')).toContain('• 203.0.113.0/28 is on the allowlist until');
    const history = await say('history 203.0.113.0/28');
    expect(history).toContain('*allow*');
    expect(history).toContain('our scanners');
  });
});

describe('adding one lifts the blocks that it covers', () => {
  test('its own, one inside it and a wider one that holds it, each told of', async () => {
    await say('block 203.0.113.9 1h');
    await say('block 192.0.2.0/24 1h');
    await say('block 203.0.113.200 1h');
    await until(async () => expect(await world.denies()).toHaveLength(3));

    const wide = await say('allow 192.0.2.77 7d the partner');
    const inside = await say('allow 203.0.113.0/28 7d our scanners');

    expect(wide).toContain('Lifted the block that it covers: 192.0.2.0/24 (all of that range, for it holds');
    expect(inside).toContain('Lifted the block that it covers: 203.0.113.9.');
    await until(async () => expect(await world.denies()).toEqual(['203.0.113.200/32']));
    expect(await world.story('192.0.2.0/24')).toContain('unblock by U_ANALYST');
    expect(await world.story('203.0.113.9')).toContain('unblock by U_ANALYST');
  });

  test('and says so when it covers none', async () => {
    await say('block 203.0.113.9 1h');

    expect(await say('allow 203.0.113.10 7d our scanner')).toContain('It covers no live block.');
    expect(await world.denies()).toEqual(['203.0.113.9/32']);
  });

  test('said twice it is one entry and one action', async () => {
    await Promise.all([say('allow 203.0.113.9 7d our scanner'), say('allow 203.0.113.9 7d our scanner')]);

    expect(await say('allow 203.0.113.9 7d our scanner')).toContain('Nothing changed.');
    expect(await world.story('203.0.113.9')).toEqual(['allow by U_ANALYST']);
  });
});

describe('its end', () => {
  test('counts at once, without a tick; and the tick takes it away, once, dated to its end', async () => {
    await say('allow 203.0.113.20 1h our scanner');
    const end = Date.parse((await world.state()).now) + 3_600_000;
    await world.advance(3601);

    await world.alert('203.0.113.20', OVER);
    await until(async () => expect(await world.denies()).toEqual(['203.0.113.20/32']));
    await world.tick();
    await world.tick();

    expect(await say('allow list')).toContain('Nothing is on the allowlist.');
    const ends = (await world.state()).actions.filter((action) => action.kind === 'unallow');
    expect(ends).toEqual([expect.objectContaining({ actor: 'aism', address: '203.0.113.20/32' })]);
    expect(Math.abs(Date.parse(ends[0]?.at ?? '') - end)).toBeLessThan(5000);
  });

  test.each(['allow remove 203.0.113.21 it is gone', 'unallow 203.0.113.21 it is gone'])('%s', async (text) => {
    await say('allow 203.0.113.21 7d our scanner');

    expect(await say(text)).toContain('203.0.113.21 is no longer on the allowlist.');

    expect(await say(text)).toContain('203.0.113.21 is not on the allowlist itself.');
    expect(await world.story('203.0.113.21')).toEqual(['allow by U_ANALYST', 'unallow by U_ANALYST']);
    await world.alert('203.0.113.21', OVER);
    await until(async () => expect(await world.denies()).toEqual(['203.0.113.21/32']));
  });

  test('a wider entry that goes on is told of', async () => {
    await say('allow 203.0.113.0/28 7d our scanners');
    await say('allow 203.0.113.5 7d this one above all');

    expect(await say('unallow 203.0.113.5')).toContain('Still: 203.0.113.0/28 is on the allowlist until');
    expect(await say('block 203.0.113.5')).toContain('is not blocked');
  });

  test('an entry is changed by saying it anew', async () => {
    await say('allow 203.0.113.22 90d our scanner');

    expect(await say('allow 203.0.113.22 1h until the end of the test')).toContain('takes the place');

    await world.advance(2 * 3600);
    expect(await say('block 203.0.113.22 1h')).toContain('Blocking 203.0.113.22');
    const story = await world.story('203.0.113.22');
    expect(story.slice(0, 2)).toEqual(['allow by U_ANALYST', 'allow by U_ANALYST']);
  });

  test('is 30 days away when nobody names it', async () => {
    await say('allow 203.0.113.23 our scanner');
    await world.advance(30 * DAY - 60);
    expect(await say('allow list')).toContain('203.0.113.23');
    await world.advance(120);
    expect(await say('allow list')).toContain('Nothing');
  });
});

describe('who may, and how wide', () => {
  test.each([
    ['allow 203.0.113.30 7d mine', 'U_STRANGER', 'You may not do that'],
    ['unallow 203.0.113.30', 'U_STRANGER', 'You may not do that'],
    ['allow 203.0.113.30 permanent mine', 'U_ANALYST', 'Only a lead may exempt without an end'],
    ['allow 203.0.0.0/20 7d mine', 'U_ANALYST', 'a /20 is too wide: at most /24 for IPv4, up to /16 by a lead'],
    ['allow 203.0.0.0/15 7d mine', 'U_LEAD', 'a /15 is too wide: at most /16 for IPv4'],
    ['allow 2001:db8::/40 7d mine', 'U_ANALYST', 'a /40 is too wide: at most /48 for IPv6, up to /32 by a lead'],
    ['allow 2001:d00::/24 7d mine', 'U_LEAD', 'a /24 is too wide: at most /32 for IPv6'],
    ['allow 203.0.113.30', 'U_ANALYST', 'Why?'],
    ['allow 203.0.113.30 7d', 'U_ANALYST', 'Why?'],
    ['allow 203.0.113.30 7x mine', 'U_ANALYST', 'is no duration'],
    ['allow 203.0.113.30 10s mine', 'U_ANALYST', 'The shortest time on the allowlist is 1 minute'],
    ['allow 203.0.113.300 mine', 'U_ANALYST', '/aism allow <ip|cidr> [duration] <reason>'],
    ['allow', 'U_ANALYST', 'Which address?'],
    ['allow remove', 'U_ANALYST', 'Which address?'],
  ])('%s by %s: %s', async (text, user, answer) => {
    expect(await say(text, user)).toContain(answer);
    expect(await say('allow list')).toContain('Nothing is on the allowlist.');
  });

  test('a lead may exempt a /16, and without an end', async () => {
    expect(await say('allow 203.0.0.0/16 7d the partner', 'U_LEAD')).toContain('203.0.0.0/16 is on the allowlist');
    expect(await say('allow 2001:db8::/32 permanent ours', 'U_LEAD')).toContain('on the allowlist without an end');

    await world.advance(399 * DAY);
    expect(await say('allow list')).toContain(
      '• 2001:db8::/32 is on the allowlist without an end, by <@U_LEAD>: ours.',
    );
  });

  test('a reason is text and nothing else', async () => {
    expect(await say('allow 203.0.113.31 7d <!channel> & "friends"')).toContain('&lt;!channel&gt; &amp; friends');
  });
});
