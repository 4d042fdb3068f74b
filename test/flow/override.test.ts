import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BUTTONS, buttonsOf, told, wordsOf } from '../support/sandbox-state.ts';
import { asSlack, clickBody } from '../support/signed-slack.ts';
import { startWorld, until, type World } from '../support/world.ts';

/** A public address of an interface of the sandbox's VPC. */
const OURS = '198.51.100.201';
const RULE = `${OURS}/32`;

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

const say = async (text: string, user = 'U_ANALYST') => told(await world.command(text, user));
const propose = (user = 'U_ANALYST') => say(`override ${OURS} 2h the host was taken over`, user);

/** What the newest card's button carries. */
async function buttonValue(): Promise<string> {
  return JSON.stringify((await world.card(OURS)).blocks).match(/198\.51\.100\.201\/32\|[\d-]+/)?.[0] ?? '';
}

/** A lead presses Approve on a card that somebody has still open, and what they are told. */
async function pressOld(value: string): Promise<string> {
  const before = (await world.state()).messages.filter((message) => message.ephemeral_to).length;
  await asSlack(world.facts, clickBody(world.facts, { action_id: 'approve', value, user: 'U_LEAD' }));
  return until(async () => {
    const answers = (await world.state()).messages.filter((message) => message.ephemeral_to);
    expect(answers).toHaveLength(before + 1);
    return answers.at(-1)?.text ?? '';
  });
}

describe('invariant 4: two people override the never-block list', () => {
  test('not what somebody exempted, neither when it is proposed nor when it is approved', async () => {
    await propose();
    await say(`allow ${OURS} 1h our bastion`, 'U_LEAD');

    expect(await say(`override ${OURS} approve`, 'U_LEAD')).toContain('is on the allowlist');
    expect(await propose('U_LEAD')).toContain(`\`/aism allow remove ${OURS}\` takes that back`);
    await world.tick();
    expect(await world.denies()).not.toContain(RULE);
  });

  test('with the button on the card: one proposes, another approves, and both are named', async () => {
    expect(await say(`block ${OURS} 2h`)).toContain(`/aism override ${OURS}`);
    expect(await propose()).toContain('Nothing is blocked yet');
    const card = await world.card(OURS);
    expect(wordsOf(card)).toContain(`Block ${OURS} though it is never blocked?`);
    expect(wordsOf(card)).toContain('the host was taken over');
    expect(buttonsOf(card)).toEqual(BUTTONS.proposed);
    expect(await say(`check ${OURS}`)).toContain('<@U_ANALYST> proposes to block it all the same');
    await world.tick();
    expect(await world.denies()).toEqual([]);

    expect(told(await world.click(card.ts, 'approve', 'U_LEAD'))).toContain('<@U_ANALYST> and <@U_LEAD> want it');

    expect(await world.denies()).toEqual([RULE]);
    await until(async () => expect(wordsOf(await world.card(OURS))).toContain(`Blocked ${OURS}`));
    expect(wordsOf(await world.card(OURS))).toMatch(
      /Override {2}of the never-block list, by .*U_ANALYST.* and .*U_LEAD/,
    );
    expect(await say(`check ${OURS}`)).toContain('overridden by <@U_ANALYST> and <@U_LEAD>');
    expect(await world.block(OURS)).toMatchObject({
      state: 'active',
      claims: [{ by: 'U_ANALYST', approved: { by: ['U_ANALYST', 'U_LEAD'], reasons: ['guarded'] } }],
    });
    const { actions } = await world.state();
    expect(actions.find((action) => action.kind === 'approve')).toMatchObject({
      actor: 'U_LEAD',
      before: 'proposed by U_ANALYST',
      after: 'approved by U_LEAD',
      why: 'the host was taken over',
    });
  });

  test('by the command, the lead first', async () => {
    await propose('U_LEAD');

    expect(await say(`override ${OURS} approve`)).toContain('<@U_LEAD> and <@U_ANALYST> want it');

    expect(await world.denies()).toEqual([RULE]);
  });

  test('the rule stays through every look, over a restart, and goes with the claim', async () => {
    await propose();
    await say(`override ${OURS} approve`, 'U_LEAD');
    await world.tick();
    await world.restart();
    await world.tick();
    expect(await world.denies()).toEqual([RULE]);

    await world.advance(2 * 3600 + 1);
    await world.tick();

    expect(await world.denies()).toEqual([]);
    expect(await say(`block ${OURS} 2h`)).toContain('is never blocked');
  });

  test('an Undo takes it away, and the address is guarded as before', async () => {
    await propose();
    await say(`override ${OURS} approve`, 'U_LEAD');
    const { ts } = await world.card(OURS);
    await until(async () => expect(buttonsOf(await world.card(OURS))).toEqual(BUTTONS.fixed));

    await world.click(ts, 'undo');

    expect(await world.denies()).toEqual([]);
    expect(await say(`block ${OURS} 2h`)).toContain('is never blocked');
  });

  test('a range that holds an address of ours takes two as well', async () => {
    await say('override 198.51.100.200/29 1h all of it');
    await say('override 198.51.100.200/29 approve', 'U_LEAD');

    expect(await world.denies()).toEqual(['198.51.100.200/29']);
  });
});

