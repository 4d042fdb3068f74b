import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { told } from '../support/sandbox-state.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

async function say(text: string, user?: string): Promise<string> {
  return told(await world.command(text, user));
}

const COMMANDS = ['block', 'unblock', 'check', 'history', 'stats', 'list', 'help', ''];
const NASTY: Array<[what: string, text: string]> = [
  ['nothing', ''],
  ['emoji only', '🚨🔥'],
  ['10,000 characters', 'x'.repeat(10_000)],
  ['10,000 words', '1 '.repeat(5000)],
  ['smart quotes around nothing', '“”'],
  ['unbalanced quotes', '"“"'],
  ['a channel mention', '<!channel>'],
  ['a wrapped mention', '“<!here>” <@U_LEAD>'],
  ['half a link', '<http://203.0.113.9|'],
  ['a link to elsewhere', '<https://example.com|example.com>'],
  ['prototype keys', '__proto__ constructor'],
  ['control characters', '\u0000\u0007\u202e'],
  ['a path', '../../etc/passwd'],
  ['octal', '0177.0.0.1'],
  ['everything', '203.0.113.7/0'],
  ['a zone id', '2001:db8::1%eth0'],
  ['two addresses in one word', '203.0.113.1,203.0.113.2'],
];

describe.each(COMMANDS)('/aism %s', (command) => {
  test.each(NASTY)('with %s answers in time, harmlessly, and changes nothing', async (_what, nasty) => {
    const delivery = await world.command(`${command} ${nasty}`);

    expect(delivery).toMatchObject({ status: 200, ack: { response_type: 'ephemeral' } });
    expect(delivery.error).toBeUndefined();
    const answer = told(delivery);
    expect(answer.length).toBeGreaterThan(5);
    expect(answer.length).toBeLessThan(4000);
    expect(answer).not.toMatch(/<!(channel|here|everyone)|<@U_LEAD>|went wrong/);
  });
});

test('none of it did anything', async () => {
  const { blocks, actions } = await world.state();

  expect(blocks).toEqual([]);
  expect(actions).toEqual([]);
  expect(await world.denies()).toEqual([]);
});

describe('an unknown command', () => {
  test.each([
    ['blok 203.0.113.9', 'block'],
    ['UNBLCK 203.0.113.9', 'unblock'],
    ['hlep', 'help'],
    ['lists', 'list'],
    ['stat', 'stats'],
    ['chekc 203.0.113.9', 'check'],
    ['histroy 203.0.113.9', 'history'],
    ['undo 203.0.113.9', 'unblock'],
    ['status', 'list'],
  ])('%s is answered with a guess', async (typed, guess) => {
    expect(await say(typed)).toContain(`Did you mean \`/aism ${guess}\`?`);
  });

  test('that is far from all gets no guess, but the way to help', async () => {
    const answer = await say('abracadabra');

    expect(answer).not.toContain('Did you mean');
    expect(answer).toContain('/aism help');
  });
});

describe('/aism help', () => {
  test.each(['', 'help', 'HELP', '  help  ', '“help”'])('%j names every command', async (typed) => {
    const answer = await say(typed);

    for (const command of ['block <ip|cidr>', 'unblock', 'list', 'check', 'history', 'stats'])
      expect(answer).toContain(`/aism ${command}`);
  });

  test.each(['help block', 'block help', 'Help BLOCK'])('%j tells more about one, with examples', async (typed) => {
    const answer = await say(typed);

    expect(answer).toMatch(/^`\/aism block <ip\|cidr> \[duration\] \[reason\]`\n/);
    expect(answer).toContain('• `/aism block 203.0.113.9 4h scans our shop`');
  });

  test('about a command that is none says so', async () => {
    expect(await say('help blok')).toContain('There is no command "blok". Did you mean `/aism block`?');
  });
});
