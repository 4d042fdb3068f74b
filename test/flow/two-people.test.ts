import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUTTONS, buttonsOf, told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

const say = async (text: string, user = 'U_ANALYST') => told(await world.command(text, user));
const kinds = async (address: string) => (await world.story(address)).filter((each) => !each.endsWith('by aism'));

describe('a block for good', () => {
  const ATTACKER = '203.0.113.9';
  const RULE = `${ATTACKER}/32`;

  test('is proposed by a lead, and is none until somebody else approves it; a running block goes on', async () => {
    await say(`block ${ATTACKER} 1h`);
    expect(await say(`block ${ATTACKER} permanent`)).toBe(
      'You may not do that. These may: <@U_LEAD>. Or name a duration, like 7d.',
    );

    const answer = await say(`block ${ATTACKER} permanent known botnet`, 'U_LEAD');

    expect(answer).toContain('Nothing is blocked yet: what never ends takes two people.');
    expect((await world.block(ATTACKER))?.until).not.toBeNull();
    expect(await say(`check ${ATTACKER}`)).toContain('<@U_LEAD> proposes to block it for good');
    const card = await until(async () => {
      const newest = await world.card(ATTACKER);
      expect(wordsOf(newest)).toContain(`Block ${ATTACKER} for good?`);
      return newest;
    });
    expect(buttonsOf(card)).toEqual(BUTTONS.proposed);
    expect(wordsOf(card)).toContain('One of the two must be a lead');
  });

  test('is not approved by whoever proposed it, nor by a stranger', async () => {
    const { ts } = await world.card(ATTACKER);

    expect(told(await world.click(ts, 'approve', 'U_LEAD'))).toContain('Somebody else must approve it');
    expect(told(await world.click(ts, 'approve', 'U_STRANGER'))).toContain('These may: <@U_ANALYST>, <@U_LEAD>');
    expect(told(await world.click(ts, 'decline', 'U_STRANGER'))).toContain('These may: <@U_ANALYST>, <@U_LEAD>');
    expect(await say(`approve ${ATTACKER}`, 'U_STRANGER')).toContain('These may');
    expect((await world.block(ATTACKER))?.until).not.toBeNull();
  });

  test('stands when an analyst approves it: once, however often that is said, with both names', async () => {
    const { ts } = await world.card(ATTACKER);

    const answers = await Promise.all([world.click(ts, 'approve'), world.command(`approve ${ATTACKER}`, 'U_ANALYST')]);

    const texts = answers.map(told);
    expect(texts.filter((text) => text.includes('for good: <@U_LEAD> and <@U_ANALYST> want it'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('two people approved it'))).toHaveLength(1);
    const block = await world.block(ATTACKER);
    expect(block).toMatchObject({ until: null });
    expect(block?.claims.at(-1)).toMatchObject({
      by: 'U_LEAD',
      until: null,
      approved: { by: ['U_LEAD', 'U_ANALYST'], reasons: ['permanent'] },
    });
    expect(await kinds(ATTACKER)).toEqual([
      'block by U_ANALYST',
      'propose by U_LEAD',
      'approve by U_ANALYST',
      'extend by U_LEAD',
    ]);
    expect(await world.denies()).toEqual([RULE]);
    await until(async () => expect(wordsOf(await world.card(ATTACKER))).toContain('Approved  for good, by '));
    expect(await say(`check ${ATTACKER}`)).toContain('<@U_LEAD> and <@U_ANALYST> approved it');
  });

  test('is not proposed again, outlives a month, and is undone by one analyst', async () => {
    expect(await say(`block ${ATTACKER} permanent`, 'U_LEAD')).toContain('already blocked for good');
    await world.advance(30 * 86_400);
    await world.tick();
    expect(await world.denies()).toEqual([RULE]);

    expect(await say(`unblock ${ATTACKER}`)).toContain(`Unblocking ${ATTACKER}`);

    await until(async () => expect(await world.denies()).toEqual([]));
  });

  test('is never proposed against the never-block list', async () => {
    const answer = await say('block 198.51.100.201 permanent', 'U_LEAD');

    expect(answer).toContain('Against the never-block list nothing is blocked for good');
    expect(await world.story('198.51.100.201')).toEqual(['refused by U_LEAD']);
  });
});

describe('a wide range', () => {
  const RANGE = '203.0.0.0/16';

  test('takes two: one proposes, a lead approves, one rule carries all that is in it', async () => {
    await say('block 203.0.113.20 4h');
    await until(async () => expect(await world.denies()).toEqual(['203.0.113.20/32']));

    expect(await say(`block ${RANGE} 2h all of it`)).toContain('so wide a range takes two people');
    expect(await say(`approve ${RANGE}`, 'U_LEAD')).toContain('<@U_ANALYST> and <@U_LEAD> want it');

    await until(async () => expect(await world.denies()).toEqual([RANGE]));
    await until(async () => expect((await world.block('203.0.113.20'))?.state).toBe('active'));
    expect(await say('check 203.0.113.77')).toContain(`Covered by the block of ${RANGE}`);
    await until(async () => expect(wordsOf(await world.card(RANGE))).toContain('Approved  a wide range, by '));
  });

  test('that is undone by one analyst leaves the blocks in it', async () => {
    await say(`unblock ${RANGE}`);

    await until(async () => expect(await world.denies()).toEqual(['203.0.113.20/32']));
  });

  test('says on its card how many addresses it holds', async () => {
    await say('block 203.0.0.0/17 1h half of it');

    const card = await world.card('203.0.0.0/17');
    expect(wordsOf(card)).toContain('Block the wide range 203.0.0.0/17?');
    expect(wordsOf(card)).toContain('32,768 addresses');
  });

  test('may be declined by another, or taken back, and the card says by whom', async () => {
    const { ts } = await world.card('203.0.0.0/17');

    expect(told(await world.click(ts, 'decline', 'U_LEAD'))).toContain('what <@U_ANALYST> proposed');

    await until(async () =>
      expect(wordsOf(await world.card('203.0.0.0/17'))).toContain('is not blocked: it was declined'),
    );
    expect(wordsOf(await world.card('203.0.0.0/17'))).toMatch(/Declined {2}by U_LEAD/);
    expect(await say('approve 203.0.0.0/17', 'U_LEAD')).toContain('Nobody proposes');
    await say('block 203.0.0.0/17 1h again');
    expect(await say('decline 203.0.0.0/17')).toContain('Taken back');
    expect((await kinds('203.0.0.0/17')).slice(-3)).toEqual([
      'decline by U_LEAD',
      'propose by U_ANALYST',
      'withdraw by U_ANALYST',
    ]);
  });

  test('of a proposer who was deactivated meanwhile is off, and another may propose it', async () => {
    await say('block 203.0.0.0/18 1h mine');
    await world.sandbox('person', { user: 'U_ANALYST', deactivated: true });
    await world.advance(60);

    expect(await say('approve 203.0.0.0/18', 'U_LEAD')).toContain('may not do that any more, so it is off');
    expect(await say('block 203.0.0.0/18 1h mine')).toContain('You may not do that');

    await world.sandbox('person', { user: 'U_ANALYST', deactivated: false });
    await world.advance(60);
    expect(await say('block 203.0.0.0/18 1h mine', 'U_LEAD')).toContain('Nothing is blocked yet');
    expect(await say('approve 203.0.0.0/18')).toContain('<@U_LEAD> and <@U_ANALYST> want it');
    await say('unblock 203.0.0.0/18');
  });

  test('that was exempted in part meanwhile is not approved', async () => {
    await say('block 203.0.0.0/19 1h mine');
    await say('allow 203.0.1.7 1h a partner');

    expect(await say('approve 203.0.0.0/19', 'U_LEAD')).toContain('203.0.1.7 is on the allowlist');
    expect(await world.block('203.0.0.0/19')).toBeUndefined();
    await say('allow remove 203.0.1.7');
  });

  test('after 15 minutes is approved by nobody', async () => {
    await say('block 203.0.0.0/20 1h mine');
    await world.advance(15 * 60);

    expect(await say('approve 203.0.0.0/20', 'U_LEAD')).toContain('nobody approved it within 15 minutes');

    await world.tick();
    expect(await world.story('203.0.0.0/20')).toEqual(['propose by U_ANALYST', 'lapse by aism']);
    expect(await world.block('203.0.0.0/20')).toBeUndefined();
  });

  test.each([
    ['wider than a /16', 'block 203.0.0.0/15 1h', 'a /15 is too wide: at most /16 for IPv4. Nobody can override that'],
    ['wider than a /32', 'block 2600::/31 1h', 'a /31 is too wide: at most /32 for IPv6'],
    ['that holds an address of ours', 'block 198.51.0.0/16 1h', 'is never blocked'],
    ['that holds one, as an override', 'override 198.51.0.0/16 1h because', 'is never blocked'],
    ['of ours', 'block 10.0.0.0/16 1h', 'private use'],
  ])('%s is not even proposed', async (_what, text, answer) => {
    expect(await say(text, 'U_LEAD')).toContain(answer);
    expect(await world.denies()).toEqual(['203.0.113.20/32']);
  });
});
