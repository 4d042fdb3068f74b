import { flagArgument, textArgument } from '../arguments.ts';
import { checkPictures } from '../check-pictures.ts';
import { readContent, readMetadata, TEXT_CHARACTERS } from '../message-content.ts';
import { addMessage } from '../messages.ts';
import { POSTING } from '../rate-limit.ts';
import { wireMessage } from '../wire-message.ts';
import { channelToPostIn } from '../world.ts';
import { type Method, writable } from './method.ts';

/** https://docs.slack.dev/reference/methods/chat.postMessage */
export const chatPostMessage: Method = {
  scopes: ['chat:write'],
  rate: POSTING,
  perChannel: true,
  run(args, workspace) {
    const channel = writable(channelToPostIn(textArgument(args, 'channel') ?? ''), workspace);
    const content = readContent(args, Number.POSITIVE_INFINITY);
    checkPictures(content.blocks, workspace);
    const text = [...content.text].slice(0, TEXT_CHARACTERS).join('');
    const message = addMessage(workspace.store, {
      channel: channel.id,
      ...content,
      text,
      metadata: readMetadata(args) ?? undefined,
      thread_ts: textArgument(args, 'thread_ts'),
      broadcast: flagArgument(args, 'reply_broadcast'),
    });
    return {
      channel: channel.id,
      ts: message.ts,
      message: wireMessage(message, true),
      ...(text === content.text ? {} : truncated),
    };
  },
};

const truncated = {
  warning: 'message_truncated',
  response_metadata: {
    warnings: ['message_truncated'],
    messages: ['[WARN] Your message was truncated but still posted. The `text` field accepts up to 40,000 characters.'],
  },
};
