import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buttonsOf, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.faults({}));
afterAll(() => world.end());

test.each([
  ['is down', { down: true }, /no answer/],
  ['has not the app in the channel', { errorRate: 1, code: 'not_in_channel' }, /invite the app/],
])(
  'while Slack %s everything is kept: acts count, then one edit tells the latest and new cards come in order',
  async (_, fault, advice) => {
    const part = advice.source.length;
    const [stands, one, two] = [`203.0.113.${part}`, `198.51.100.${part}`, `192.0.2.${part}`];
    await world.alert(stands);
    const { ts } = await world.card(stands);
    const inChannel = async () =>
      (await world.state()).messages.filter((each) => each.ephemeral_to === undefined).length;
    const count = await inChannel();
    await world.faults({ slack: fault });
    const logged = world.logged.length;

    await world.sandbox('click', { ts, action_id: 'block', user: 'U_ANALYST', waitMs: 0 });
    await until(async () => expect((await world.block(stands))?.state).toBe('active'));
    await world.command(`unblock ${stands}`);
    await until(async () => expect((await world.block(stands))?.state).toBe('lifted'));
    await world.alert(one);
    await world.tick();
    await world.alert(two);
    await world.tick();
    expect(await inChannel()).toBe(count);
    expect(world.logged.slice(logged).join('\n')).toMatch(advice);

    await world.faults({});
    await world.tick();
    await until(async () => expect((await world.cards(two)).length).toBe(1));
    const card = (await world.cards(stands))[0];
    expect(wordsOf(card)).toContain(`Unblocked ${stands}`);
    expect(buttonsOf(card)).toContain('block');
    const [first, second] = [await world.card(one), await world.card(two)];
    expect(Number(first.ts)).toBeLessThan(Number(second.ts));
  },
);
