import { textArgument } from '../arguments.ts';
import type { JsonObject } from '../json-value.ts';
import type { Rate } from '../rate-limit.ts';
import { SlackError } from '../slack-error.ts';
import type { Workspace } from '../workspace.ts';
import { type Channel, channelBy } from '../world.ts';

/** One method of the Web API. */
export interface Method {
  /** Any of these scopes is enough; none is needed if the list is empty. */
  scopes: readonly string[];
  rate: Rate;
  /** Whether each channel has its own bucket. */
  perChannel?: boolean;
  /** Needs the app-level token (`xapp-`) instead of the bot's. */
  appToken?: boolean;
  /** Answers what comes beside `ok: true`; throws `SlackError`. */
  run(args: JsonObject, workspace: Workspace): JsonObject;
}

/** The channel that a method names by its id. */
export function namedChannel(args: JsonObject): Channel {
  const channel = channelBy(textArgument(args, 'channel') ?? '');
  if (!channel) throw new SlackError('channel_not_found');
  return channel;
}

/** A channel that the bot may write to. */
export function writable(channel: Channel | undefined, workspace: Workspace): Channel {
  if (!channel) throw new SlackError('channel_not_found');
  if (channel.is_archived) throw new SlackError('is_archived');
  if (!workspace.store.isMember(channel.id)) throw new SlackError('not_in_channel');
  return channel;
}
