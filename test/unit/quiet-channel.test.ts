import { expect, test } from 'vitest';
import { countOn } from '../../src/ledger/episode.ts';
import { noteAction } from '../../src/ledger/note-action.ts';
import { saidLines } from '../../src/ledger/timeline.ts';
import { episodeOf, recordOf } from '../support/record.ts';

const START = 1_795_500_000_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** An attacker with an alert each minute, and a channel that shows and says everything when it is due. */
function goOn(ms: number) {
  const episode = episodeOf('1-0', START, { ts: '1.0' });
  const record = recordOf('203.0.113.7', { episodes: [episode] });
  const edits: number[] = [];
  const replies: number[] = [];
  for (let now = START; now < START + ms; now += 15_000) {
    if ((now - START) % MINUTE === 0) {
      noteAction(record, { at: now, kind: 'alert', actor: 'rule:ssh', before: '', after: 'ask', why: 'x', count: 1 });
      record.outbox = [];
      record.rev += 1;
      episode.lastAlertAt = now;
      episode.alerts += 1;
      countOn(episode, now);
    }
    if (episode.revision > episode.shown && episode.sayAt <= now) {
      episode.shown = episode.revision;
      edits.push(now);
    }
    if (episode.thread?.due !== undefined && episode.thread.due <= now) {
      saidLines(episode, episode.thread.told);
      replies.push(now);
    }
  }
  return { edits, replies, gap: (moments: number[]) => (moments.at(-1) ?? 0) - (moments.at(-2) ?? 0) };
}

test('an attacker who goes on for a day is counted on in the card, ever more rarely, and told of in few replies', () => {
  const { edits, replies, gap } = goOn(DAY);

  // Slack takes about 50 edits a minute of all cards, and each reply tells everybody who follows the thread.
  expect(edits.length).toBeLessThan(350);
  expect(replies.length).toBeLessThan(15);
  // But never so rarely that a card looks forgotten.
  expect(gap(edits)).toBeLessThanOrEqual(6 * MINUTE);
});

test('in its first minutes it is followed closely', () => {
  const { edits, replies } = goOn(5 * MINUTE);

  expect(edits.length).toBeGreaterThanOrEqual(4);
  expect(replies.length).toBeGreaterThanOrEqual(2);
});