describe('invariant 4: one alone does not', () => {
  test('whoever proposed it cannot approve it, not even a lead', async () => {
    await propose('U_LEAD');
    const { ts } = await world.card(OURS);

    expect(await say(`override ${OURS} approve`, 'U_LEAD')).toContain('Somebody else must approve it');
    expect(told(await world.click(ts, 'approve', 'U_LEAD'))).toContain('Somebody else must approve it');
    expect(await world.denies()).toEqual([]);
  });

  test('a stranger can do neither', async () => {
    expect(await propose('U_STRANGER')).toContain('You may not do that');
    await propose();
    const { ts } = await world.card(OURS);

    expect(await say(`override ${OURS} approve`, 'U_STRANGER')).toContain('You may not do that');
    expect(told(await world.click(ts, 'approve', 'U_STRANGER'))).toContain('You may not do that');
    expect(await world.denies()).toEqual([]);
  });

  test('after 15 minutes it is too late, by either way, and the card says so', async () => {
    await propose();
    const value = await buttonValue();
    await world.advance(15 * 60);
    expect(await pressOld(value)).toContain('nobody approved it within 15 minutes');
    expect(await say(`override ${OURS} approve`, 'U_LEAD')).toContain('nobody approved it within 15 minutes');

    await world.tick();

    await until(async () => expect(wordsOf(await world.card(OURS))).toContain('nobody approved the override'));
    expect(buttonsOf(await world.card(OURS))).toEqual(BUTTONS.unapproved);
    expect(await world.story(OURS)).toEqual(['propose by U_ANALYST', 'lapse by aism']);
    expect(await world.denies()).toEqual([]);
    expect(await propose()).toContain('Nothing is blocked yet');
  });

  test('an old card approves no newer proposal', async () => {
    await propose();
    const value = await buttonValue();
    await world.advance(15 * 60);
    await world.tick();
    await say(`override ${OURS} 24h something else`);

    expect(await pressOld(value)).toContain('Nobody proposes');
    expect(await world.denies()).toEqual([]);
  });
});

describe('invariant 2: once', () => {
  test('two who approve at the same time, and a double click, make one block', async () => {
    await propose();
    const { ts } = await world.card(OURS);

    const answers = await Promise.all([
      world.click(ts, 'approve', 'U_LEAD'),
      world.click(ts, 'approve', 'U_LEAD'),
      world.command(`override ${OURS} approve`, 'U_LEAD'),
    ]);

    const texts = answers.map(told);
    expect(texts.filter((text) => text.includes('want it'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('two people approved it'))).toHaveLength(2);
    expect((await world.block(OURS))?.claims).toHaveLength(1);
    expect((await world.story(OURS)).filter((action) => action.startsWith('approve by'))).toHaveLength(1);
    expect(await world.denies()).toEqual([RULE]);
  });

  test('two who propose at the same time make one proposal and one card', async () => {
    const answers = await Promise.all([propose('U_ANALYST'), propose('U_LEAD')]);

    expect(answers.filter((text) => text.includes('Nothing is blocked yet'))).toHaveLength(1);
    expect(answers.filter((text) => text.includes('has already proposed to block it'))).toHaveLength(1);
    await world.card(OURS);
    expect(await world.cards(OURS)).toHaveLength(1);
  });
});

describe('an override', () => {
  test.each([
    ['of what is not guarded', 'override 203.0.113.9 1h because', 'is not on the never-block list'],
    ['of a range that is too wide', 'override 10.0.0.0/15 1h because', 'Nobody can override that'],
    ['of a wide range', 'override 10.0.0.0/16 1h because', '`/aism override` a small one'],
    ['without a reason', `override ${OURS} 1h`, 'Why?'],
    ['for good', `override ${OURS} permanent because`, 'always ends'],
    ['of half a minute', `override ${OURS} 30s because`, 'shortest block is 1 minute'],
    ['that nobody proposed', `override ${OURS} approve`, 'Nobody proposes'],
  ])('%s is answered with what to do', async (_, text, answer) => {
    expect(await say(text)).toContain(answer);
    expect(await world.denies()).toEqual([]);
  });

  test('lets nothing automatic follow: alerts about the address prolong nothing, and others of ours stay guarded', async () => {
    await propose();
    await say(`override ${OURS} approve`, 'U_LEAD');
    const end = (await world.block(OURS))?.until;
    const proven = { rule_param_query_key: 'source.ip', rule_param_num_events: 500 };

    await world.alert(OURS, proven);
    await world.alert('198.51.100.202', proven);
    await world.advance(3600);
    await world.alert(OURS, proven);
    await world.tick();

    expect(await world.denies()).toEqual([RULE]);
    expect((await world.block(OURS))?.until).toBe(end);
    expect((await world.block(OURS))?.claims).toHaveLength(1);
  });
});
