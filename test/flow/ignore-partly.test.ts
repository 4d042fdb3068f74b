import { afterEach, beforeEach, expect, test } from 'vitest';
import { BUTTONS, buttonsOf, told } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ policy: 'guard: [203.0.113.7]\n' });
});
afterEach(() => world.end());

const say = async (text: string, user?: string) => told(await world.command(text, user));

test('of two silences one ends, and the card that the other is about does not ask again', async () => {
  await world.alert('203.0.113.1');
  await world.card('203.0.113.1');
  await say('ignore 203.0.113.1 1h rule ssh-bruteforce');
  await say('ignore 203.0.113.1 4h');

  const answer = await say('ignore remove 203.0.113.1 rule ssh-bruteforce');

  expect(answer).toContain('Ignored no longer: rule ssh-bruteforce for 203.0.113.1. Still ignored: every rule, until');
  await world.tick();
  expect(buttonsOf(await world.card('203.0.113.1'))).toEqual(BUTTONS.ignored);

  expect(await say('ignore remove 203.0.113.1')).toContain(
    'Ignored no longer: every rule for 203.0.113.1. The next alert asks again.',
  );
  await until(async () => expect(buttonsOf(await world.card('203.0.113.1'))).toEqual(BUTTONS.ask));
});

test.each(['ssh-bruteforce', 'rule'])('remove with "%s" behind the address ends nothing', async (word) => {
  await say('ignore 203.0.113.1 1h rule ssh-bruteforce');
  await say('ignore 203.0.113.1 4h');

  expect(await say(`ignore remove 203.0.113.1 ${word}`)).toContain(`What does "${word}" mean?`);

  expect(await say('ignore list')).toContain('*2 ignored*');
});

test('a card that waits for a second person goes on waiting, whatever is ignored', async () => {
  await say('override 203.0.113.7 1h taken over');
  await until(async () => expect(buttonsOf(await world.card('203.0.113.7'))).toEqual(BUTTONS.proposed));

  await say('ignore 203.0.113.7 1h');
  await world.tick();

  expect(buttonsOf(await world.card('203.0.113.7'))).toEqual(BUTTONS.proposed);
});
