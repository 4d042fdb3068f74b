import { afterAll, beforeAll, expect, test } from 'vitest';
import { buttonsOf, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ policy: 'mentions: {high: U_LEAD}\n' });
});
afterAll(() => world.end());

/** What the channel heard of questions that nobody answered. */
async function reminders(): Promise<string[]> {
  return (await world.state()).messages.map(({ text }) => text).filter((text) => /still open/i.test(text));
}

async function later(seconds: number): Promise<void> {
  await world.advance(seconds);
  await world.tick();
}

test('a card that nobody answered is told of after ten minutes, once, and not one that was answered', async () => {
  await world.alert('203.0.113.1');
  await world.alert('203.0.113.2');
  await world.click((await world.card('203.0.113.2')).ts, 'block');
  await world.card('203.0.113.1');
  await later(540);
  expect(await reminders()).toEqual([]);

  await later(70);
  await later(3600);

  expect(await reminders()).toEqual([
    '<@U_LEAD> Still open: block 203.0.113.1? 1 event in 10 min, asked 10 min ago. Nobody answered.',
  ]);
});

test('many at the same time are one message, and after a day each card says that nobody answered', async () => {
  const before = (await reminders()).length;
  const addresses = Array.from({ length: 4 }, (_, index) => `198.51.100.${index + 1}`);
  for (const address of addresses) await world.alert(address);
  for (const address of addresses) await world.card(address);
  await later(630);

  const [list = '', ...more] = (await reminders()).slice(before);
  expect(more).toEqual([]);
  expect(list).toMatch(/^<@U_LEAD> \*Still open: nobody answered 4 questions\*\n/);
  for (const address of addresses)
    expect(list).toMatch(new RegExp(`<https://slack\\.com/archives/C_SECURITY/p\\d+\\|Block ${address}\\?>`));

  await later(24 * 3600);
  await until(async () => expect(wordsOf(await world.card('198.51.100.1'))).toContain('Nobody answered'));
  const card = await world.card('198.51.100.1');
  expect(buttonsOf(card)).toEqual(expect.arrayContaining(['block', 'ignore']));
  expect(await world.story('198.51.100.1')).toContain('unanswered by aism');
  expect(await reminders()).toHaveLength(before + 1);

  await world.click(card.ts, 'block');
  await until(async () => expect(wordsOf(await world.card('198.51.100.1'))).toContain('Blocked 198.51.100.1'));
});
