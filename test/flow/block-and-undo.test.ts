import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUTTONS, buttonsOf, told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

async function homeOf(user: string) {
  return (await world.state()).views.find((view) => view.user === user);
}

describe('an alert below the threshold', () => {
  test('becomes one card that asks, and touches no firewall', async () => {
    await world.alert('203.0.113.1', {
      host: { name: 'web-1' },
      user: { name: 'root' },
      message: 'Failed password for root from 203.0.113.1 port 51122 ssh2',
    });

    const card = await world.card('203.0.113.1');
    expect(wordsOf(card)).toContain('Block 203.0.113.1?');
    for (const fact of ['ssh-bruteforce', 'web-1', 'root', 'Failed password for root'])
      expect(wordsOf(card)).toContain(fact);
    expect(buttonsOf(card)).toEqual(BUTTONS.ask);
    expect(await world.denies()).not.toContain('203.0.113.1/32');
    expect(await world.block('203.0.113.1')).toBeUndefined();
    expect(await world.story('203.0.113.1')).toEqual(['alert by rule:ssh-bruteforce']);
  });

  test('counts on in the same card when it comes again', async () => {
    await world.alert('203.0.113.2');
    const { ts } = await world.card('203.0.113.2');

    await world.alert('203.0.113.2');
    await world.tick();
    await world.advance(60);
    await world.tick();

    const cards = await world.cards('203.0.113.2');
    expect(cards.map((card) => card.ts)).toEqual([ts]);
    expect(wordsOf(cards[0])).toContain('2 alerts');
  });
});

describe('Block on a card', () => {
  test('puts one deny rule in front of the allow, and the card tells who, why and until when', async () => {
    await world.alert('203.0.113.3');
    const { ts } = await world.card('203.0.113.3');
    const before = Date.parse((await world.state()).now);

    const delivery = await world.click(ts, 'block');

    expect(delivery).toMatchObject({ status: 200, responses: [{ ephemeral_to: 'U_ANALYST' }] });
    expect(told(delivery)).toContain('Blocking 203.0.113.3');
    expect((await world.denies()).filter((range) => range === '203.0.113.3/32')).toHaveLength(1);
    const block = await world.block('203.0.113.3');
    expect(block).toMatchObject({
      state: 'active',
      by: 'U_ANALYST',
      claims: [{ by: 'U_ANALYST', scopes: ['all'] }],
      targets: [{ id: world.facts.networkAclId, state: 'active', ruleNumbers: [expect.any(Number)] }],
    });
    const lasts = Date.parse(block?.until ?? '') - before;
    expect(lasts).toBeGreaterThanOrEqual(3_600_000);
    expect(lasts).toBeLessThan(3_610_000);
    await until(async () => expect(wordsOf(await world.card('203.0.113.3'))).toContain('Blocked 203.0.113.3'));
    const card = await world.card('203.0.113.3');
    expect(card.ts).toBe(ts);
    expect(wordsOf(card)).toContain('U_ANALYST');
    expect(wordsOf(card)).toContain(`rule ${block?.targets[0]?.ruleNumbers[0]}`);
    expect(wordsOf(card)).toContain(block?.until?.slice(0, 16).replace('T', ' '));
    expect(buttonsOf(card)).toEqual(BUTTONS.active);
  });

  test('invariant 5: the rule denies everything inbound and lies below the lowest allow', async () => {
    await world.command('block 203.0.113.4 1h');

    const acl = (await world.state()).networkAcls.find((each) => each.NetworkAclId === world.facts.networkAclId);
    const inbound = acl?.Entries.filter((entry) => !entry.Egress) ?? [];
    const rule = inbound.find((entry) => entry.CidrBlock === '203.0.113.4/32');
    const allows = inbound.filter((entry) => entry.RuleAction === 'allow').map((entry) => entry.RuleNumber);
    expect(rule).toMatchObject({ RuleAction: 'deny', Protocol: '-1' });
    expect(rule?.RuleNumber).toBeLessThan(Math.min(...allows));
  });
});

describe('Undo', () => {
  test('takes the rule out, and the ledger tells the whole story in order', async () => {
    await world.alert('203.0.113.5');
    const { ts } = await world.card('203.0.113.5');
    await world.click(ts, 'block');
    expect(await world.denies()).toContain('203.0.113.5/32');

    const delivery = await world.click(ts, 'undo', 'U_LEAD');

    expect(told(delivery)).toContain('Unblocking 203.0.113.5');
    expect(await world.denies()).not.toContain('203.0.113.5/32');
    expect(await world.block('203.0.113.5')).toMatchObject({ state: 'lifted', by: 'U_ANALYST', claims: [] });
    await until(async () => expect(wordsOf(await world.card('203.0.113.5'))).toContain('Unblocked 203.0.113.5'));
    const card = await world.card('203.0.113.5');
    expect(card.ts).toBe(ts);
    expect(wordsOf(card)).toContain('U_LEAD');
    expect(buttonsOf(card)).toEqual(BUTTONS.ended);
    expect(await world.story('203.0.113.5')).toEqual([
      'alert by rule:ssh-bruteforce',
      'block by U_ANALYST',
      'active by aism',
      'unblock by U_LEAD',
      'removed by aism',
    ]);
  });

  test('invariant 9: on App Home does the same, and the tab tells what came of it', async () => {
    await world.command('block 203.0.113.6 2h scanned our shop');
    await world.home('U_LEAD');
    expect(JSON.stringify(await homeOf('U_LEAD'))).toContain('scanned our shop');
    const home = await homeOf('U_LEAD');
    const [value] = JSON.stringify(home).match(/203\.0\.113\.6\/32\|home[^"]*/) ?? [];

    const click = { view_id: home?.id, action_id: 'undo', user: 'U_LEAD', value };
    expect(await world.sandbox('click', click)).toMatchObject({ status: 200, body: { status: 200 } });

    expect(await world.denies()).not.toContain('203.0.113.6/32');
    expect(await world.block('203.0.113.6')).toMatchObject({ state: 'lifted' });
    await until(async () => expect(JSON.stringify(await homeOf('U_LEAD'))).toContain('Unblocking 203.0.113.6'));
    expect(JSON.stringify(await homeOf('U_LEAD'))).not.toContain('scanned our shop');
  });

  test('leaves the way open to block again from the same card', async () => {
    await world.alert('203.0.113.7');
    const { ts } = await world.card('203.0.113.7');
    await world.click(ts, 'block');
    await world.click(ts, 'undo');

    await world.click(ts, 'block');

    expect((await world.denies()).filter((range) => range === '203.0.113.7/32')).toHaveLength(1);
    expect(await world.block('203.0.113.7')).toMatchObject({ state: 'active' });
    await until(async () => expect(buttonsOf(await world.card('203.0.113.7'))).toEqual(BUTTONS.active));
  });
});
