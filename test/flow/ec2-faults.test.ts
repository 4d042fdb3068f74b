import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BUTTONS, buttonsOf, told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.faults({}));
afterAll(() => world.end());

async function times(address: string): Promise<number> {
  return (await world.denies()).filter((range) => range === `${address}/32`).length;
}

describe('invariant 5: while EC2 is down', () => {
  test('a block says that it does not work, and works at the first tick after', async () => {
    await world.alert('203.0.113.1');
    const { ts } = await world.card('203.0.113.1');
    await world.faults({ ec2: { down: true } });

    const delivery = await world.click(ts, 'block');

    expect(delivery.status).toBe(200);
    await until(async () => expect(wordsOf(await world.card('203.0.113.1'))).toContain('203.0.113.1 is NOT blocked'));
    expect(wordsOf(await world.card('203.0.113.1'))).not.toContain('Blocked');
    const card = await world.card('203.0.113.1');
    expect(wordsOf(card)).toContain('tries again');
    expect(buttonsOf(card)).toEqual(BUTTONS.wanted);
    expect(await world.block('203.0.113.1')).toMatchObject({
      state: 'failed',
      targets: [{ note: expect.any(String) }],
    });
    expect(told(await world.command('list'))).toContain('*failed*');

    await world.faults({});
    await world.tick();
    expect(await world.block('203.0.113.1')).toMatchObject({ state: 'active' });
    expect(await times('203.0.113.1')).toBe(1);
    await until(async () => expect(wordsOf(await world.card('203.0.113.1'))).toContain('Blocked 203.0.113.1'));
    expect(wordsOf(await world.card('203.0.113.1'))).not.toContain('NOT');
  });

  test('an Undo says that it is not done yet, and the rule is out after', async () => {
    await world.alert('203.0.113.2');
    const { ts } = await world.card('203.0.113.2');
    await world.click(ts, 'block');
    await world.faults({ ec2: { down: true } });

    await world.click(ts, 'undo');

    await until(async () => expect(wordsOf(await world.card('203.0.113.2'))).toContain('Unblocking 203.0.113.2'));
    expect(await world.block('203.0.113.2')).toMatchObject({ state: 'lifted', targets: [{ state: 'lifting' }] });
    await world.faults({});
    await world.tick();
    expect(await times('203.0.113.2')).toBe(0);
    await until(async () => expect(wordsOf(await world.card('203.0.113.2'))).toContain('Unblocked 203.0.113.2'));

    // What was seen gone is not told again by a look that failed.
    await world.faults({ ec2: { down: true } });
    await world.tick();
    expect((await world.block('203.0.113.2'))?.targets).toEqual([
      { id: world.facts.networkAclId, state: 'out', ruleNumbers: [] },
    ]);
  });

  test('invariant 6: a block that ends says that its rule is still there, and it is out after', async () => {
    await world.command('block 203.0.113.3 1m');
    expect(await times('203.0.113.3')).toBe(1);
    await world.faults({ ec2: { down: true } });

    await world.advance(61);
    await world.tick();

    expect(await times('203.0.113.3')).toBe(1);
    expect(await world.block('203.0.113.3')).toMatchObject({
      state: 'expired',
      targets: [{ state: 'lifting', note: expect.any(String) }],
    });
    await world.faults({});
    await world.tick();
    expect(await times('203.0.113.3')).toBe(0);
    expect(await world.block('203.0.113.3')).toMatchObject({ state: 'expired', targets: [{ state: 'out' }] });
  });

  test('a block that was undone before EC2 came back never reaches the firewall', async () => {
    await world.faults({ ec2: { down: true } });
    await world.command('block 203.0.113.4 1h');
    await world.command('unblock 203.0.113.4');

    await world.faults({});
    await world.tick();

    expect(await times('203.0.113.4')).toBe(0);
    expect(await world.block('203.0.113.4')).toMatchObject({ state: 'lifted', targets: [{ state: 'out' }] });
  });

  test('invariant 4: and the never-block list is a day old, nothing is blocked by itself', async () => {
    await world.tick();
    await world.faults({ ec2: { down: true } });
    await world.advance(25 * 3600);
    await world.tick();

    await world.alert('203.0.113.5', { rule_param_query_key: 'source.ip', rule_param_num_events: 99 });
    await world.faults({});
    await until(async () => expect(wordsOf(await world.card('203.0.113.5'))).toContain('never-block list'));

    expect(await world.block('203.0.113.5')).toBeUndefined();
    expect(await times('203.0.113.5')).toBe(0);
    await world.tick();
  });
});

describe('when EC2 refuses', () => {
  test('three calls of ten for their rate, all blocks and undos come through, once each', async () => {
    const all = Array.from({ length: 4 }, (_, index) => `203.0.113.${20 + index}`);
    await world.faults({ ec2: { errorRate: 0.3, code: 'RequestLimitExceeded' } });
    await Promise.all(
      all.map((address) => world.sandbox('command', { text: `block ${address} 1h`, user: 'U_LEAD', waitMs: 0 })),
    );
    await Promise.all(
      all
        .slice(0, 2)
        .map((address) => world.sandbox('command', { text: `unblock ${address}`, user: 'U_LEAD', waitMs: 0 })),
    );
    await world.tick();
    await world.faults({});
    await world.tick();

    const blocks = await Promise.all(all.map((address) => world.block(address)));
    expect(blocks.map((block) => block?.state)).toEqual(['lifted', 'lifted', 'active', 'active']);
    expect(await Promise.all(all.map(times))).toEqual([0, 0, 1, 1]);
  });

  test('because we lack the right, the card says which', async () => {
    await world.faults({ ec2: { errorRate: 1, code: 'UnauthorizedOperation' } });

    await world.command('block 203.0.113.30 1h');

    await until(async () => expect(wordsOf(await world.card('203.0.113.30'))).toContain('is NOT blocked'), 15_000);
    expect(wordsOf(await world.card('203.0.113.30'))).toContain('it lacks ec2:');
    await world.faults({});
    await world.tick();
    expect(await times('203.0.113.30')).toBe(1);
  });
});
