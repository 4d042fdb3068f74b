import { afterEach, describe, expect, test } from 'vitest';
import { wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.end());

const MINUTE = 60_000;
const over = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };
const POLICY = `
rules: [{ match: ssh*, proven: true, auto: 20, block: 10m, what: failed SSH log-ins }]
escalation: { jitter: 0, longest: 30m }
grace: 1m
`;

/** How long the newest block of the address is meant to last, in minutes. */
async function minutesOf(address: string): Promise<number> {
  const { state } = world;
  const block = await world.block(address);
  const extended = (await state()).actions.findLast((action) => ['block', 'extend'].includes(action.kind));
  return Math.round((Date.parse(block?.until ?? '') - Date.parse(extended?.at ?? '')) / MINUTE);
}

async function attackAndBlock(address: string): Promise<void> {
  const before = (await world.block(address))?.id;
  await world.alert(address, over);
  await until(async () => {
    const block = await world.block(address);
    expect(block).toMatchObject({ state: 'active' });
    expect(block?.id).not.toBe(before);
  });
}

describe('who comes again', () => {
  test('is blocked for longer each time, up to the longest, and the card counts', async () => {
    world = await startWorld({ policy: POLICY });
    const lengths: number[] = [];
    for (const seconds of [11, 21, 31]) {
      await attackAndBlock('203.0.113.40');
      lengths.push(await minutesOf('203.0.113.40'));
      await world.advance(seconds * 60);
      await world.tick();
      await until(async () => expect(await world.block('203.0.113.40')).toMatchObject({ state: 'expired' }));
    }

    expect(lengths).toEqual([10, 20, 30]);
    await attackAndBlock('203.0.113.40');
    await until(async () =>
      expect(wordsOf(await world.card('203.0.113.40'))).toContain(
        '25 failed SSH log-ins in 10 min, threshold 20: automatic block for 30 min (fourth offence).',
      ),
    );
  });

  test('invariant 8: is not counted when a person undid it, and is asked about after that, with who did it', async () => {
    world = await startWorld({ policy: POLICY });
    await attackAndBlock('203.0.113.41');
    await world.command('unblock 203.0.113.41');
    await world.alert('203.0.113.41', over);
    await until(async () => expect(wordsOf(await world.card('203.0.113.41'))).toContain('Block 203.0.113.41?'));

    expect(wordsOf(await world.card('203.0.113.41'))).toMatch(/Unblocked {2}by .*U_ANALYST/);
    await world.advance(90);
    await world.tick();
    await attackAndBlock('203.0.113.41');
    expect(await minutesOf('203.0.113.41')).toBe(10);
  });

  test('who goes on while blocked is blocked anew from then, once in a window; a person’s block ends when they said', async () => {
    world = await startWorld({ policy: POLICY });
    await attackAndBlock('203.0.113.42');
    const end = async () => Date.parse((await world.block('203.0.113.42'))?.until ?? '');
    const first = await end();
    await world.alert('203.0.113.42', over);
    await world.tick();
    expect(await end()).toBe(first);

    await world.command('block 203.0.113.43 9m');
    const byHand = (await world.block('203.0.113.43'))?.until;
    await world.restart(POLICY.replace('block: 10m', 'block: 25m, window: 5m'));
    await world.advance(6 * 60);
    await world.alert('203.0.113.42', over);
    await world.alert('203.0.113.43', over);
    await until(async () => expect(await end()).toBeGreaterThan(first + 10 * MINUTE));
    const grown = await end();
    await world.alert('203.0.113.42', over);
    await world.tick();

    expect(await end()).toBe(grown);
    expect(await world.story('203.0.113.42')).toContain('extend by rule:ssh-bruteforce');
    expect((await world.block('203.0.113.43'))?.until).toBe(byHand);
    expect((await world.block('203.0.113.42'))?.claims).toHaveLength(1);
  });

  test('the end is by chance a little earlier than the policy’s length, never later', async () => {
    world = await startWorld({ policy: POLICY.replace('jitter: 0', 'jitter: 0.5').replace('10m', '10h') });
    const lengths = new Set<number>();
    for (const last of [50, 51, 52, 53]) {
      const address = `203.0.113.${last}`;
      await attackAndBlock(address);
      const { actions } = await world.state();
      const at = actions.findLast((action) => action.kind === 'block' && action.address === `${address}/32`)?.at ?? '';
      const length = Date.parse((await world.block(address))?.until ?? '') - Date.parse(at);
      lengths.add(length);
      expect(length).toBeGreaterThanOrEqual(300 * MINUTE);
      expect(length).toBeLessThanOrEqual(600 * MINUTE);
    }
    expect(lengths.size).toBeGreaterThan(1);
  });
});
