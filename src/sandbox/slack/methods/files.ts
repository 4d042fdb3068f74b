import { jsonArgument, requiredArgument, textArgument } from '../arguments.ts';
import { objectsIn } from '../json-value.ts';
import { addMessage } from '../messages.ts';
import { TIER_4 } from '../rate-limit.ts';
import { invalidArguments } from '../slack-error.ts';
import type { SlackFile } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { channelToPostIn } from '../world.ts';
import { type Method, writable } from './method.ts';

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
export const filesGetUploadUrlExternal: Method = {
  scopes: ['files:write'],
  rate: TIER_4,
  run(args, { uploads, urlOf }) {
    const length = Number(requiredArgument(args, 'length'));
    if (!(length > 0)) throw invalidArguments(['must be greater than 0 [json-pointer:/length]']);
    const id = uploads.begin(requiredArgument(args, 'filename'), length);
    return { upload_url: urlOf(`upload/${id}`), file_id: id };
  },
};

/** https://docs.slack.dev/reference/methods/files.completeUploadExternal : shares the files in a channel, if one is named. */
export const filesCompleteUploadExternal: Method = {
  scopes: ['files:write'],
  rate: TIER_4,
  run(args, workspace) {
    const wanted = objectsIn(jsonArgument(args, 'files', 'invalid_arguments'));
    if (wanted.length === 0) throw invalidArguments(['must provide at least 1 items [json-pointer:/files]']);
    const name = textArgument(args, 'channel_id') ?? textArgument(args, 'channels');
    const channel = name === undefined ? undefined : writable(channelToPostIn(name), workspace);
    const files = wanted.map((file) => complete(requiredArgument(file, 'id'), textArgument(file, 'title'), workspace));
    if (channel) {
      addMessage(workspace.store, {
        channel: channel.id,
        text: textArgument(args, 'initial_comment') ?? '',
        thread_ts: textArgument(args, 'thread_ts'),
        files,
      });
    }
    return { files };
  },
};

function complete(id: string, title: string | undefined, { uploads, urlOf }: Workspace): SlackFile {
  const { name, mimetype, content } = uploads.complete(id);
  const size = Buffer.byteLength(content, 'base64');
  return { id, name, title: title ?? name, mimetype, size, url_private: urlOf(`files/${id}`) };
}
