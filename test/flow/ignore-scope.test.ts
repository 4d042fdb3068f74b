import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BUTTONS, buttonsOf, type Delivery, deliverySchema, told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };
const HOUR = 3600;

const say = async (text: string, user?: string) => told(await world.command(text, user));

/** Kind and count of what was done, in order, without what the firewall says. */
async function done(address: string): Promise<string[]> {
  const { actions } = await world.state();
  return actions.filter((each) => each.address === address).map(({ kind, actor }) => `${kind} by ${actor}`);
}

async function blockedBy(rule: string, address: string): Promise<void> {
  await world.alert(address, { ...OVER, aism_rule: rule });
  await until(async () => expect(await world.denies()).toContain(`${address}/32`));
}

async function isQuiet(rule: string, address: string): Promise<void> {
  const before = await world.cards(address);
  await world.alert(address, { ...OVER, aism_rule: rule });
  await world.tick();
  expect(await world.block(address)).toBeUndefined();
  expect(await world.cards(address)).toHaveLength(before.length);
  const { actions } = await world.state();
  const last = actions.findLast((each) => each.address === `${address}/32` && each.kind === 'alert');
  expect(last).toMatchObject({ after: 'ignore', actor: `rule:${rule}` });
}

describe('/aism ignore <ip>', () => {
  test('silences every rule about it, and records its alerts', async () => {
    const answer = await say('ignore 203.0.113.1 4h');

    expect(answer).toContain('Ignoring every rule for 203.0.113.1 until');
    expect(answer).toContain('would have hidden 0 alerts, 0 automatic blocks.');
    await isQuiet('ssh-bruteforce', '203.0.113.1');
    await isQuiet('wp-login', '203.0.113.1');
    await blockedBy('wp-login', '203.0.113.2');
  });

  test('with a rule silences that one alone', async () => {
    await say('ignore 203.0.113.1 4h rule ssh-bruteforce');

    await isQuiet('ssh-bruteforce', '203.0.113.1');
    await blockedBy('wp-login', '203.0.113.1');
  });

  test('tells what it would have hidden, and answers the card that asks', async () => {
    await world.alert('203.0.113.3');
    await world.alert('203.0.113.3');
    await world.alert('203.0.113.3', { aism_rule: 'other' });
    await until(async () => expect(await world.cards('203.0.113.3')).toHaveLength(2));

    const answer = await say('ignore 203.0.113.3 4h rule ssh-bruteforce');

    expect(answer).toContain('In the last 7 days that would have hidden 2 alerts, 0 automatic blocks.');
    await until(async () =>
      expect((await world.cards('203.0.113.3')).map(buttonsOf)).toEqual([BUTTONS.ignored, BUTTONS.ask]),
    );
  });

  test('ends by time: counted at once, told of once', async () => {
    await say('ignore 203.0.113.4 1h');
    await world.advance(HOUR + 1);

    await blockedBy('ssh-bruteforce', '203.0.113.4');
    await world.tick();
    await world.tick();

    expect((await done('203.0.113.4/32')).filter((each) => each.includes('ignore'))).toEqual([
      'ignore by U_ANALYST',
      'unignore by aism',
    ]);
    expect(await say('ignore list')).toContain('Nothing is ignored.');
  });

  test('is taken back by remove, and the card asks again', async () => {
    await world.alert('203.0.113.5');
    await world.card('203.0.113.5');
    await say('ignore 203.0.113.5 4h');

    expect(await say('ignore list')).toContain('• every rule for 203.0.113.5 until');
    expect(await say('ignore remove 203.0.113.5')).toContain('Ignored no longer: every rule for 203.0.113.5.');

    await until(async () => expect(buttonsOf(await world.card('203.0.113.5'))).toEqual(BUTTONS.ask));
    expect(await say('ignore remove 203.0.113.5')).toContain('Nothing was ignored about 203.0.113.5.');
    await blockedBy('ssh-bruteforce', '203.0.113.5');
  });

  test('a block by hand ends it', async () => {
    await say('ignore 203.0.113.6 4h');
    await say('block 203.0.113.6 1h');
    await say('unblock 203.0.113.6');

    expect(await say('ignore list')).toContain('Nothing is ignored.');
  });

  test('silences the network that an IPv6 attacker is counted by', async () => {
    await say('ignore 2001:db8:0:7::1 4h');

    expect(await say('ignore list')).toContain('every rule for 2001:db8:0:7::/64');
  });

  test('an address on the never-block list is still told of', async () => {
    await world.end();
    world = await startWorld({ policy: 'guard: [203.0.113.7]\n' });
    await say('ignore 203.0.113.7 4h');

    await world.alert('203.0.113.7', OVER);

    expect(wordsOf(await world.card('203.0.113.7'))).toContain('203.0.113.7 attacks, but is never blocked');
  });

  test.each([
    ['ignore 203.0.113.8 8d', 'U_ANALYST', 'more than 7 d only a lead may'],
    ['ignore 203.0.113.8 31d', 'U_LEAD', 'at most 30 d'],
    ['ignore 203.0.113.8 30s', 'U_ANALYST', 'The shortest silence is 1 minute.'],
    ['ignore 203.0.113.0/24 1h', 'U_ANALYST', 'A range cannot be ignored'],
    ['ignore 203.0.113.8 1h because', 'U_ANALYST', 'What does "because" mean?'],
    ['ignore 203.0.113.8 1h', 'U_STRANGER', 'You may not do that'],
    ['ignore', 'U_ANALYST', 'Which address?'],
    ['ignore remove', 'U_ANALYST', 'Which address?'],
    ['ignore rule', 'U_ANALYST', 'Which rule?'],
    ['ignore rule ssh-bruteforce 8d confirm', 'U_ANALYST', 'more than 7 d only a lead may'],
    ['ignore rule ssh-bruteforce 31d confirm', 'U_LEAD', 'at most 30 d'],
    ['ignore remove rule ssh-bruteforce', 'U_ANALYST', 'was not ignored for every address'],
  ])('%s by %s: %s', async (text, user, answer) => {
    expect(await say(text, user)).toContain(answer);
    expect(await say('ignore list')).toContain('Nothing is ignored.');
  });
});

