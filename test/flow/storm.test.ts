import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Delivery, type Message, told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

/** So few that a dozen attackers are a storm; and rules that never block by themselves. */
const POLICY = [
  'storm: {cards: 3}',
  'guard: [198.51.100.240/28]',
  'rules:',
  '  - match: storm-*',
  '    auto: never',
].join('\n');
/** How many attackers a storm of these tests has. */
const MANY = 14;

let world: World;
beforeAll(async () => {
  world = await startWorld({ policy: POLICY });
}, 60_000);
afterAll(() => world.end());

async function attack(address: string, alerts = 1, rule = 'storm-ssh'): Promise<void> {
  for (let alert = 0; alert < alerts; alert += 1) await world.alert(address, { aism_rule: rule });
}

/** Many attackers of one network, of which the one with the number n did n things. */
async function storm(network: string): Promise<void> {
  for (let host = 1; host <= MANY; host += 1) await attack(`${network}.${host}`, host > 10 ? host : 1);
  await until(async () => {
    await look();
    expect(wordsOf(await newest())).toContain(`${network}.${MANY} `);
    expect(wordsOf(await newest())).toContain(`${network}.11 `);
  });
}

/** Lets the digest be drawn anew. */
async function look(): Promise<void> {
  await world.advance(13);
  await world.tick();
}

/** Lets the storm pass: two quiet minutes, and one more look. */
async function calm(): Promise<void> {
  for (const seconds of [13, 121, 61]) {
    await world.advance(seconds);
    await world.tick();
  }
}

async function digests(): Promise<Message[]> {
  const { messages } = await world.state();
  return messages.filter((each) => each.metadata?.event_payload.card.startsWith('storm|'));
}

async function newest(): Promise<Message> {
  const found = (await digests()).at(-1);
  if (!found) throw new Error('there is no digest');
  return found;
}

async function cardsOf(network: string): Promise<Message[]> {
  const { messages } = await world.state();
  return messages.filter((each) => each.metadata?.event_payload.card.startsWith(`${network}.`));
}

/** The modal that this person has open, as it stands at last. */
async function modal(user: string, text: string): Promise<Message & { id: string }> {
  return until(async () => {
    const view = (await world.state()).views.findLast((each) => each.user === user && each['type'] === 'modal');
    expect(JSON.stringify(view)).toContain(text);
    return view as unknown as Message & { id: string };
  });
}

const inModal = (view: { id: string }, action_id: string, value?: string, user = 'U_STRANGER') =>
  world.sandbox('click', { view_id: view.id, action_id, user, ...(value === undefined ? {} : { value }) });

