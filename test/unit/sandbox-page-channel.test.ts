import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/chat/commands/run-command.ts';
import { arrangeMessages } from '../../src/sandbox/page/channel/arrange-messages.ts';
import { hintsFor } from '../../src/sandbox/page/channel/command-hints.ts';
import { placeOf, placeOfLink } from '../../src/sandbox/page/channel/message-place.ts';
import { actorWords, readable } from '../../src/sandbox/page/side/action-words.ts';
import type { Reader } from '../../src/sandbox/page/text/reader.ts';

const NAMES = new Map([['U_ANALYST', 'Ana Lyst']]);
const reader: Reader = {
  now: 0,
  nameOf: (id) => NAMES.get(id) ?? id,
  channelOf: (id: string) => (id === 'C_SECURITY' ? 'security-alerts' : id),
  placeOf: () => undefined,
};

describe('the channel', () => {
  const card = { ts: '1795514400.000001', bot_id: 'B1', text: 'Block 203.0.113.9?' };
  const below = { ts: '1795514401.000001', bot_id: 'B1', thread_ts: card.ts, text: 'what was seen' };
  const broadcast = { ...below, ts: '1795514402.000001', subtype: 'thread_broadcast', text: 'Blocked 203.0.113.9' };

  test('a reply stands below its card; one that was sent to the channel too stands in both places', () => {
    const [day] = arrangeMessages([card, below, broadcast], 'C1', 'U1');

    expect(day?.messages.map(({ message, answers }) => [message.text, answers?.ts])).toEqual([
      ['Block 203.0.113.9?', undefined],
      ['Blocked 203.0.113.9', card.ts],
    ]);
    expect(day?.messages[0]?.replies).toEqual([below, broadcast]);
  });

  test("Slack's link to a message of the channel leads to its place on the page, and no other link does", () => {
    const url = 'https://slack.com/archives/C1/p1795514400000001';

    expect(placeOfLink(url, 'C1')).toBe(placeOf(card.ts));
    expect(placeOfLink(url, 'C2')).toBeUndefined();
    expect(placeOfLink(`${url}x`, 'C1')).toBeUndefined();
    expect(placeOfLink('https://evil.example/archives/C1/p1795514400000001', 'C1')).toBeUndefined();
  });
});

describe('the ledger', () => {
  test.each([
    ['proposed by U_ANALYST', 'proposed by Ana Lyst'],
    ['paused by <@U_ANALYST>', 'paused by Ana Lyst'],
    ['by U_NOBODY at 12:00 UTC', 'by U_NOBODY at 12:00 UTC'],
  ])('%s is read as %s', (text, words) => {
    expect(readable(text, reader)).toBe(words);
  });

  test.each([
    ['U_ANALYST', 'Ana Lyst'],
    ['rule:ssh', 'rule ssh'],
    ['cli:ada', 'ada (command line)'],
    ['aism', 'AISM'],
  ])('%s acted as %s', (actor, words) => {
    expect(actorWords(actor, reader)).toBe(words);
  });
});

describe('the hints of the box for commands', () => {
  test('are of every command that there is, and of no other', () => {
    const hinted = hintsFor('/').map(({ command }) => command.replace('/aism ', ''));

    expect(hinted.toSorted()).toEqual([...COMMANDS.map(({ name }) => name), 'help'].toSorted());
  });

  test('remind of what follows a whole command, and only of that', () => {
    expect(hintsFor('/aism allow 203').map(({ command }) => command)).toEqual(['/aism allow']);
  });
});
