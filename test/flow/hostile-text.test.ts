import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

const HOSTILE: Array<[what: string, text: string]> = [
  ['a call to the channel', 'x<!channel> <!here|now> @channel'],
  ['a mention', 'x<@U_LEAD> <@U_STRANGER> <!subteam^S_ONCALL>'],
  ['a link that lies', 'x<https://evil.example|Block 203.0.113.9>'],
  ['a bare link', 'https://evil.example/login'],
  ['back-ticks', '`x` ```y``` `<!channel>`'],
  ['mark-up', '*x* _y_ ~z~ > quote :skull: &lt;!channel&gt;'],
  ['a date', '<!date^0^{date}^https://evil.example|x>'],
  ['turned writing', 'root\u202egnp.exe\u2066 \u200f\u061c'],
  ['new lines', 'root\n\nApproved by U_LEAD\r\n\u2028\u0085\u000b*Unblocked*'],
  ['control characters', 'root\u0000\u0007\u001b[31m'],
  ['10,000 characters', 'r'.repeat(10_000)],
  ['a wall of emoji', '👩‍👩‍👧‍👦'.repeat(1000)],
  ['letters that look like others', 'ro\u043et \u0430dmin \uff21\uff29\uff33\uff2d g\u03bf\u03bfgle.com \u2024\u2044'],
  ['half a character', 'root\ud800'],
];

/** Every object in a message's blocks. */
function objectsIn(value: unknown): Array<Record<string, unknown>> {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(objectsIn)];
}

const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/;
const MARKUP = /<(!|@|#|http)/;

async function attack(address: string, text: string): Promise<void> {
  await world.alert(address, {
    aism_rule: text,
    user: { name: text },
    host: { name: text },
    message: text,
    url: { original: text, full: text },
    user_agent: { original: text },
    http: { request: { referrer: text } },
    kibana_discover_url: `javascript:${text}`,
    service: { name: text },
    event: { dataset: text, action: text },
    '@timestamp': text,
  });
}

describe("invariant 10: the attacker's text is only text", () => {
  test.each(HOSTILE)('%s, on the card and in what commands answer', async (_what, text) => {
    const address = `203.0.113.${10 + HOSTILE.findIndex(([, each]) => each === text)}`;
    await attack(address, text);

    const card = await world.card(address);
    const objects = objectsIn(card.blocks);
    expect(objects.filter(({ type }) => type === 'mrkdwn')).toEqual([]);
    const kinds = new Set(objects.map(({ type }) => type).filter((type) => type !== undefined));
    for (const kind of ['link', 'user', 'usergroup', 'broadcast', 'channel', 'image', 'emoji'])
      expect(kinds).not.toContain(kind);
    expect(objects.filter((object) => 'url' in object)).toEqual([]);
    expect(card.text).not.toMatch(MARKUP);
    expect(wordsOf(card)).not.toMatch(TURNING);
    expect(wordsOf(card)).not.toMatch(CONTROL);
    expect(wordsOf(card)).toContain('User names tried');
    expect(JSON.stringify(card.blocks).length).toBeLessThan(8000);
    // A line of the attacker's never looks like one of ours: theirs never ends a line early.
    const lines = objects.map(({ text: own }) => own).filter((own) => typeof own === 'string');
    expect(lines.filter((line) => /\n.*(Approved|Unblocked)/.test(line))).toEqual([]);

    for (const command of [`check ${address}`, `history ${address}`, 'stats 1h']) {
      const answer = told(await world.command(command));
      expect(answer).not.toMatch(/<!(?!date\^\d)|<@(?!U_ANALYST>)|<#|<http/);
      expect(answer).not.toMatch(TURNING);
      expect(answer.length).toBeLessThan(4000);
    }
  });

  test('in the reason of a person, who may be tricked into pasting it', async () => {
    await world.command('block 192.0.2.1 1h see <!channel> <https://evil.example|here> \u202egnp');
    await until(async () => expect(wordsOf(await world.card('192.0.2.1'))).toContain('Blocked'));

    const card = await world.card('192.0.2.1');
    expect(objectsIn(card.blocks).filter(({ type }) => type === 'mrkdwn' || type === 'link')).toEqual([]);
    expect(card.text).not.toMatch(MARKUP);
    for (const command of ['list', 'check 192.0.2.1', 'history 192.0.2.1'])
      expect(told(await world.command(command))).not.toMatch(/<!(?!date\^\d)|<http|\u202e/);
    await world.home('U_LEAD');
    const home = (await world.state()).views.find((view) => view.user === 'U_LEAD');
    // Ours lead to cards.
    const links = objectsIn(home).filter(({ type }) => type === 'link');
    expect(links.filter(({ url }) => !String(url).startsWith('https://slack.com/archives/'))).toEqual([]);
    const read = objectsIn(home).filter(({ type }) => type === 'mrkdwn');
    expect(read.filter(({ text }) => /channel|evil/.test(String(text)))).toEqual([]);
    expect(JSON.stringify(home)).toContain('see <!channel>');
  });
});
