import { afterEach, beforeEach, expect, test } from 'vitest';
import { BUTTONS, buttonsOf, told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };

const say = async (text: string, user?: string) => told(await world.command(text, user));

async function notices(words: string | RegExp): Promise<string[]> {
  return (await world.state()).messages.map(({ text }) => text).filter((text) => text.match(words));
}

test('a pause: attackers are asked about, what is blocked stays, the channel is told who, until when and why', async () => {
  await world.alert('203.0.113.1', OVER);
  await until(async () => expect(await world.denies()).toEqual(['203.0.113.1/32']));

  expect(await say('pause 2h we test <!channel> & move')).toContain('Automatic blocking is paused until <!date');
  await world.alert('203.0.113.2', OVER);
  const card = await world.card('203.0.113.2');

  expect(wordsOf(card)).toContain('a person paused automatic blocking until');
  expect(wordsOf(card)).not.toMatch(/\d{4}-\d\d-\d\dT/);
  expect(buttonsOf(card)).toEqual(BUTTONS.ask);
  expect(await world.denies()).toEqual(['203.0.113.1/32']);
  const told = await until(async () => {
    const found = await notices('paused automatic blocking until');
    expect(found.length).toBeGreaterThan(0);
    return found.filter((text) => text.startsWith(':pause_button:'));
  });
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('<@U_ANALYST>');
  expect(told[0]).toContain('we test &lt;!channel&gt; &amp; move');
  // A person may still block.
  await world.click(card.ts, 'block');
  expect(await world.denies()).toContain('203.0.113.2/32');
});

test('it ends by itself, by time and before any tick, and the tick tells so once', async () => {
  await say('pause 10m');
  await world.advance(599);
  await world.alert('203.0.113.3', OVER);
  expect(wordsOf(await world.card('203.0.113.3'))).toContain('paused');
  await world.advance(2);
  await world.alert('203.0.113.4', OVER);
  await until(async () => expect(await world.denies()).toContain('203.0.113.4/32'));

  await world.tick();
  await world.tick();

  await until(async () => expect(await notices('pause of automatic blocking by <@U_ANALYST> is over')).toHaveLength(1));
  const { actions } = await world.state();
  const own = actions.filter(({ address }) => address === 'automatic blocking');
  expect(own.map(({ kind, actor }) => `${kind} by ${actor}`)).toEqual(['pause by U_ANALYST', 'resume by aism']);
});

test('without a duration it lasts until somebody resumes it, and said twice it is one', async () => {
  expect(await say('pause')).toContain('until somebody says `/aism resume`');
  expect(await say('pause', 'U_LEAD')).toContain('already paused by <@U_ANALYST>');
  expect(await say('pause 1h')).toContain('Nothing changed');
  await world.advance(40 * 86_400);
  await world.tick();
  await world.alert('203.0.113.5', OVER);
  expect(wordsOf(await world.card('203.0.113.5'))).toContain('paused');

  expect(await say('resume')).toContain('goes on');
  expect(await say('resume')).toContain('Nothing changed');
  await world.alert('203.0.113.6', OVER);
  await until(async () => expect(await world.denies()).toContain('203.0.113.6/32'));
  await world.tick();
  expect(await notices(':pause_button:')).toHaveLength(1);
  expect(await notices(':arrow_forward:')).toHaveLength(1);
});

test('it may be lengthened, not shortened', async () => {
  await say('pause 1h');
  expect(await say('pause 30m')).toContain('Nothing changed');
  expect(await say('pause 3h longer')).toContain('The pause now lasts');
  await world.advance(2 * 3600);
  await world.tick();
  await world.alert('203.0.113.7', OVER);
  expect(wordsOf(await world.card('203.0.113.7'))).toContain('paused');
});

test.each([
  ['pause 30s', 'shortest pause is 1 minute'],
  ['pause 4x', 'no duration'],
])('%s is answered with what to write', async (text, answer) => {
  expect(await say(text)).toContain(answer);
  await world.alert('203.0.113.8', OVER);
  await until(async () => expect(await world.denies()).toContain('203.0.113.8/32'));
});

test('who may not is told so; a pause outlives a stop; list, check, stats and the home tab say it', async () => {
  expect(await say('pause', 'U_STRANGER')).toContain('may not');
  await say('pause 5h the new proxy');
  await world.restart();

  for (const command of ['list', 'check 203.0.113.9', 'why 203.0.113.9'])
    expect(await say(command, 'U_STRANGER')).toMatch(
      /Automatic blocking is paused by <@U_ANALYST> .*because: the new proxy/,
    );
  expect(await say('stats', 'U_STRANGER')).toContain('Automatic blocking was paused once');
  await world.home();
  expect(JSON.stringify((await world.state()).views)).toContain('the new proxy');
  expect(await say('resume', 'U_STRANGER')).toContain('may not');
  await say('resume');
  expect(await say('list')).toBe('Nothing is blocked.');
});