describe('/aism ignore rule <name>', () => {
  test('tells first what it would have hidden, and wants to be confirmed', async () => {
    await blockedBy('ssh-bruteforce', '203.0.113.11');
    await world.alert('203.0.113.12');
    await world.card('203.0.113.12');

    const preview = await say('ignore rule ssh-bruteforce 4h');

    expect(preview).toContain('Not ignored yet: rule ssh-bruteforce, for every address, for 4 h.');
    expect(preview).toContain('would have hidden 2 alerts of 2 addresses, 1 automatic block.');
    expect(preview).toContain('`/aism ignore rule "ssh-bruteforce" 4h confirm`');
    await blockedBy('ssh-bruteforce', '203.0.113.13');
  });

  test('confirmed it silences every address, records the alerts, and is told of', async () => {
    const answer = await say('ignore rule "ssh-bruteforce" 4h confirm');

    expect(answer).toContain('Ignoring rule ssh-bruteforce for every address until');
    await isQuiet('ssh-bruteforce', '203.0.113.14');
    await isQuiet('ssh-bruteforce', '203.0.113.15');
    await blockedBy('wp-login', '203.0.113.15');
    expect(await say('ignore list')).toContain('• rule ssh-bruteforce for every address until');
    expect(await done('rule:ssh-bruteforce')).toEqual(['ignore by U_ANALYST']);
    expect(await say('ignore rule ssh-bruteforce 1h confirm')).toContain('Nothing changed.');
    expect(await done('rule:ssh-bruteforce')).toHaveLength(1);
  });

  test('takes names of several words', async () => {
    await say('ignore rule SSH brute force 4h confirm');

    await isQuiet('SSH brute force', '203.0.113.16');
  });

  test('ends by time, and by remove', async () => {
    await say('ignore rule ssh-bruteforce 1h confirm');
    await world.advance(HOUR + 1);
    await blockedBy('ssh-bruteforce', '203.0.113.17');
    await world.tick();
    await world.tick();
    await say('ignore rule ssh-bruteforce 1h confirm');
    expect(await say('ignore remove rule ssh-bruteforce')).toContain('is ignored no longer');
    await blockedBy('ssh-bruteforce', '203.0.113.18');

    expect(await done('rule:ssh-bruteforce')).toEqual([
      'ignore by U_ANALYST',
      'unignore by aism',
      'ignore by U_ANALYST',
      'unignore by U_ANALYST',
    ]);
  });
});

