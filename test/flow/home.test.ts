import { afterAll, beforeAll, expect, test } from 'vitest';
import { told } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };
let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.end());

/** The person's Home tab as it stands, as one text. */
async function tab(user = 'U_ANALYST'): Promise<string> {
  const { views } = await world.state();
  return JSON.stringify(views.find((view) => view['type'] === 'home' && view['user'] === user));
}

/** The tab as the person sees it on opening it. */
async function opened(user = 'U_ANALYST'): Promise<string> {
  await world.home(user);
  return tab(user);
}

async function press(action_id: string, user = 'U_ANALYST', value?: string): Promise<string> {
  const { views } = await world.state();
  const view = views.find((each) => each['type'] === 'home' && each['user'] === user);
  await world.sandbox('click', { view_id: view?.['id'], action_id, user, ...(value === undefined ? {} : { value }) });
  return tab(user);
}

test('before anything happened it says so, and that no alert has ever come', async () => {
  const shown = await opened();

  expect(shown).toContain('Nothing is blocked, nothing waits');
  expect(shown).toContain('Mode *live*');
  expect(shown).toContain('No alert has ever come');
  expect(shown).toContain('0 of our rules, at most 20');
});

test('a question stands there until it is answered, a block with its Undo, and Undo is answered on the tab', async () => {
  await world.alert('203.0.113.1');
  const card = await world.card('203.0.113.1');
  // The way to the card is there once Slack has said where it stands.
  await until(async () => {
    const shown = await opened();
    expect(shown).toContain('1 open question');
    expect(shown).toContain(`https://slack.com/archives/${world.facts.channel}/p${card.ts.replace('.', '')}`);
  });
  expect(await tab()).toContain('The last alert from ElastAlert came');

  await world.click(card.ts, 'block');
  await until(async () => expect(await world.denies()).toContain('203.0.113.1/32'));
  await until(async () => expect(await opened()).toMatch(/"1 blocked".*1 of our rules/));
  expect(await tab()).not.toContain('open question');

  await press('undo', 'U_ANALYST', '203.0.113.1/32|home');
  await until(async () => expect(await world.denies()).toEqual([]));
  expect(await tab()).toContain('Unblocking 203.0.113.1');
  expect(await opened()).toContain('Nothing is blocked, nothing waits');
});

test('Pause and Resume there do what the commands do', async () => {
  await opened();
  expect(await press('pause')).toMatch(/Automatic blocking is paused until.*Resume/);
  await world.alert('203.0.113.2', OVER);
  expect(JSON.stringify(await world.card('203.0.113.2'))).toContain('paused');

  const after = await press('resume');
  expect(after).toContain('Automatic blocking goes on');
  expect(after).toContain('Pause 1 h');
  const { actions } = await world.state();
  const own = actions.filter(({ address }) => address === 'automatic blocking');
  expect(own.map(({ kind, actor }) => `${kind} by ${actor}`)).toEqual(['pause by U_ANALYST', 'resume by U_ANALYST']);
});

test('who may only look sees it all, without buttons and with the names of those who may', async () => {
  await world.command('block 203.0.113.3 4h by hand');
  await world.command('ignore 203.0.113.4 1d rule ssh-bruteforce');
  await world.command('allow 203.0.113.64/28 30d our scanners');
  const shown = await opened('U_STRANGER');

  expect(shown).toMatch(/203\.0\.113\.3\*.*by hand.*203\.0\.113\.4.*203\.0\.113\.64\/28.*our scanners/);
  expect(shown).toContain('You see how it stands. You may not do that. These may: <@U_ANALYST>, <@U_LEAD>');
  expect(shown).not.toContain('"button"');
});

test('a source that has sent and is silent is told of, there and in /aism list, until it is heard again', async () => {
  await world.advance(3 * 3600 + 60);
  expect(await opened()).toContain('Nothing from ElastAlert for 3 h');
  expect(told(await world.command('list'))).toContain(':warning: Nothing from ElastAlert for 3 h');

  await world.alert('203.0.113.5');
  expect(await opened()).not.toContain('Nothing from ElastAlert');
  expect(told(await world.command('list'))).not.toContain('Nothing from');
});

test('while DynamoDB is down it says so, and shows everything again when it is back', async () => {
  await opened();
  await world.faults({ dynamodb: { down: true } });
  const shown = await press('undo', 'U_ANALYST', '203.0.113.3/32|home');
  expect(shown).toMatch(/ot done: the ledger.*AISM cannot read its ledger now/);
  expect(shown).not.toContain('203.0.113.3');
  await world.faults({});

  await until(async () => expect(await press('home-page')).toContain('203.0.113.3'));
});
