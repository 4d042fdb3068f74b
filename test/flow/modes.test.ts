import { afterEach, describe, expect, test } from 'vitest';
import { BUTTONS, buttonsOf, told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.end());

const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };

describe('mode ask', () => {
  test('over the threshold it asks and says why, and what a person decides is real', async () => {
    world = await startWorld({ mode: 'ask' });
    await world.alert('203.0.113.1', OVER);
    await world.tick();
    const card = await world.card('203.0.113.1');
    expect(wordsOf(card)).toContain('mode is ask');
    expect(buttonsOf(card)).toEqual(BUTTONS.ask);
    expect(await world.denies()).toEqual([]);

    await world.click(card.ts, 'block');

    expect(await world.denies()).toEqual(['203.0.113.1/32']);
    expect(told(await world.command('test'))).toContain('All is well');
  });
});

describe('mode shadow', () => {
  test('nothing touches EC2, whoever decides, and every answer says that it is a shadow', async () => {
    world = await startWorld({ mode: 'shadow' });
    await world.alert('203.0.113.2', OVER);
    const { ts } = await world.card('203.0.113.2');
    expect(wordsOf(await world.card('203.0.113.2'))).toContain('mode is shadow');

    expect(told(await world.click(ts, 'block'))).toContain('shadow');
    expect(told(await world.command('block 203.0.113.3 1h'))).toContain('shadow');
    await world.tick();

    expect(await world.denies()).toEqual([]);
    expect(wordsOf(await world.card('203.0.113.2'))).toContain('shadow');
    expect(told(await world.command('check 203.0.113.3'))).toContain('shadow');
    expect(told(await world.command('list'))).toContain('shadow');
    await world.home();
    expect(JSON.stringify((await world.state()).views)).toContain('shadow');
  });

  test('Undo and expiry work as they would', async () => {
    world = await startWorld({ mode: 'shadow' });
    await world.command('block 203.0.113.4 1h');
    await world.command('block 203.0.113.5 5m');
    expect(await world.block('203.0.113.4')).toMatchObject({ state: 'active' });

    await world.command('unblock 203.0.113.4');
    await world.advance(301);
    await world.tick();

    await until(async () => expect(await world.block('203.0.113.4')).toMatchObject({ state: 'lifted' }));
    expect(await world.block('203.0.113.5')).toMatchObject({ state: 'expired', targets: [{ state: 'out' }] });
  });

  test('/aism test goes the whole way and says that its rule was only noted', async () => {
    world = await startWorld({ mode: 'shadow' });

    const answer = told(await world.command('test'));

    expect(answer).toContain('All is well');
    expect(answer).toContain('rule only noted for acl-');
    expect(answer).toContain('Mode shadow: nothing is really changed');
    expect(await world.denies()).toEqual([]);
  });
});

describe('the policy file', () => {
  test('sets thresholds, lengths, scope and guarded ranges', async () => {
    world = await startWorld({
      policy: `
rules:
  - { match: my-rule, proven: true, auto: 3, block: 10m, scope: [tcp/22, udp/53] }
guard: [203.0.113.64/26]
grace: 1m
escalation: { jitter: 0 }
`,
    });
    const mine = { aism_rule: 'my-rule', rule_param_query_key: 'source.ip', rule_param_num_events: 3 };
    await world.tick();
    const start = Date.parse((await world.state()).now);

    await world.alert('203.0.113.6', mine);
    await world.alert('203.0.113.70', mine);

    await until(async () => expect(await world.denies()).toEqual(['203.0.113.6/32', '203.0.113.6/32']));
    const acl = (await world.state()).networkAcls.find((each) => each.NetworkAclId === world.facts.networkAclId);
    expect(acl?.Entries.filter((entry) => entry.CidrBlock === '203.0.113.6/32')).toMatchObject([
      { Protocol: '6', PortRange: { From: 22, To: 22 } },
      { Protocol: '17', PortRange: { From: 53, To: 53 } },
    ]);
    const end = Date.parse((await world.block('203.0.113.6'))?.until ?? '');
    expect(Math.round((end - start) / 60_000)).toBe(10);
    expect(wordsOf(await world.card('203.0.113.70'))).toContain('never blocked');
  });
});
