import type { Message } from '../state/sandbox-state.ts';
import { timeOf } from './message-author.ts';

export interface Arranged {
  message: Message;
  replies: Message[];
  follows: boolean;
  /** The message that this reply, which was sent to the channel too, answers. */
  answers: Message | undefined;
}

export interface Day {
  /** A time on that day, in milliseconds. */
  time: number;
  messages: Arranged[];
}

const NONE: Message[] = [];

/** Messages of one author within this time (milliseconds) share a head. */
const ONE_BREATH = 5 * 60_000;

/**
 * Puts the messages of a channel in the order and grouping in which one person sees them: those privately for others
 * are left out, replies hang on their root, and a root that is not there makes its replies messages of their own. A reply
 * that was sent to the channel, too, stands in both places.
 */
export function arrangeMessages(messages: readonly Message[], channelId: string, me: string): Day[] {
  const seen = messages
    .filter(({ channel, ephemeral_to: to }) => (channel ?? channelId) === channelId && (to === undefined || to === me))
    .toSorted((a, b) => timeOf(a.ts) - timeOf(b.ts));
  const roots = new Map<string | undefined, Message>(seen.map((message) => [message.ts, message]));
  const isReply = ({ ts, thread_ts: root }: Message) => root !== undefined && root !== ts && roots.has(root);
  const replies = new Map<string | undefined, Message[]>();
  for (const reply of seen.filter(isReply)) {
    replies.set(reply.thread_ts, [...(replies.get(reply.thread_ts) ?? []), reply]);
  }

  const days: Day[] = [];
  let before: Message | undefined;
  const isInChannel = (message: Message) => !isReply(message) || message.subtype === 'thread_broadcast';
  for (const message of seen.filter(isInChannel)) {
    const sameDay = before !== undefined && dayOf(before.ts) === dayOf(message.ts);
    if (!sameDay) days.push({ time: timeOf(message.ts), messages: [] });
    const answers = isReply(message) ? roots.get(message.thread_ts) : undefined;
    const follows = sameDay && before !== undefined && answers === undefined && continues(before, message);
    days.at(-1)?.messages.push({ message, replies: replies.get(message.ts) ?? NONE, follows, answers });
    before = message;
  }
  return days;
}

/** Of these days, the last `count` messages. */
export function lastOf(days: readonly Day[], count: number): Day[] {
  let left = count;
  const kept: Day[] = [];
  for (const day of days.toReversed()) {
    if (left <= 0) break;
    kept.unshift({ ...day, messages: day.messages.slice(-left) });
    left -= day.messages.length;
  }
  return kept;
}

function continues(before: Message, message: Message): boolean {
  return (
    before.user === message.user &&
    before.bot_id === message.bot_id &&
    before.ephemeral_to === undefined &&
    message.ephemeral_to === undefined &&
    timeOf(message.ts) - timeOf(before.ts) < ONE_BREATH
  );
}

function dayOf(ts: string): string {
  return new Date(timeOf(ts)).toDateString();
}
