import { requiredArgument, textArgument } from '../arguments.ts';
import { checkPictures } from '../check-pictures.ts';
import { readContent, TEXT_CHARACTERS } from '../message-content.ts';
import { addMessage } from '../messages.ts';
import { TIER_4 } from '../rate-limit.ts';
import { SlackError } from '../slack-error.ts';
import { channelToPostIn, personBy } from '../world.ts';
import { type Method, writable } from './method.ts';

/** https://docs.slack.dev/reference/methods/chat.postEphemeral : seen by one person in the channel only. */
export const chatPostEphemeral: Method = {
  scopes: ['chat:write'],
  rate: TIER_4,
  run(args, workspace) {
    const channel = writable(channelToPostIn(textArgument(args, 'channel') ?? ''), workspace);
    const user = requiredArgument(args, 'user');
    if (!personBy(user)) throw new SlackError('user_not_in_channel');
    const content = readContent(args, TEXT_CHARACTERS);
    checkPictures(content.blocks, workspace);
    const message = addMessage(workspace.store, {
      channel: channel.id,
      ...content,
      thread_ts: textArgument(args, 'thread_ts'),
      ephemeral_to: user,
    });
    workspace.audience.show(user, message);
    return { message_ts: message.ts };
  },
};
