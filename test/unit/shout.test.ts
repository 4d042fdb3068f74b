import { describe, expect, test } from 'vitest';
import { shoutWords } from '../../src/chat/cards/shout-words.ts';
import { threadReply } from '../../src/chat/cards/thread-lines.ts';
import { noteAction } from '../../src/ledger/note-action.ts';
import type { Episode } from '../../src/ledger/record.ts';
import { SELF_TEST_RULE } from '../../src/ledger/self-test-rule.ts';
import { settleTarget } from '../../src/ledger/settle-target.ts';
import { shoutOn } from '../../src/ledger/shout.ts';
import { mentionForAll, mentionOf } from '../../src/response/mention.ts';
import { episodeOf, recordOf } from '../support/record.ts';

const NOW = 1_795_500_000_000;
const HOUR = 3_600_000;

function blocked(more: Partial<Episode> = {}) {
  const episode = episodeOf('1-0', NOW, { ts: '1.0', status: 'blocked', ...more });
  const targets = { 'acl-1': { state: 'pending' as const, ruleNumbers: [] } };
  const block = {
    id: 'b',
    since: NOW,
    by: 'rule:ssh',
    why: '',
    until: NOW + 4 * HOUR,
    severity: 'high' as const,
    targets,
  };
  return { record: recordOf('203.0.113.7', { episodes: [episode], block, rev: 7 }), episode };
}

describe('a block that does not work', () => {
  const failed = { state: 'failed' as const, ruleNumbers: [], note: 'EC2 says no' };

  test('is heard once, and again only when it worked meanwhile', () => {
    const { record, episode } = blocked();
    settleTarget(record, 'acl-1', failed, NOW);
    expect(episode.shout).toMatchObject({ kind: 'failed', sentence: 'EC2 says no', isTried: false });
    delete episode.shout;

    settleTarget(record, 'acl-1', { ...failed, note: 'EC2 still says no' }, NOW);
    settleTarget(record, 'acl-1', { state: 'pending', ruleNumbers: [] }, NOW);
    settleTarget(record, 'acl-1', failed, NOW);
    expect(episode).not.toHaveProperty('shout');

    settleTarget(record, 'acl-1', { state: 'active', ruleNumbers: [1] }, NOW);
    settleTarget(record, 'acl-1', failed, NOW);
    expect(episode.shout).toMatchObject({ kind: 'failed' });
  });

  test('has a card again where a storm folded it: whoever read the digest does not look at it for ever', () => {
    const { record, episode } = blocked({ folded: 'storm-1' });

    settleTarget(record, 'acl-1', failed, NOW);

    expect(episode).not.toHaveProperty('folded');
    expect(episode.shout).toMatchObject({ kind: 'failed' });
  });
});

describe('what is said aloud', () => {
  test('of a test says first that it is one', () => {
    const { record, episode } = blocked({ rule: SELF_TEST_RULE });
    shoutOn(record, episode, { kind: 'failed', sentence: 'EC2 says no', now: NOW });

    expect(shoutWords(record, episode)).toMatch(/^Only a test: 203\.0\.113\.7 is NOT blocked/);
  });

  test.each([
    ['blocked', '', 'Blocking 203.0.113.7 for 4 h: 41 failed log-ins. Undo?'],
    ['asks-anew', '3 events', 'Block 203.0.113.7? 3 events.'],
    ['failed', 'EC2 says <no>', '203.0.113.7 is NOT blocked: EC2 says &lt;no&gt;. AISM tries again every minute.'],
    [
      'drift',
      'rule 3 in acl-1',
      'Something else removed or changed rule 3 in acl-1, which blocks 203.0.113.7. AISM puts it back. Who did that?',
    ],
    [
      'still-open',
      '3 events, asked 10 min ago',
      'Still open: block 203.0.113.7? 3 events, asked 10 min ago. Nobody answered.',
    ],
    ['news', 'It has logged in successfully.', '203.0.113.7: It has logged in successfully.'],
  ] as const)('%s', (kind, sentence, words) => {
    const { record, episode } = blocked({ seen: '41 failed log-ins' });
    shoutOn(record, episode, { kind, sentence, now: NOW });

    expect(shoutWords(record, episode)).toBe(words);
    expect(episode).toMatchObject({ sayAt: NOW, shout: { id: '8' } });
  });

  test('mentions the user group or user of its severity, and of the worst what is about everything', () => {
    expect(mentionOf({ high: 'S1' }, 'high')).toBe('<!subteam^S1> ');
    expect(mentionOf({ high: 'U1' }, 'high')).toBe('<@U1> ');
    expect(mentionOf({ high: 'S1' }, 'critical')).toBe('');
    expect(mentionForAll({ critical: 'S2', high: 'S1' })).toBe('<!subteam^S2> ');
    expect(mentionForAll({ high: 'S1' })).toBe('<!subteam^S1> ');
  });
});

describe("a card's thread", () => {
  const act = { actor: 'U1', before: '', after: '', why: 'test' };

  test('keeps twenty lines, counts the others, and joins alerts that say the same', () => {
    const { record, episode } = blocked();
    for (let count = 0; count < 25; count += 1) noteAction(record, { at: NOW + count, kind: `act ${count}`, ...act });
    const alert = { kind: 'alert', actor: 'rule:ssh', before: '', after: 'ask', count: 2 };
    noteAction(record, { at: NOW + 30, ...alert, why: '2 new alerts: 2 events' });
    noteAction(record, { at: NOW + 31, ...alert, why: '2 new alerts: 4 events' });

    expect(episode.thread).toMatchObject({ told: 27, lost: 6, due: NOW + 4000 });
    expect(episode.thread?.lines).toHaveLength(20);
    expect(episode.thread?.lines.at(-1)).toMatchObject({ n: 27, count: 4, why: '4 events' });
    expect(JSON.stringify(threadReply(record, episode))).toContain('6 more before: /aism history 203.0.113.7');
  });

  test("shows the attacker's text, and who is no user of Slack, only as text", () => {
    const { record, episode } = blocked();
    noteAction(record, {
      ...act,
      at: NOW,
      kind: 'unblock',
      actor: '<!channel>',
      why: '<https://evil.example|x>\nUnblock by U_LEAD',
    });

    const reply = threadReply(record, episode);

    expect(reply?.text).not.toContain('<');
    expect(JSON.stringify(reply?.blocks)).not.toMatch(/"type":"(user|link|usergroup|broadcast)"|\\n/);
  });
});
