import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Message } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

/** So few that a dozen attackers are a storm; and a rule that never blocks by itself. */
const POLICY = 'storm: {cards: 3}\nrules:\n  - match: storm-*\n    auto: never\n';
/** How many attackers a storm of these tests has. */
const MANY = 12;

describe('a storm of attackers', { timeout: 60_000 }, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ policy: POLICY });
  }, 60_000);
  afterAll(() => world.end());

  const attack = (address: string, events = 1, rule = 'storm-ssh') =>
    world.alert(address, { aism_rule: rule, num_events: events, attacker_count: events });
  const digests = async () =>
    (await world.state()).messages.filter((each) => each.metadata?.event_payload.card.startsWith('storm|'));
  const newest = async () => {
    const found = (await digests()).at(-1);
    if (!found) throw new Error('there is no digest');
    return found;
  };
  const textOf = (message: Message) => JSON.stringify(message.blocks);
  const isBelow = (message: Message, name: string) => textOf(message).includes(name);
  /** Lets a storm pass: two quiet minutes and one more look. */
  const calm = async () => {
    for (const seconds of [13, 121, 61]) {
      await world.advance(seconds);
      await world.tick();
    }
  };

  test('one digest tells of all, true to the number; single cards stop; nothing is lost', async () => {
    for (let host = 1; host <= MANY; host += 1) await attack(`203.0.113.${host}`);
    for (let more = 0; more < 3; more += 1) await attack('203.0.113.5', 1, 'storm-web');
    await until(async () => {
      await world.advance(13);
      await world.tick();
      const told = textOf(await newest());
      expect(told).toContain('by events');
      const cards = (await world.state()).messages.filter((each) =>
        /^203\./.test(each.metadata?.event_payload.card ?? ''),
      );
      // Some came before the storm did.
      expect(cards.length).toBeLessThan(MANY);
      expect(told).toContain(`Storm: ${MANY - cards.length} attackers`);
    });
    expect(await digests()).toHaveLength(1);
    const { ack } = await world.command('list asks');
    for (let host = 1; host <= MANY; host += 1) expect(ack).toContain(`203.0.113.${host} `);
    console.log((await newest()).text, textOf(await newest()).slice(0, 3000), ack);
  });
});
