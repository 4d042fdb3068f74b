import { requiredArgument } from '../arguments.ts';
import { checkPictures } from '../check-pictures.ts';
import { readContent, readMetadata } from '../message-content.ts';
import { publicMessage } from '../messages.ts';
import { TIER_3 } from '../rate-limit.ts';
import { SlackError } from '../slack-error.ts';
import type { SlackMessage } from '../types.ts';
import { wireMessage } from '../wire-message.ts';
import { BOT } from '../world.ts';
import { type Method, namedChannel } from './method.ts';

/** In an update, `text` may have fewer characters than in a new message. */
const UPDATED_TEXT_CHARACTERS = 4000;

/** https://docs.slack.dev/reference/methods/chat.update : what is not given (blocks, metadata) stays as it was. */
export const chatUpdate: Method = {
  scopes: ['chat:write'],
  rate: TIER_3,
  run(args, workspace) {
    const { store } = workspace;
    const channel = namedChannel(args);
    const before = publicMessage(store, channel.id, requiredArgument(args, 'ts'));
    if (!before) throw new SlackError('message_not_found');
    if (before.bot_id !== BOT.bot) throw new SlackError('cant_update_message');
    if (channel.is_archived) throw new SlackError('is_archived');

    const { text, blocks } = readContent(args, UPDATED_TEXT_CHARACTERS);
    checkPictures(blocks, workspace);
    const metadata = readMetadata(args);
    const { metadata: oldMetadata, ...rest } = before;
    const keptMetadata = metadata === undefined ? oldMetadata : metadata;
    const message: SlackMessage = {
      ...rest,
      text,
      ...(blocks ? { blocks } : {}),
      ...(keptMetadata ? { metadata: keptMetadata } : {}),
      edited: { user: BOT.bot, ts: store.timestamps.next() },
    };
    store.save(message);
    return { channel: channel.id, ts: message.ts, text, message: wireMessage(message, true) };
  },
};
