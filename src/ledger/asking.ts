import { liveBlock } from './block.ts';
import { touchCards } from './episode.ts';
import { noteAction } from './note-action.ts';
import type { AddressRecord, Episode } from './record.ts';
import { SELF_TEST_RULE } from './self-test-rule.ts';

/** How long a question waits before it is asked again, and before it is closed. Milliseconds. */
export interface AskTimes {
  remind: number | 'never';
  close: number | 'never';
}

/** Of a test nobody is reminded, should it stop in the middle; any other question has the policy's times. */
export function askTimes({ rule }: Episode, { asks }: { asks: AskTimes }): AskTimes {
  return rule === SELF_TEST_RULE ? { remind: 'never', close: 'never' } : asks;
}

/** A card begins to ask: from now on it is known when it is asked again, and until when an answer is waited for. */
export function beginAsk(episode: Episode, times: AskTimes, now: number): void {
  episode.asks = {
    since: now,
    ...(times.remind === 'never' ? {} : { remindAt: now + times.remind }),
    ...(times.close === 'never' ? {} : { closeAt: now + times.close }),
  };
}

/** The same question begins to wait now: only now it can be seen, or somebody took back what answered it. */
export function restartAsk(episode: Episode, now: number): void {
  const { asks } = episode;
  if (!asks) return;
  const later = now - asks.since;
  if (asks.remindAt !== undefined) asks.remindAt += later;
  if (asks.closeAt !== undefined) asks.closeAt += later;
  asks.since = now;
  // A list that was told of it, or begun, before it was answered is no reminder of this one.
  delete asks.list;
}

/** Whether a card waits for a person's answer: one whose address is blocked does not, whatever it asked. */
export function isAsking(record: AddressRecord, episode: Episode): boolean {
  return episode.status === 'ask' && liveBlock(record) === undefined;
}

/** Whether its card asks for what a person can do: to block, or to be the second of two. An old one may be over by now. */
export function isOpenQuestion(record: AddressRecord, episode: Episode): boolean {
  if (record.proposal?.episode === episode.id) return episode.status === 'ask';
  return episode.blockable && isAsking(record, episode);
}

/** Closes the questions that nobody answered in time. Their buttons stay; their cards say so from `showAt` on. True when there was one. */
export function closeAsks(draft: AddressRecord, now: number, showAt = now): boolean {
  const over = draft.episodes.filter(({ status, asks }) => status === 'ask' && (asks?.closeAt ?? now + 1) <= now);
  const closed = over.filter((episode) => isAsking(draft, episode));
  for (const episode of over) delete episode.asks;
  for (const episode of closed) {
    episode.status = 'unanswered';
    noteAction(draft, {
      at: now,
      kind: 'unanswered',
      actor: 'aism',
      before: 'asked',
      after: 'closed',
      why: `nobody answered the question of ${episode.rule} in time`,
    });
  }
  touchCards(draft, showAt, (each) => closed.includes(each));
  return closed.length > 0;
}
