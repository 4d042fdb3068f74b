import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { told } from '../support/sandbox-state.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.faults({}));
afterAll(() => world.end());

test('invariant 9: who does something in vain at a DynamoDB that is too slow is not told more than is known', async () => {
  await world.alert('203.0.113.9');
  const { ts } = await world.card('203.0.113.9');
  await world.faults({ dynamodb: { latencyMs: 1000 } });

  const typed = await world.sandbox('command', { text: 'block 203.0.113.9', user: 'U_ANALYST', waitMs: 12_000 });
  const clicked = await world.sandbox('click', { ts, action_id: 'block', user: 'U_ANALYST', waitMs: 12_000 });

  for (const answer of [typed, clicked]) {
    expect(answer.text).toMatch(/may have been stored or not/);
    expect(answer.text).not.toMatch(/nothing was stored/);
  }
  await world.faults({});
  expect(told(await world.command('block 203.0.113.9'))).toMatch(/^(Blocking|203\.0\.113\.9 is already)/);
});

test('the sandbox stops though callers hung up while they waited', { timeout: 10_000 }, async () => {
  await world.faults({ dynamodb: { latencyMs: 1000 } });
  await world.command('list');
  await world.faults({});

  await world.restart();

  expect((await world.command('list')).status).toBe(200);
});
