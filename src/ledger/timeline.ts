import { oneLine } from '../alerts/one-line.ts';
import { isOpen, openEpisode } from './episode.ts';
import type { Action, AddressRecord, Episode } from './record.ts';

/** How many lines wait below one card at most; of older ones it is only counted how many there were. */
const LINES = 20;
/** What belongs together (a decision, and that the firewall shows it) is said together. Milliseconds. */
const SOON_MS = 4000;
/**
 * Alerts that only go on are told of no more often than this, and each time half as often, but never less than the other:
 * whoever is in the thread is notified of each reply, and the card counts on.
 */
const ALERTS_MS = 45_000;
const ALERTS_MOST_MS = 4 * 3_600_000;

/** On the way from one state to the next: the card shows it, and nobody asks for it later. */
const LEFT_OUT = new Set(['pending', 'lifting']);
/** What follows from something else, or what the card shows anyway: it is told of with the next thing that happens. */
const QUIET = new Set(['active', 'removed', 'left', 'spread', 'would-block', 'answer']);

export type Line = NonNullable<Episode['thread']>['lines'][number];

/** Puts an action into the threads of the cards that it is about: alerts into their rule's, all else into all open ones. */
export function tellThreads(draft: AddressRecord, action: Omit<Action, 'id' | 'address'>): void {
  if (LEFT_OUT.has(action.kind)) return;
  for (const episode of cardsOf(draft, action)) addLine(episode, action);
}

/** These lines are said, or will never be: up to the one with this number. */
export function saidLines(episode: Episode, upTo: number): void {
  const { thread } = episode;
  if (!thread) return;
  thread.lines = thread.lines.filter((line) => line.n > upTo);
  thread.replies += 1;
  delete thread.trying;
  delete thread.lost;
  delete thread.due;
  // What came while they were being said is next.
  for (const line of thread.lines) wantSaid(thread, line);
}

/** What one rule sees; what it does (a block) is about the whole address. */
const OF_ONE_RULE = new Set(['alert', 'would-block']);

function cardsOf(draft: AddressRecord, { kind, actor, at }: Omit<Action, 'id' | 'address'>): Episode[] {
  if (!OF_ONE_RULE.has(kind)) return draft.episodes.filter((each) => isOpen(draft, each, at));
  const own = openEpisode(draft, actor.slice('rule:'.length), at);
  return own ? [own] : [];
}

function addLine(episode: Episode, action: Omit<Action, 'id' | 'address'>): void {
  episode.thread ??= { told: 0, lines: [], replies: 0 };
  const { thread } = episode;
  const line = lineOf(action, thread.told + 1);
  const last = thread.lines.at(-1);
  thread.told += 1;
  const isMore = last?.kind === 'alert' && isAlike(last, line) && (thread.trying ?? 0) < last.n;
  if (isMore) line.count = (last.count ?? 0) + (line.count ?? 0);
  thread.lines = [...thread.lines.slice(0, isMore ? -1 : undefined), line];
  if (thread.lines.length > LINES) thread.lost = (thread.lost ?? 0) + thread.lines.length - LINES;
  thread.lines = thread.lines.slice(-LINES);
  // The card's first post tells how it stands: until then lines are only kept.
  if (episode.ts !== undefined) wantSaid(thread, line);
}

function isAlike(one: Line, other: Line): boolean {
  return one.kind === other.kind && one.actor === other.actor && one.after === other.after;
}

function lineOf({ at, kind, actor, after, why, count }: Omit<Action, 'id' | 'address'>, n: number): Line {
  // An action says the number of its alerts in words, which would be wrong once several are one line.
  const reason = kind === 'alert' ? why.replace(/^\d+ new alerts?: /, '') : why;
  const many = count === undefined ? {} : { count };
  return { n, at, kind, actor, after: oneLine(after, 120), why: oneLine(reason, 240), ...many };
}

function wantSaid(thread: NonNullable<Episode['thread']>, { kind, actor, at }: Line): void {
  if (QUIET.has(kind)) return;
  const goesOn = kind === 'alert' || (kind === 'extend' && actor.startsWith('rule:'));
  const wait = goesOn ? Math.min(ALERTS_MS * 2 ** thread.replies, ALERTS_MOST_MS) : SOON_MS;
  thread.due = Math.min(thread.due ?? Number.POSITIVE_INFINITY, at + wait);
}
