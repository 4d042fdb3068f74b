import { afterEach, describe, expect, test } from 'vitest';
import { buttonsOf, type Message, told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.end());

/** A frequency rule that counts by the address and has seen enough of it for an automatic block. */
const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };
const attacker = (number: number) => `203.0.${113 + Math.floor(number / 200)}.${1 + (number % 200)}`;

async function storm(from: number, count: number, fields: object = {}): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => from + index);
  await Promise.all(numbers.map((number) => world.alert(attacker(number), { ...OVER, ...fields })));
}

/** Waits until every one of these attackers has been answered. */
async function answered(count: number): Promise<void> {
  await until(async () => {
    const { actions } = await world.state();
    expect(new Set(actions.filter(({ kind }) => kind === 'alert').map(({ address }) => address)).size).toBe(count);
  }, 30_000);
}

async function automaticBlocks(): Promise<number> {
  const { actions } = await world.state();
  return actions.filter(({ kind, actor }) => kind === 'block' && actor.startsWith('rule:')).length;
}

async function notices(words: string | RegExp): Promise<Message[]> {
  return (await world.state()).messages.filter(({ text, ephemeral_to }) => !ephemeral_to && text.match(words));
}

const LIMIT = 'breaker: { blocks: 10 }';
/** Each card takes a second of the channel's time. */
const SMALL = 'breaker: { blocks: 3 }';

describe('more automatic blocks than the limit within the window', () => {
  test('a storm of 60 addresses: as many blocks as the limit, then everybody is asked about, and it is told once', {
    timeout: 90_000,
  }, async () => {
    world = await startWorld({ policy: LIMIT, slackPace: true });
    await storm(0, 60);
    await answered(60);

    expect(await automaticBlocks()).toBe(10);
    const [notice] = await until(async () => {
      const found = await notices('Automatic blocking is off');
      expect(found).toHaveLength(1);
      return found;
    });
    expect(notice?.text).toMatch(
      /11 addresses were to be blocked .* within 10 min .*11 under ssh-bruteforce.* the limit is 10/,
    );
    expect(notice?.text).toContain('`/aism resume`');
    const { actions } = await world.state();
    expect(actions.filter(({ kind }) => kind === 'trip')).toMatchObject([
      { actor: 'aism', address: 'automatic blocking', before: 'on', after: 'off until a lead resumes it' },
    ]);
    const blocked = new Set(actions.filter(({ kind }) => kind === 'block').map(({ address }) => address));
    const asked = actions.find(({ kind, address }) => kind === 'alert' && !blocked.has(address));
    const card = await world.card(asked?.address ?? '');
    expect(wordsOf(card)).toContain('automatic blocking is off');
    expect(buttonsOf(card)).toContain('block');
  });

  test('only a lead resumes; what stands stays, and it blocks again and counts anew', async () => {
    world = await startWorld({ policy: SMALL });
    await storm(0, 4);
    await answered(4);
    await until(async () => expect(await notices('Automatic blocking is off')).toHaveLength(1));

    expect(told(await world.command('resume', 'U_STRANGER'))).toContain('may not');
    expect(told(await world.command('resume', 'U_ANALYST'))).toContain('Only a lead may resume it');
    await world.alert(attacker(50), OVER);
    await answered(5);
    expect(await automaticBlocks()).toBe(3);

    expect(told(await world.command('resume', 'U_LEAD'))).toContain('goes on');
    expect(told(await world.command('resume', 'U_LEAD'))).toContain('Nothing changed');
    await storm(60, 3);
    await answered(8);
    expect(await automaticBlocks()).toBe(6);
    await until(async () => expect(await notices('U_LEAD.*resumed')).toHaveLength(1));
    const { actions } = await world.state();
    expect(actions.filter(({ kind }) => kind === 'resume')).toMatchObject([{ actor: 'U_LEAD', after: 'on' }]);

    await world.alert(attacker(90), OVER);
    await until(async () => expect(await notices('Automatic blocking is off')).toHaveLength(2));
    expect(await automaticBlocks()).toBe(6);
  });

  test('blocks that lie further back than the window count no more', async () => {
    world = await startWorld({ policy: SMALL });
    await storm(0, 3);
    await answered(3);
    await world.advance(601);
    await world.tick();
    await storm(20, 3);
    await answered(6);

    expect(await automaticBlocks()).toBe(6);
    expect(await notices('Automatic blocking is off')).toEqual([]);
  });

  test('an address that comes again within the window counts once', async () => {
    world = await startWorld({ policy: 'breaker: { blocks: 2 }\ngrace: 1s' });
    for (let time = 1; time <= 4; time += 1) {
      await world.alert(attacker(0), OVER);
      await until(async () => expect(await automaticBlocks()).toBe(time));
      await world.command(`unblock ${attacker(0)}`);
      await world.advance(2);
    }
    expect(await notices('Automatic blocking is off')).toEqual([]);
  });

  test('it stays off through a stop, and the home tab, list and check say so', async () => {
    world = await startWorld({ policy: SMALL });
    await storm(0, 4);
    await answered(4);
    await until(async () => expect(await notices('Automatic blocking is off')).toHaveLength(1));
    await world.restart();
    await world.alert(attacker(30), OVER);
    await answered(5);

    expect(await automaticBlocks()).toBe(3);
    for (const command of ['list', `check ${attacker(30)}`])
      expect(told(await world.command(command))).toContain('Automatic blocking is off since');
    await world.home();
    expect(JSON.stringify((await world.state()).views)).toContain('Automatic blocking is off since');
    expect(await notices('Automatic blocking is off')).toHaveLength(1);
  });
});

