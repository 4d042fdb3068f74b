import { requiredArgument } from '../arguments.ts';
import { publicMessage, removeMessage } from '../messages.ts';
import { TIER_3 } from '../rate-limit.ts';
import { SlackError } from '../slack-error.ts';
import { BOT } from '../world.ts';
import { type Method, namedChannel } from './method.ts';

/** https://docs.slack.dev/reference/methods/chat.delete */
export const chatDelete: Method = {
  scopes: ['chat:write'],
  rate: TIER_3,
  run(args, { store }) {
    const channel = namedChannel(args);
    const message = publicMessage(store, channel.id, requiredArgument(args, 'ts'));
    if (!message) throw new SlackError('message_not_found');
    if (message.bot_id !== BOT.bot) throw new SlackError('cant_delete_message');
    removeMessage(store, message);
    return { channel: channel.id, ts: message.ts };
  },
};
