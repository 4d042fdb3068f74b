import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BUTTONS, buttonsOf, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ policy: 'rules: [{ match: udp-flood, proven: false, auto: 20 }]' });
});
afterEach(() => world.end());

/** A frequency rule that counts by the address and has seen so many events of it. */
const proven = (events: number) => ({ rule_param_query_key: 'source.ip', rule_param_num_events: events });

describe('over the threshold', () => {
  test('AISM blocks by itself and says so in the channel, with Undo', async () => {
    await world.alert('203.0.113.11', proven(25));

    await until(async () => expect(await world.denies()).toContain('203.0.113.11/32'));
    await until(async () => expect(wordsOf(await world.card('203.0.113.11'))).toContain('Blocked 203.0.113.11'));
    const card = await world.card('203.0.113.11');
    expect(wordsOf(card)).toMatch(/rule ssh-bruteforce/);
    expect(wordsOf(card)).toContain('threshold 20');
    expect(buttonsOf(card)).toEqual(BUTTONS.active);
    expect(card.ephemeral_to).toBeUndefined();
    expect(await world.block('203.0.113.11')).toMatchObject({ state: 'active', by: 'rule:ssh-bruteforce' });
    expect(await world.story('203.0.113.11')).toEqual([
      'alert by rule:ssh-bruteforce',
      'block by rule:ssh-bruteforce',
      'active by aism',
    ]);
  });

  test('on a card that asked, it is also said below the card, which an edit alone would show to nobody, once', async () => {
    await world.alert('203.0.113.16');
    const { ts } = await world.card('203.0.113.16');

    await world.alert('203.0.113.16', proven(25));
    const below = async () =>
      (await world.state()).messages.filter((message) => message['thread_ts'] === ts && message.ts !== ts);
    await until(async () => expect(await below()).toHaveLength(1));
    await world.tick();

    expect(await below()).toMatchObject([
      { subtype: 'thread_broadcast', text: expect.stringContaining('203.0.113.16') },
    ]);
    await until(async () => expect(wordsOf(await world.card('203.0.113.16'))).toContain('Blocked 203.0.113.16'));
  });

  test('many small alerts add up to it, one below does not', async () => {
    for (let event = 0; event < 19; event += 1) await world.alert('203.0.113.12');
    await world.tick();
    expect(await world.denies()).not.toContain('203.0.113.12/32');

    await world.alert('203.0.113.12');

    await until(async () => expect(await world.denies()).toContain('203.0.113.12/32'));
    expect(await world.cards('203.0.113.12')).toHaveLength(1);
  });

  test('invariant 2: further alerts about a blocked address add no claim, no rule and no card', async () => {
    await world.alert('203.0.113.13', proven(25));
    await until(async () => expect(await world.block('203.0.113.13')).toMatchObject({ state: 'active' }));
    const { until: end } = (await world.block('203.0.113.13')) ?? {};

    await world.alert('203.0.113.13', proven(25));
    await world.alert('203.0.113.13', { ...proven(25), aism_rule: 'ssh-bruteforce' });
    await world.tick();

    expect((await world.denies()).filter((range) => range === '203.0.113.13/32')).toHaveLength(1);
    expect((await world.block('203.0.113.13'))?.claims).toHaveLength(1);
    expect((await world.block('203.0.113.13'))?.until).toBe(end);
    expect(await world.cards('203.0.113.13')).toHaveLength(1);
  });
});

describe('invariant 8: after an Undo', () => {
  test('the address is asked about, not blocked by itself, for a day, and then no more', async () => {
    await world.alert('203.0.113.14', proven(25));
    await until(async () => expect(await world.denies()).toContain('203.0.113.14/32'));
    const { ts } = await world.card('203.0.113.14');
    await world.click(ts, 'undo');
    expect(await world.denies()).not.toContain('203.0.113.14/32');

    await world.alert('203.0.113.14', proven(25));
    await world.tick();

    expect(await world.denies()).not.toContain('203.0.113.14/32');
    const asking = await world.card('203.0.113.14');
    expect(wordsOf(asking)).toContain('Block 203.0.113.14?');
    expect(wordsOf(asking)).toContain('unblocked it lately');
    expect(buttonsOf(asking)).toEqual(BUTTONS.ask);

    await world.advance(24 * 3600 + 1);
    await world.tick();
    await world.alert('203.0.113.14', proven(25));

    await until(async () => expect(await world.denies()).toContain('203.0.113.14/32'));
  });

  test('a person may still block it at once', async () => {
    await world.alert('203.0.113.15', proven(25));
    await until(async () => expect(await world.denies()).toContain('203.0.113.15/32'));
    await world.command('unblock 203.0.113.15');
    expect(await world.denies()).not.toContain('203.0.113.15/32');

    await world.command('block 203.0.113.15 1h');

    expect(await world.denies()).toContain('203.0.113.15/32');
  });
});

describe('invariant 12: nothing is automatic', () => {
  const cases: Array<[why: string, fields: () => Record<string, unknown>]> = [
    ['for a rule that does not prove its source', () => ({ ...proven(500), aism_rule: 'udp-flood' })],
    ['for what num_hits says, which counts all addresses', () => ({ num_hits: 900, num_matches: 1 })],
    [
      'for a count that belongs to another key',
      () => ({ rule_param_query_key: 'user.name', rule_param_num_events: 99 }),
    ],
    [
      'for events older than an hour',
      () => ({ ...proven(500), '@timestamp': new Date(Date.now() - 2 * 3_600_000).toISOString() }),
    ],
  ];

  test.each(cases)('%s', async (why, fields) => {
    const address = `203.0.113.${20 + cases.findIndex(([each]) => each === why)}`;

    await world.alert(address, fields());
    await world.tick();

    expect(buttonsOf(await world.card(address))).toEqual(BUTTONS.ask);
    expect(await world.denies()).not.toContain(`${address}/32`);
    expect(await world.block(address)).toBeUndefined();
  });
});