describe('a rule that fires on more addresses than the limit', () => {
  test('blocks nobody any more, whether it would have blocked or only asked', async () => {
    world = await startWorld({ policy: 'breaker: { addresses: 5 }' });
    for (let number = 0; number < 5; number += 1) await world.alert(attacker(number));
    await answered(5);
    expect(await notices('Automatic blocking is off')).toEqual([]);

    await world.alert(attacker(5), OVER);
    await answered(6);

    expect(await automaticBlocks()).toBe(0);
    await until(async () =>
      expect(await notices(/is off.*ssh-bruteforce fired on more than 5 addresses/)).toHaveLength(1),
    );
    await world.command('resume', 'U_LEAD');
    await world.alert(attacker(6), OVER);
    await until(async () => expect(await automaticBlocks()).toBe(1));
  });

  test('does not matter where the rule never blocks by itself, nor for alerts that come late', async () => {
    world = await startWorld({ policy: 'breaker: { addresses: 5 }' });
    const late = new Date(Date.parse((await world.state()).now) - 2 * 3_600_000).toISOString();
    for (let number = 0; number < 8; number += 1) {
      await world.alert(attacker(number), { aism_rule: 'port-scan' });
      await world.alert(attacker(number), { '@timestamp': late });
    }
    await answered(8);
    await world.alert(attacker(20), OVER);

    await until(async () => expect(await automaticBlocks()).toBe(1));
    expect(await notices('Automatic blocking is off')).toEqual([]);
  });
});

test('many more automatic blocks in an hour than in the days before: it goes off', { timeout: 60_000 }, async () => {
  world = await startWorld({ policy: 'breaker: { window: 1m }' });
  // Two days with a block every sixteen hours.
  for (let hour = 0; hour < 48; hour += 16) {
    await world.alert(attacker(hour), OVER);
    await answered(1 + hour / 16);
    await world.advance(16 * 3600);
    await world.tick();
  }
  const toNextHour = 3600 - (Math.floor(Date.parse((await world.state()).now) / 1000) % 3600);
  await world.advance(toNextHour + 1);
  await world.tick();
  const before = await automaticBlocks();
  expect(before).toBe(3);

  await storm(100, 25);
  await answered(28);

  expect(await automaticBlocks()).toBe(before + 20);
  await until(async () =>
    expect(await notices(/is off.*21 addresses .* since .* 0\.1 an hour; the limit is 10 times/)).toHaveLength(1),
  );
});

describe('where nothing is blocked by itself', () => {
  test('in mode ask it says that it would have gone off, once', async () => {
    world = await startWorld({ mode: 'ask', policy: SMALL });
    await storm(0, 5);
    await answered(5);
    // They go on attacking: what would have been blocked is counted once.
    await storm(0, 5);
    await world.advance(700);
    await world.tick();

    await until(async () => expect(await notices('would have gone off')).toHaveLength(1));
    const { actions } = await world.state();
    expect(actions.filter(({ kind }) => kind === 'would-block')).toHaveLength(3);
    expect(await notices('Automatic blocking is off')).toEqual([]);
  });

  test('an attack that goes on for hours counts once', async () => {
    world = await startWorld({ mode: 'ask', policy: 'breaker: { blocks: 3 }' });
    for (let round = 0; round < 4; round += 1) {
      await storm(0, 2);
      await world.tick();
      await world.advance(700);
    }
    await storm(10, 2);
    await answered(4);
    await world.tick();
    expect(await notices('would have gone off')).toEqual([]);
  });
});
