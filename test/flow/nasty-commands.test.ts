import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS as EVERY, whileRunning } from '../../src/chat/commands/run-command.ts';
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

describe('a misspelt word below a command', () => {
  test.each([
    ['allow lst', '/aism allow list'],
    ['allow remov 203.0.113.9', '/aism allow remove 203.0.113.9'],
    ['ignore rul ssh-bruteforce 4h confirm', '/aism ignore rule ssh-bruteforce 4h confirm'],
  ])('%s does nothing and offers %s', async (typed, meant) => {
    expect(await say(typed)).toContain(`Did you mean \`${meant}\`? Nothing was done.`);
    expect(await say('ignore list')).toContain('Nothing is ignored.');
  });
});

test('while a long command runs its typist is told so, of others the answer comes at once', () => {
  expect(whileRunning(' TEST ')).toContain('the answer follows');
  expect(whileRunning('block 203.0.113.9')).toBeUndefined();
});

describe('an address alone', () => {
  test.each(['203.0.113.201', '203[.]0[.]113[.]201', '<http://203.0.113.201|203.0.113.201>'])(
    '%s is looked up, and told how to block it',
    async (typed) => {
      const answer = await say(typed);

      expect(answer).toContain('*203.0.113.201*');
      expect(answer).toContain('Not blocked.');
      expect(answer).toContain('`/aism block 203.0.113.201` blocks it.');
      expect(await world.block('203.0.113.201')).toBeUndefined();
    },
  );
});

describe('words in another order than the usage', () => {
  test.each([
    ['block 4h 203.0.113.202', '/aism block 203.0.113.202 4h'],
    ['block for 4h 203.0.113.202', '/aism block 203.0.113.202 for 4h'],
    ['unblock please 203[.]0[.]113[.]202', '/aism unblock 203.0.113.202 please'],
    ['ignore 4h 203.0.113.202', '/aism ignore 203.0.113.202 4h'],
  ])('%s does nothing and offers %s', async (typed, meant) => {
    expect(await say(typed)).toBe(`The address comes first: \`${meant}\`. Nothing was done.`);
    expect(await world.block('203.0.113.202')).toBeUndefined();
  });

  test('an address with the command behind it is looked up, and offered the command', async () => {
    expect(await say('203.0.113.202 unblock was ours')).toContain('To do it: `/aism unblock 203.0.113.202 was ours`');
  });

  test('what is meant as an address and is none is not taken for a command', async () => {
    expect(await say('999.1.1.1')).toBe('"999.1.1.1" has a number above 255: each of the four goes from 0 to 255.');
  });

  test('"for" before a duration is no reason', async () => {
    await say('block 203.0.113.203 for 4h for the night');

    const [block, { now }] = await Promise.all([world.block('203.0.113.203'), world.state()]);
    expect(block?.reason).toBe('for the night');
    expect(Date.parse(block?.until ?? '') - Date.parse(now)).toBeGreaterThan(3 * 3_600_000);
  });
});

describe('/aism help', () => {
  test('is short enough for a phone', async () => {
    const lines = (await say('help')).split('\n');

    expect(lines.length).toBeLessThanOrEqual(23);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(70);
  });

  test.each(['', 'help', 'HELP', '  help  ', '“help”'])('%j names every command', async (typed) => {
    const answer = await say(typed);

    for (const { name } of EVERY) expect(answer).toContain(`\`${name}\``);
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
