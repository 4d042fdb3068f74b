import { flagArgument, requiredArgument } from '../arguments.ts';
import { publicMessage } from '../messages.ts';
import { TIER_3 } from '../rate-limit.ts';
import { SlackError } from '../slack-error.ts';
import type { SlackMessage } from '../types.ts';
import { wireMessage } from '../wire-message.ts';
import type { Workspace } from '../workspace.ts';
import { type Method, namedChannel } from './method.ts';
import { isWithin, pageOf } from './page.ts';

const READING = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

/** https://docs.slack.dev/reference/methods/conversations.history : newest first, without replies and private messages. */
export const conversationsHistory: Method = {
  scopes: READING,
  rate: TIER_3,
  run(args, workspace) {
    const seen = readable(args, workspace).filter((message) => inChannel(message) && isWithin(message.ts, args));
    const { page, has_more, next } = pageOf(seen.reverse(), args);
    const all = flagArgument(args, 'include_all_metadata');
    return { messages: page.map((message) => wireMessage(message, all)), has_more, pin_count: 0, ...next };
  },
};

/** https://docs.slack.dev/reference/methods/conversations.replies : the thread's first message, then its replies. */
export const conversationsReplies: Method = {
  scopes: READING,
  rate: TIER_3,
  run(args, workspace) {
    const messages = readable(args, workspace);
    const ts = requiredArgument(args, 'ts');
    if (!publicMessage(workspace.store, namedChannel(args).id, ts)) throw new SlackError('thread_not_found');
    const replies = messages.filter((message) => message.thread_ts === ts && message.ts !== ts);
    const root = messages.filter((message) => message.ts === ts);
    const { page, has_more, next } = pageOf([...root, ...replies.filter((reply) => isWithin(reply.ts, args))], args);
    const all = flagArgument(args, 'include_all_metadata');
    return { messages: page.map((message) => wireMessage(message, all)), has_more, ...next };
  },
};

/** What the bot can read in the channel named, oldest first. */
function readable(args: Parameters<Method['run']>[0], { store }: Workspace): SlackMessage[] {
  const channel = namedChannel(args);
  if (!store.isMember(channel.id)) throw new SlackError('not_in_channel');
  return store.messages().filter((message) => message.channel === channel.id && message.ephemeral_to === undefined);
}

/** Replies show in their thread only, unless they were broadcast. */
function inChannel({ thread_ts, ts, subtype }: SlackMessage): boolean {
  return thread_ts === undefined || thread_ts === ts || subtype === 'thread_broadcast';
}
