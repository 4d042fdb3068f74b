import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { told } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.faults({}));
afterAll(() => world.end());

describe.each([
  ['down', { down: true }],
  ['refusing', { errorRate: 1, code: 'InternalServerError' }],
  ['without the table', { errorRate: 1, code: 'ResourceNotFoundException' }],
])('invariant 1: while DynamoDB is %s', (how, fault) => {
  const last = how.length;

  test('an alert is answered 503 with when to try again, and counts once when it is', async () => {
    const body = { aism_ip: `203.0.113.${last}`, aism_rule: 'ssh-bruteforce', _id: how };
    await world.faults({ dynamodb: fault });

    const answer = await world.post(body);

    expect(answer).toMatchObject({ status: 503, body: { error: expect.any(String), message: expect.any(String) } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await world.post('not usable')).status).toBe(503);
    await world.faults({});
    expect((await world.post(body)).status).toBe(202);
    expect((await world.post(body)).status).toBe(202);
    await world.card(`203.0.113.${last}`);
    await world.tick();
    expect(await world.story(`203.0.113.${last}`)).toEqual(['alert by rule:ssh-bruteforce']);
  });

  test('invariant 9: a click and a command are answered what is known, and nothing was stored', async () => {
    const address = `198.51.100.${last}`;
    await world.alert(address);
    const { ts } = await world.card(address);
    await world.faults({ dynamodb: fault });

    const clicked = await world.click(ts, 'block');
    const typed = await world.command(`block ${address} 1h`);

    for (const delivery of [clicked, typed]) {
      expect(delivery.status).toBe(200);
      // Of a connection that was cut nobody knows what came of it.
      expect(told(delivery)).toMatch(how === 'down' ? /may have been stored or not/ : /nothing was stored/);
    }
    await world.faults({});
    await world.tick();
    expect(await world.block(address)).toBeUndefined();
    expect(await world.denies()).not.toContain(`${address}/32`);
    await world.click(ts, 'block');
    expect(await world.denies()).toContain(`${address}/32`);
  });

  test('who only looks is told so, not that something was perhaps not done', async () => {
    await world.faults({ dynamodb: fault });

    const answer = told(await world.command('list'));

    expect(answer).toBe(
      'The ledger (DynamoDB) does not answer now. What is blocked stays blocked. Please look again in a minute.',
    );
  });

  test('healthz says that it is not ready and why', async () => {
    await world.tick();
    const healthz = () => fetch(new URL('/healthz', world.facts.page));
    expect((await healthz()).status).toBe(200);
    await world.faults({ dynamodb: fault });

    const answer = await healthz();

    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ live: true, ready: false, why: [expect.any(String)] });
  });
});

test('invariant 1: after a short outage what was taken is worked without waiting for the tick', async () => {
  await world.faults({ dynamodb: { latencyMs: 150 } });
  await world.alert('203.0.113.200');
  await world.faults({ dynamodb: { down: true } });
  await until(async () => expect(world.logged.join('')).toContain('working the inbox failed'));

  await world.faults({});

  await world.card('203.0.113.200');
});

test('a DynamoDB that throttles every fifth call loses and doubles nothing', async () => {
  const all = Array.from({ length: 3 }, (_, index) => `203.0.113.${100 + index}`);
  await world.faults({ dynamodb: { errorRate: 0.2 } });
  const answers = await Promise.all(
    all.map((address) => world.post({ aism_ip: address, aism_rule: 'ssh-bruteforce', _id: address })),
  );
  const taken = all.filter((_, index) => answers[index]?.status === 202);
  for (const address of taken.slice(0, 1))
    await world.sandbox('command', { text: `block ${address} 1h`, user: 'U_LEAD', waitMs: 0 });
  await world.faults({});
  await world.tick();
  await world.tick();

  for (const address of taken)
    expect((await world.story(address)).filter((action) => action.startsWith('alert'))).toHaveLength(1);
  expect(taken.length).toBeGreaterThan(0);
  const { blocks } = await world.state();
  const wished = blocks.filter((block) => block.state !== 'lifted').map((block) => block.address);
  await until(async () => expect([...(await world.denies())].sort()).toEqual([...wished].sort()));
});
