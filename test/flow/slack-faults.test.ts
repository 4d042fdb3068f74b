import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buttonsOf, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };

describe('while Slack is down', () => {
  test('alerts are taken and blocked all the same, and the card comes with the tick after, once', async () => {
    await world.faults({ slack: { down: true } });
    await world.alert('203.0.113.1', OVER);
    await world.alert('203.0.113.1', OVER);
    await until(async () => expect(await world.denies()).toContain('203.0.113.1/32'));
    await world.tick();
    expect(await world.cards('203.0.113.1')).toEqual([]);

    await world.faults({});
    await world.tick();
    await world.tick();

    const cards = await world.cards('203.0.113.1');
    expect(cards).toHaveLength(1);
    expect(wordsOf(cards[0])).toContain('Blocked 203.0.113.1');
  });

  test('a click counts though nobody can be answered, and the card tells it after', async () => {
    await world.alert('203.0.113.2');
    const { ts } = await world.card('203.0.113.2');
    await world.faults({ slack: { down: true } });

    const clicked = await world.sandbox('click', { ts, action_id: 'block', user: 'U_ANALYST', waitMs: 300 });

    expect(clicked.body).toMatchObject({ status: 200 });
    await until(async () => expect(await world.denies()).toContain('203.0.113.2/32'));
    expect(buttonsOf(await world.card('203.0.113.2'))).toContain('block');
    await world.faults({});
    await world.tick();
    expect(await world.cards('203.0.113.2')).toHaveLength(1);
    expect(wordsOf(await world.card('203.0.113.2'))).toContain('Blocked 203.0.113.2');
  });
});

describe('invariant 2: when Slack did it and answered an error', () => {
  test('there is no second card', async () => {
    await world.faults({ slack: { errorRate: 1, code: 'fatal_error' } });
    await world.alert('203.0.113.3');
    await until(async () => expect(await world.cards('203.0.113.3')).toHaveLength(1));
    await world.tick();
    await world.tick();

    await world.faults({});
    await world.tick();
    await world.alert('203.0.113.3', OVER);
    await until(async () => expect(wordsOf(await world.card('203.0.113.3'))).toContain('Blocked'));

    expect(await world.cards('203.0.113.3')).toHaveLength(1);
  });

  test('nothing is said twice below the card', async () => {
    await world.alert('203.0.113.4');
    const { ts } = await world.card('203.0.113.4');
    const below = async () =>
      (await world.state()).messages.filter((message) => message['thread_ts'] === ts && message.ts !== ts);
    await world.faults({ slack: { errorRate: 1, code: 'fatal_error' } });
    await world.alert('203.0.113.4', OVER);
    await world.tick();

    await world.faults({});
    await world.tick();
    await world.tick();

    await until(async () => expect(await below()).toHaveLength(1));
    await world.tick();
    expect(await below()).toHaveLength(1);
  });
});

describe.each(['ratelimited', 'internal_error', '503'])('when Slack refuses with %s', (code) => {
  test('the card comes after, once', async () => {
    const address = `198.51.100.${code.length}`;
    await world.faults({ slack: { errorRate: 1, code } });
    await world.alert(address);
    await world.tick();
    expect(await world.cards(address)).toEqual([]);

    await world.faults({});
    await world.tick();

    await until(async () => expect(await world.cards(address)).toHaveLength(1));
  });
});

test('a slow Slack does not make the webhook or a click slow', async () => {
  await world.alert('203.0.113.4');
  const { ts } = await world.card('203.0.113.4');
  await world.faults({ slack: { latencyMs: 1000 } });

  const start = performance.now();
  await world.alert('203.0.113.5');
  expect(performance.now() - start).toBeLessThan(900);
  const clicked = await world.sandbox('click', { ts, action_id: 'block', user: 'U_ANALYST', waitMs: 0 });

  expect(clicked.body).toMatchObject({ status: 200 });
  expect(Number((clicked.body as { ms: number }).ms)).toBeLessThan(900);
});