describe('a storm', { timeout: 60_000 }, () => {
  test('is one digest, true to the number; single cards stop, and nothing is lost', async () => {
    await storm('203.0.113');
    const cards = await cardsOf('203.0.113');
    // Those that came before so many came.
    expect(cards.length).toBeLessThanOrEqual(4);
    const digest = await newest();
    expect(wordsOf(digest)).toContain(`Storm: ${MANY - cards.length} attackers`);
    expect(wordsOf(digest)).toContain(`${MANY - cards.length} asked about`);
    expect(wordsOf(digest)).toContain('203.0.113.14  14  asked about');
    expect(await digests()).toHaveLength(1);
    const asks = told(await world.command('list asks', 'U_STRANGER'));
    for (let host = 1; host <= MANY; host += 1) expect(asks).toContain(`203.0.113.${host} `);
    expect(told(await world.command('list', 'U_STRANGER'))).toContain('A storm goes on');
  });

  test('goes on over a restart with the same digest', async () => {
    const { ts } = await newest();
    await world.restart();
    await attack('203.0.113.99', 40);
    await until(async () => {
      await look();
      expect(wordsOf(await newest())).toContain('203.0.113.99');
    });
    expect((await digests()).map((each) => each.ts)).toEqual([ts]);
    expect(await world.cards('203.0.113.99')).toEqual([]);
  });

  test('leaves what a person does a card of its own', async () => {
    await world.command('block 192.0.2.77 1h by hand');
    expect(wordsOf(await world.card('192.0.2.77'))).toContain('192.0.2.77');
    expect(await world.cards('203.0.113.99')).toEqual([]);
  });

  test('shows never-blocked attackers, and its button leaves them alone', async () => {
    await attack('198.51.100.241', 60);
    await until(async () => {
      await look();
      expect(wordsOf(await newest())).toMatch(/198\.51\.100\.241 +60 +never blocked/);
    });
    expect(JSON.stringify((await newest()).blocks?.at(-1))).not.toContain('198.51.100.241');
  });

  test('a stranger may not block its worst, but see all', async () => {
    const { ts } = await newest();
    expect(told(await world.click(ts, 'block-top', 'U_STRANGER'))).toContain('You may not do that.');
    expect(await world.block('203.0.113.99')).toBeUndefined();
    await world.click(ts, 'show-all', 'U_STRANGER');
    const first = await modal('U_STRANGER', '203.0.113.99');
    expect(JSON.stringify(first)).toContain('198.51.100.241');
    const refused = await inModal(first, 'block-row', buttonValue(first, '203.0.113.99'));
    expect(refused.status).toBe(200);
    await modal('U_STRANGER', 'You may not do that.');
    expect(await world.block('203.0.113.99')).toBeUndefined();
  });

  test('invariant 2: two people block its ten worst at once, and a third time: ten blocks', async () => {
    await world.command('allow 203.0.113.12 1h our scanner', 'U_LEAD');
    const { ts } = await newest();
    const both = await Promise.all([world.click(ts, 'block-top'), world.click(ts, 'block-top', 'U_LEAD')]);
    const again = told(await world.click(ts, 'block-top', 'U_LEAD'));
    const texts = both.map((each: Delivery) => told(each));
    // Each of them is told what was done by whom, and what was refused.
    for (const text of [...texts, again]) expect(text).toContain('203.0.113.12 is on the allowlist');
    expect(again).toContain('Nothing changed.');
    expect(again).toContain('203.0.113.99 is already blocked by <@U_');
    const { blocks } = await world.state();
    const own = blocks.filter((each) => each.address.startsWith('203.0.113.'));
    expect(own).toHaveLength(9);
    expect(own.map((each) => each.claims.length)).toEqual(Array(9).fill(1));
    const story = await world.story('203.0.113.99');
    expect(story.filter((each) => each.startsWith('block by'))).toHaveLength(1);
    // No ten cards: the digest shows them.
    expect(await world.cards('203.0.113.99')).toEqual([]);
    await until(async () => {
      await look();
      expect(wordsOf(await newest())).toMatch(/203\.0\.113\.99 +40 +blocked/);
    });
    expect(told(await world.command('unblock 203.0.113.99'))).toContain('Unblocking 203.0.113.99');
  });

  test('is over when few came for two minutes, and the next alert of whoever still asks opens its card', async () => {
    await calm();
    await until(async () => expect(wordsOf(await newest())).toContain('The storm is over'));
    const address = '203.0.113.99';
    expect(await world.cards(address)).toEqual([]);
    await attack(address);
    expect(wordsOf(await world.card(address))).toContain(`Block ${address}?`);
    expect(await digests()).toHaveLength(1);
  });

  test('may come again: with a digest of its own, counted anew', async () => {
    await world.advance(120);
    await storm('203.0.114');
    const [first, second] = await digests();
    expect(wordsOf(first)).toContain('The storm is over');
    expect(wordsOf(second)).not.toContain('203.0.113.');
    expect(await digests()).toHaveLength(2);
  });

  test('invariant 10: nasty names are only text, on the digest and in its list', async () => {
    const nasty = 'storm-#|*bold* <!channel> `x` <http://evil.example|click>';
    await attack('203.0.114.200', 90, nasty);
    await until(async () => {
      await look();
      expect(wordsOf(await newest())).toContain('203.0.114.200');
    });
    const digest = await newest();
    const raw = JSON.stringify(digest.blocks);
    expect(raw).toContain('<!channel>');
    expect(raw).not.toContain('"mrkdwn"');
    expect(digest.text).not.toContain('<');
    await world.click(digest.ts, 'show-all', 'U_ANALYST');
    const view = await modal('U_ANALYST', '203.0.114.200');
    expect(JSON.stringify(view)).not.toContain('"mrkdwn"');
    expect(told(await world.command('list asks'))).toContain('&lt;!channel&gt;');
    await inModal(view, 'block-row', buttonValue(view, '203.0.114.200'), 'U_ANALYST');
    await modal('U_ANALYST', 'Blocking 203.0.114.200 until');
    expect((await world.block('203.0.114.200'))?.by).toBe('U_ANALYST');
  });

  test('one address under very many rules is one attacker', async () => {
    for (let rule = 0; rule < 40; rule += 1) await attack('203.0.114.201', 1, `storm-${rule}#${rule}`);
    // A record keeps the last twenty episodes; each alert is among the actions.
    await until(async () => expect((await world.story('203.0.114.201')).length).toBeGreaterThanOrEqual(40));
    await look();
    expect(wordsOf(await newest())).toMatch(/203\.0\.114\.201 +20 +asked about/);
    expect(await world.cards('203.0.114.201')).toEqual([]);
    await world.click((await newest()).ts, 'show-all', 'U_LEAD');
    const first = await modal('U_LEAD', '1 to 15 of');
    await inModal(first, 'page-next', undefined, 'U_LEAD');
    const second = await modal('U_LEAD', '16 to ');
    await inModal(second, 'page-previous', undefined, 'U_LEAD');
    const back = await modal('U_LEAD', '1 to 15 of');
    expect(rowsOf(back)).toEqual(rowsOf(first));
    expect(rowsOf(second).filter((row) => rowsOf(first).includes(row))).toEqual([]);
  });
});

function rowsOf(view: Message): string[] {
  return (view.blocks ?? []).flatMap((block) => {
    const id = String(block['block_id'] ?? '');
    return id.startsWith('row-') ? [id] : [];
  });
}

/** What the Block button in an address's row carries. */
function buttonValue(view: Message, address: string): string {
  const blocks = view.blocks as ReadonlyArray<{ block_id?: string; accessory?: { value?: string } }> | undefined;
  const row = blocks?.find((block) => block.block_id?.startsWith(`row-${address}/`));
  if (row?.accessory?.value === undefined) throw new Error(`there is no button in a row of ${address}`);
  return row.accessory.value;
}