describe('Ignore… on a card', () => {
  interface Modal {
    id: string;
    submit?: unknown;
    blocks: Array<{ element?: { options: Array<{ value: string; description?: { text: string } }> } }>;
  }

  async function openForm(address: string, user = 'U_ANALYST'): Promise<{ ts: string; modal: () => Promise<Modal> }> {
    const card = await world.card(address);
    const value = /"value":"(scope\|[^"]+)"/.exec(JSON.stringify(card.blocks))?.[1];
    await world.click(card.ts, 'more', user, value);
    const modal = async () => (await world.state()).views.find((view) => view.user === user) as unknown as Modal;
    return { ts: card.ts, modal };
  }

  async function submit(view_id: string, scope: string, duration: string, user = 'U_ANALYST'): Promise<Delivery> {
    const values = { scope, duration };
    return deliverySchema.parse((await world.sandbox('submit', { view_id, values, user })).body);
  }

  async function filled(address: string, user?: string): Promise<Modal> {
    const { modal } = await openForm(address, user);
    return until(async () => {
      const view = await modal();
      expect(view.submit).toBeTruthy();
      return view;
    });
  }

  test('tells for each scope what it would have hidden in the last 7 days', async () => {
    await blockedBy('ssh-bruteforce', '203.0.113.31');
    await world.alert('203.0.113.32', { aism_rule: 'ssh-bruteforce' });
    await world.card('203.0.113.32');

    const { blocks } = await filled('203.0.113.32');

    const options = blocks.flatMap((block) => block.element?.options ?? []);
    expect(options.flatMap((option) => option.description?.text ?? [])).toEqual([
      '1 alert, 0 automatic blocks',
      '1 alert, 0 automatic blocks',
      '2 alerts of 2 addresses, 1 automatic block',
    ]);
    expect(options.map((option) => option.value)).toEqual(['this', 'address', 'rule', '1h', '24h', '7d']);
    expect(JSON.stringify(await filled('203.0.113.32', 'U_LEAD'))).toContain('"30d"');
  });

  test.each([
    ['this', 'Ignoring this rule for 203.0.113.33', ['ssh-bruteforce']],
    ['address', 'Ignoring every rule for 203.0.113.33', ['ssh-bruteforce', 'wp-login']],
    ['rule', 'Ignoring rule ssh-bruteforce for every address', ['ssh-bruteforce']],
  ])('scope %s: %s', async (scope, answer, silent) => {
    await world.alert('203.0.113.33');
    const { id } = await filled('203.0.113.33');

    const delivery = await submit(id, scope, '24h');

    expect(told(delivery)).toContain(answer);
    expect(delivery.responses).toEqual([expect.objectContaining({ ephemeral_to: 'U_ANALYST' })]);
    await until(async () => expect(wordsOf(await world.card('203.0.113.33'))).toContain('Ignored: 203.0.113.33'));
    await world.advance(23 * HOUR);
    for (const rule of silent) await isQuiet(rule, '203.0.113.33');
    if (scope === 'rule') await isQuiet('ssh-bruteforce', '203.0.113.34');
    else await blockedBy('ssh-bruteforce', '203.0.113.34');
  });

  test('a form that was changed on its way is not taken', async () => {
    await world.alert('203.0.113.35');
    const { id } = await filled('203.0.113.35');

    const answer = await world.sandbox('submit', {
      view_id: id,
      values: { scope: 'all', duration: '24h' },
      user: 'U_ANALYST',
    });

    expect(answer.status === 400 || answer.text.includes('Choose')).toBe(true);
    expect(await say('ignore list')).toContain('Nothing is ignored.');
  });

  test('a stranger sees that it is not for him', async () => {
    await world.alert('203.0.113.36');
    const { modal } = await openForm('203.0.113.36', 'U_STRANGER');

    await until(async () => expect(JSON.stringify(await modal())).toContain('You may not do that'));
    expect((await modal()).submit).toBeFalsy();
  });

  test('opens although the ledger does not answer, says so, and has no button then', { timeout: 40_000 }, async () => {
    await world.alert('203.0.113.37');
    const { blocks } = await world.card('203.0.113.37');
    const value = /"value":"(scope\|[^"]+)"/.exec(JSON.stringify(blocks))?.[1];
    const { ts } = await world.card('203.0.113.37');
    await world.faults({ dynamodb: { down: true } });

    await world.click(ts, 'more', 'U_ANALYST', value);

    await until(async () => {
      const { views } = await world.state();
      expect(JSON.stringify(views)).toContain('AISM cannot read its ledger (DynamoDB) now.');
      expect(views.map((view) => view['submit'] ?? undefined)).toEqual([undefined]);
    }, 25_000);
    await world.faults({});
  });
});
