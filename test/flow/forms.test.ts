import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Delivery, deliverySchema, told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ policy: 'guard: [203.0.113.99]\n' });
});
afterAll(() => world.end());

interface View {
  id: string;
  submit?: unknown;
}

/** The value of one choice of a card's menu. */
async function choice(address: string, label: string): Promise<string> {
  const text = JSON.stringify((await world.card(address)).blocks);
  const value = new RegExp(`"text":"${label}"[^{}]*},"value":"([^"]+)"`).exec(text)?.[1];
  if (value === undefined) throw new Error(`there is no choice "${label}" on ${text}`);
  return value;
}

async function viewOf(user: string): Promise<View> {
  return (await world.state()).views.findLast(
    (view) => view.user === user && view['type'] === 'modal',
  ) as unknown as View;
}

/** Opens a form and waits until it can be submitted, or says why not. */
async function open(address: string, label: string, user = 'U_ANALYST'): Promise<View> {
  const { ts } = await world.card(address);
  if (label === 'Override…') await world.click(ts, 'override', user);
  else await world.click(ts, 'more', user, await choice(address, label));
  return until(async () => {
    const view = await viewOf(user);
    expect(JSON.stringify(view)).not.toMatch(/Looking|One moment/);
    return view;
  });
}

async function submit({ id }: View, values: Record<string, string>, user = 'U_ANALYST'): Promise<Delivery> {
  return deliverySchema.parse((await world.sandbox('submit', { view_id: id, values, user })).body);
}

async function untilOf(address: string): Promise<number> {
  return (Date.parse((await world.block(address))?.until ?? '') - Date.parse((await world.state()).now)) / 3_600_000;
}

describe('Block 7 d or other…', () => {
  test('opens with 7 d chosen; a wrong time is an error at its input, and then it blocks for another, with a reason', async () => {
    await world.alert('203.0.113.1');
    const view = await open('203.0.113.1', 'Block 7 d or other…');
    expect(JSON.stringify(view)).toContain('"initial_option":{"text":{"type":"plain_text","text":"7 d"');

    const wrong = await submit(view, { duration: '7d', other: 'next week' });
    const short = await submit(view, { duration: '7d', other: '5s' });
    expect(JSON.stringify([wrong.ack, short.ack])).toMatch(/"other":.*is no duration.*"other":"One minute at least\."/);
    expect(await world.block('203.0.113.1')).toBeUndefined();
    const delivery = await submit(view, { duration: '7d', other: '3d', reason: 'scans <!channel> our shop' });

    expect(told(delivery)).toContain('Blocking 203.0.113.1 until');
    expect(delivery.responses).toEqual([expect.objectContaining({ ephemeral_to: 'U_ANALYST' })]);
    expect(await untilOf('203.0.113.1')).toBeCloseTo(72, 0);
    await until(async () => expect(wordsOf(await world.card('203.0.113.1'))).toContain('scans <!channel> our shop'));
  });

  test('refuses within the form who may not, and what is blocked already', async () => {
    await world.alert('203.0.113.3');
    expect(JSON.stringify(await open('203.0.113.3', 'Block 7 d or other…', 'U_STRANGER'))).toContain(
      'You may not do that',
    );
    const [value, { ts }] = [await choice('203.0.113.3', 'Block 7 d or other…'), await world.card('203.0.113.3')];
    const view = await open('203.0.113.3', 'Block 7 d or other…', 'U_LEAD');
    await world.command('block 203.0.113.3 1h');

    const late = await submit(view, { duration: '7d' }, 'U_LEAD');

    expect(told(late)).toContain('203.0.113.3 is already blocked by <@U_ANALYST>');
    expect(await untilOf('203.0.113.3')).toBeLessThan(2);
    expect((await viewOf('U_STRANGER')).submit ?? undefined).toBeUndefined();
    expect([value, ts]).toEqual([expect.stringContaining('block-form|7d|'), expect.any(String)]);
  });
});

test('Extend 7 d or other… puts the end off by so much', async () => {
  await until(async () => expect(wordsOf(await world.card('203.0.113.1'))).toContain('Blocked 203.0.113.1'));
  const view = await open('203.0.113.1', 'Extend 7 d or other…', 'U_LEAD');

  const delivery = await submit(view, { duration: '4h', reason: 'it comes back' }, 'U_LEAD');

  expect(told(delivery)).toContain('203.0.113.1 stays blocked until');
  expect(await untilOf('203.0.113.1')).toBeCloseTo(76, 0);
});

describe('Allow…', () => {
  test('has the address in it, wants a reason, checks the range without asking anybody, and exempts', async () => {
    await world.alert('203.0.113.5');
    const view = await open('203.0.113.5', 'Allow…');
    expect(JSON.stringify(view)).toContain('"initial_value":"203.0.113.5"');

    const wrong = await submit(view, { range: '203.0.113.5/33', duration: '7d', reason: 'ours' });
    const wide = await submit(view, { range: '203.0.0.0/8', duration: '7d', reason: 'ours' });
    expect(JSON.stringify([wrong.ack, wide.ack])).toMatch(/"range":.*"range":/);
    const delivery = await submit(view, { range: '203.0.113.4/31', duration: '7d', reason: 'our scanner' });

    expect(told(delivery)).toContain('203.0.113.4/31 is on the allowlist until');
    await until(async () => expect(wordsOf(await world.card('203.0.113.5'))).not.toContain('Block 203.0.113.5?'));
  });
});

describe('Override…', () => {
  test('tells why it is never blocked, proposes, and a card asks for the second person', async () => {
    await world.alert('203.0.113.99');
    const view = await open('203.0.113.99', 'Override…');
    expect(JSON.stringify(view)).toContain('203.0.113.99 is never blocked');

    const delivery = await submit(view, { duration: '1h', reason: 'taken over' });

    expect(told(delivery)).toContain('Somebody else must approve it');
    await until(async () =>
      expect(wordsOf(await world.card('203.0.113.99'))).toContain('Block 203.0.113.99 though it is never blocked?'),
    );
    const { ts } = await world.card('203.0.113.99');
    expect(told(await world.click(ts, 'approve', 'U_LEAD'))).toContain('Blocking 203.0.113.99');
  });

  test('is not for a stranger', async () => {
    const [guarded] = await world.cards('203.0.113.99');
    await world.click(guarded?.ts, 'why', 'U_STRANGER');
    await world.alert('198.51.100.201');
    expect(JSON.stringify(await open('198.51.100.201', 'Override…', 'U_STRANGER'))).toContain('You may not do that');
  });
});
