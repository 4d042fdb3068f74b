import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buttonsOf, type Message, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ policy: 'mentions: {critical: S0ONCALL}\n' });
});
afterEach(() => world.faults({}));
afterAll(() => world.end());

const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };

/** What was said below a card: in its thread alone, and to the channel as well. */
async function below(address: string): Promise<{ thread: Message[]; heard: Message[] }> {
  const cards = new Set((await world.cards(address)).map(({ ts }) => ts));
  const { messages } = await world.state();
  const replies = messages.filter(({ ts, thread_ts: root }) => cards.has(String(root)) && root !== ts);
  const isHeard = (message: Message) => message['subtype'] === 'thread_broadcast';
  return { thread: replies.filter((each) => !isHeard(each)), heard: replies.filter(isHeard) };
}

/** So much later, when everything that was due is done. */
async function later(seconds: number): Promise<void> {
  await world.advance(seconds);
  await world.tick();
}

async function click(address: string, action: string): Promise<void> {
  await world.click((await world.card(address)).ts, action);
}

describe("a card's thread", () => {
  test('has nothing while the card says it all, then each decision with what became of it, in one reply', async () => {
    const address = '203.0.113.1';
    await world.alert(address);
    await world.card(address);
    await later(60);
    expect(await below(address)).toEqual({ thread: [], heard: [] });

    await click(address, 'block');
    await until(async () => expect(wordsOf(await world.card(address))).toContain('Blocked 203.0.113.1'));
    await later(5);
    const [first, ...more] = (await below(address)).thread;
    expect(more).toEqual([]);
    expect(wordsOf(first)).toMatch(/Block by U_ANALYST.*blocked until .*: 1 event in 10 min/s);
    expect(wordsOf(first)).toMatch(/Denied by the firewall \(active, rule \d+\): acl-/);

    await click(address, 'undo');
    await until(async () => expect(wordsOf(await world.card(address))).toContain('Unblocked 203.0.113.1'));
    await later(5);
    const replies = (await below(address)).thread;
    expect(replies).toHaveLength(2);
    expect(wordsOf(replies[1])).toContain('Unblock by U_ANALYST');
    expect(wordsOf(replies[1])).toContain('Let through again by the firewall');
    expect(replies[1]?.text).toMatch(/^What happened about 203\.0\.113\.1: 2 entries, the last: let through again/);
    expect((await below(address)).heard).toEqual([]);
  });

  test('tells of many alerts in one line, and the end of a block', async () => {
    const address = '203.0.113.2';
    await world.alert(address);
    await world.card(address);
    for (let count = 0; count < 3; count += 1) await world.alert(address);
    await world.tick();
    await later(46);
    const [reply, ...more] = (await below(address)).thread;
    expect(more).toEqual([]);
    expect(wordsOf(reply)).toContain('3 alerts, asked');

    await click(address, 'block');
    await until(async () => expect(wordsOf(await world.card(address))).toContain('Blocked'));
    await later(3700);
    await later(5);
    const said = (await below(address)).thread.map(wordsOf).join('\n');
    expect(said).toContain('Block ended');
    expect(said).not.toContain('4 alerts');
  });
});

describe('what must be heard', () => {
  test('a new card that was blocked automatically is heard by itself, and below it where somebody is to be mentioned', async () => {
    await world.alert('203.0.113.3', OVER);
    await world.alert('203.0.113.4', { ...OVER, aism_severity: 'critical' });
    await until(async () => expect((await below('203.0.113.4')).heard).toHaveLength(1));
    await world.card('203.0.113.3');

    const [shout] = (await below('203.0.113.4')).heard;
    expect(shout?.text).toMatch(
      /^<!subteam\^S0ONCALL> Block(?:ed|ing) 203\.0\.113\.4 for [\dhmin ]+: 25 failed SSH log-ins in 10 min\. Undo\?$/,
    );
    expect((await below('203.0.113.3')).heard).toEqual([]);
  });

  test('a block that does not work, once, until it works', async () => {
    const address = '203.0.113.5';
    await world.alert(address);
    await world.card(address);
    await world.faults({ ec2: { errorRate: 1, code: 'UnauthorizedOperation' } });
    await click(address, 'block');
    await until(async () => expect((await below(address)).heard).toHaveLength(1));
    await later(61);
    await later(61);
    const [shout, ...more] = (await below(address)).heard;
    expect(more).toEqual([]);
    expect(shout?.text).toMatch(/^203\.0\.113\.5 is NOT blocked: .+ AISM tries again every minute\.$/);

    await world.faults({});
    await world.tick();
    await until(async () => expect(wordsOf(await world.card(address))).toContain('Blocked 203.0.113.5'));
    expect((await below(address)).heard).toHaveLength(1);
  });

  test('below a card that was deleted it is said by a new card', async () => {
    const address = '203.0.113.6';
    await world.alert(address);
    const { ts, ...card } = await world.card(address);
    await world.slack.chat.delete({ channel: String(card['channel']), ts });
    await world.tick();
    expect(await world.cards(address)).toEqual([]);

    await world.alert(address, OVER);

    await until(async () => expect(wordsOf(await world.card(address))).toContain('Blocked 203.0.113.6'));
    expect(await world.cards(address)).toHaveLength(1);
    expect(buttonsOf(await world.card(address))).toContain('undo');
  });
});
