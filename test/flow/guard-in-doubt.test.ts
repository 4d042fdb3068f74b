import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buttonsOf, told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

const DAY_S = 86_400;
const proven = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };
const notices = async () =>
  (await world.state()).messages
    .filter((message) => message.metadata?.event_payload.card.startsWith('never-block-'))
    .map(({ text }) => text);

describe('invariant 4: a never-block list that could not be read for a day', () => {
  test('stops automatic blocks, is told once with when it was read and what to do, and once when it works again', async () => {
    await world.faults({ ec2: { errorRate: 1, code: 'UnauthorizedOperation' } });
    const { now } = await world.state();
    await world.advance(DAY_S + 60);
    await world.tick();
    await world.tick();

    await until(async () => expect(await notices()).toHaveLength(1));
    const [words] = await notices();
    expect(words).toContain('Nothing is blocked automatically any more');
    expect(words).toContain(`was last read ${now.slice(0, 13).replace('T', ' ')}`);
    expect(words).toContain('it lacks ec2:DescribeVpcs');
    await world.alert('203.0.113.9', proven);
    await world.tick();
    const card = await world.card('203.0.113.9');
    expect(wordsOf(card)).toContain('the never-block list is older than a day');
    expect(buttonsOf(card)).toContain('block');

    await world.faults({});
    await world.tick();
    await world.tick();

    await until(async () => expect(await notices()).toHaveLength(2));
    expect((await notices())[1]).toContain('Automatic blocking goes on');
    await world.alert('203.0.113.10', proven);
    await until(async () => expect(await world.denies()).toEqual(['203.0.113.10/32']));
  });

  test('keeps no person from blocking', async () => {
    await world.faults({ ec2: { errorRate: 1, code: 'UnauthorizedOperation' } });
    await world.advance(DAY_S + 60);
    await world.tick();
    await world.faults({});

    expect(told(await world.command('block 203.0.113.9 1h'))).toContain('Blocking 203.0.113.9');
    await until(async () => expect(await world.denies()).toEqual(['203.0.113.9/32']));
  });
});
