import { SlackError } from './slack-error.ts';
import type { Store } from './store.ts';
import type { Block, Metadata, SlackFile, SlackMessage } from './types.ts';
import { APP_ID, BOT, TEAM } from './world.ts';

export interface NewMessage {
  channel: string;
  text: string;
  blocks?: Block[] | undefined;
  metadata?: Metadata | undefined;
  thread_ts?: string | undefined;
  /** A reply that also shows in the channel. */
  broadcast?: boolean;
  ephemeral_to?: string | undefined;
  files?: SlackFile[];
  /** The person who wrote it; the bot if nobody is named. */
  person?: string;
}

/** Writes a new message, and into its thread's first message that there is a reply. */
export function addMessage(store: Store, input: NewMessage): SlackMessage {
  const root = input.thread_ts === undefined ? undefined : threadRoot(store, input.channel, input.thread_ts);
  const message: SlackMessage = {
    type: 'message',
    ...(input.broadcast && root ? { subtype: 'thread_broadcast' } : {}),
    ...(input.files ? { subtype: 'file_share', files: input.files } : {}),
    channel: input.channel,
    ts: store.timestamps.next(),
    text: input.text,
    user: input.person ?? BOT.user,
    ...(input.person === undefined ? { bot_id: BOT.bot, app_id: APP_ID } : {}),
    team: TEAM.id,
    ...(input.blocks ? { blocks: input.blocks } : {}),
    ...(input.metadata ? { metadata: input.metadata } : {}),
    ...(root ? { thread_ts: root.ts } : {}),
    ...(input.ephemeral_to === undefined ? {} : { ephemeral_to: input.ephemeral_to }),
  };
  store.save(message);
  if (root && input.ephemeral_to === undefined) countReplies(store, root);
  return message;
}

/** Takes a message away, and out of its thread's count. */
export function removeMessage(store: Store, message: SlackMessage): void {
  store.remove(message);
  const root = message.thread_ts === undefined ? undefined : store.message(message.thread_ts);
  if (root) countReplies(store, root);
}

/** A message that everybody in the channel sees, or undefined. */
export function publicMessage(store: Store, channel: string, ts: string): SlackMessage | undefined {
  const message = store.message(ts);
  return message?.channel === channel && message.ephemeral_to === undefined ? message : undefined;
}

/** The first message of the thread; a reply's ts means the thread that the reply is in. */
function threadRoot(store: Store, channel: string, ts: string): SlackMessage {
  const message = publicMessage(store, channel, ts);
  const root = message?.thread_ts === undefined ? message : publicMessage(store, channel, message.thread_ts);
  if (!root) throw new SlackError('thread_not_found');
  return root;
}

function countReplies(store: Store, root: SlackMessage): void {
  const replies = store
    .messages()
    .filter(({ thread_ts, ts, ephemeral_to }) => thread_ts === root.ts && ts !== root.ts && ephemeral_to === undefined);
  const { thread_ts: _thread, reply_count: _count, reply_users: _users, latest_reply: _latest, ...alone } = root;
  const latest = replies.at(-1);
  store.save(
    latest
      ? {
          ...alone,
          thread_ts: root.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map((reply) => reply.user))],
          latest_reply: latest.ts,
        }
      : alone,
  );
}
