import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.faults({}));
afterAll(() => world.end());

const fire = (text: string) => world.sandbox('command', { text, user: 'U_ANALYST', waitMs: 0 });

async function times(address: string): Promise<number> {
  return (await world.denies()).filter((range) => range === `${address}/32`).length;
}

/** Lets the look at EC2 that comes first be answered, and no call after it. */
async function loseAnswersAfter(text: string, isWanted: () => Promise<void>): Promise<void> {
  await world.faults({ ec2: { latencyMs: 600 } });
  await fire(text);
  await until(isWanted);
  // The look is under way by now: it was asked for in the moment when the wish was stored, and takes 600 ms.
  await new Promise((resolve) => setTimeout(resolve, 200));
  await world.faults({ ec2: { errorRate: 1, code: 'timeout-after' } });
}

describe('invariant 2: a change that EC2 made without an answer', () => {
  test('is not made twice', async () => {
    await loseAnswersAfter('block 203.0.113.1 1h', async () => expect(await world.block('203.0.113.1')).toBeDefined());
    await until(async () => expect(await times('203.0.113.1')).toBe(1));

    await world.faults({});
    await world.tick();

    expect(await times('203.0.113.1')).toBe(1);
    expect(await world.block('203.0.113.1')).toMatchObject({ state: 'active' });
    expect((await world.story('203.0.113.1')).filter((action) => action.startsWith('drift'))).toEqual([]);
    await world.command('unblock 203.0.113.1');
    expect(await world.denies()).toEqual([]);
  });

  test('when it was a deletion, is taken for done', async () => {
    await world.command('block 203.0.113.2 1h');
    await loseAnswersAfter('unblock 203.0.113.2', async () =>
      expect(await world.block('203.0.113.2')).toMatchObject({ state: 'lifted' }),
    );
    await until(async () => expect(await times('203.0.113.2')).toBe(0));

    await world.faults({});
    await world.tick();

    expect(await world.block('203.0.113.2')).toMatchObject({ state: 'lifted', targets: [{ state: 'out' }] });
    expect((await world.story('203.0.113.2')).filter((action) => action.startsWith('drift'))).toEqual([]);
  });

  test('half of the time, over many blocks, leaves each rule once', async () => {
    const all = Array.from({ length: 6 }, (_, index) => `203.0.113.${10 + index}`);
    await world.faults({ ec2: { errorRate: 0.5, code: 'timeout-after' } });
    for (const address of all) await fire(`block ${address} 1h`);
    await world.tick();
    await world.faults({});
    await world.tick();

    expect((await world.denies()).sort()).toEqual(all.map((address) => `${address}/32`));
    for (const address of all) await fire(`unblock ${address}`);
    await until(async () => expect(await world.denies()).toEqual([]));
  });
});

describe('while EC2 shows changes late', () => {
  test('by 3 s, a block is told as working only once it shows, and is made once', async () => {
    await world.tick();
    await world.faults({ ec2: { describeLagMs: 3000 } });
    await fire('block 203.0.113.20 1h');
    await until(async () => expect(await times('203.0.113.20')).toBe(1));
    expect(await world.block('203.0.113.20')).not.toMatchObject({ state: 'active' });

    await until(async () => expect(await world.block('203.0.113.20')).toMatchObject({ state: 'active' }));

    expect(await times('203.0.113.20')).toBe(1);
    expect((await world.story('203.0.113.20')).filter((action) => action.startsWith('drift'))).toEqual([]);
  });

  test('Undo right after Block leaves no rule, and nothing is called drift', async () => {
    await world.faults({ ec2: { describeLagMs: 1500 } });
    await fire('block 203.0.113.21 1h');
    await until(async () => expect(await times('203.0.113.21')).toBe(1));
    await fire('unblock 203.0.113.21');

    await until(async () => expect(await times('203.0.113.21')).toBe(0), 15_000);
    await until(
      async () => expect(await world.block('203.0.113.21')).toMatchObject({ targets: [{ state: 'out' }] }),
      15_000,
    );
    expect((await world.story('203.0.113.21')).filter((action) => action.startsWith('drift'))).toEqual([]);
  });
});

test('with answers that take 300 ms a burst of blocks still comes through', async () => {
  await world.faults({ ec2: { latencyMs: 300 } });
  for (const last of [30, 31, 32]) await fire(`block 203.0.113.${last} 1h`);

  await until(async () => {
    for (const last of [30, 31, 32]) expect(await world.block(`203.0.113.${last}`)).toMatchObject({ state: 'active' });
  }, 15_000);
});
