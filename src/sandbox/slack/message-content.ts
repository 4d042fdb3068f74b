import { jsonArgument, textArgument } from './arguments.ts';
import { blockProblems, charactersIn, MESSAGE_CHARACTERS } from './block-kit/check-blocks.ts';
import { identify } from './identify.ts';
import { isObject, type JsonObject, lengthOf } from './json-value.ts';
import { invalidArguments, invalidBlocks, SlackError } from './slack-error.ts';
import type { Block, Metadata } from './types.ts';

/** `text` of a new message: https://docs.slack.dev/changelog/2018-truncating-really-long-messages */
export const TEXT_CHARACTERS = 40_000;

/** An estimate: Slack says `metadata_too_large` but not how large. */
const METADATA_BYTES = 16_000;

/** Checked blocks, each with its ids; undefined if none were given. */
export function readBlocks(args: JsonObject): Block[] | undefined {
  if (args['attachments'] !== undefined) {
    throw invalidArguments(['attachments are not served by the sandbox [json-pointer:/attachments]']);
  }
  const blocks = jsonArgument(args, 'blocks', 'invalid_blocks_format');
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks)) throw new SlackError('invalid_blocks_format');
  const problems = blockProblems(blocks);
  if (problems.length > 0) throw invalidBlocks(problems);
  if (charactersIn(blocks) > MESSAGE_CHARACTERS) throw new SlackError('msg_blocks_too_long');
  return identify(blocks);
}

/** Text and blocks of a message; one of them must say something. */
export function readContent(args: JsonObject, maxText: number): { text: string; blocks?: Block[] } {
  const text = textArgument(args, 'text') ?? '';
  const blocks = readBlocks(args);
  if (text === '' && (blocks === undefined || blocks.length === 0)) throw new SlackError('no_text');
  if (lengthOf(text) > maxText) throw new SlackError('msg_too_long');
  return blocks === undefined ? { text } : { text, blocks };
}

/** Checked metadata; undefined if none was given, null for `{}`, which takes it away in an update. */
export function readMetadata(args: JsonObject): Metadata | null | undefined {
  const metadata = jsonArgument(args, 'metadata', 'invalid_metadata_format');
  if (metadata === undefined) return undefined;
  if (!isObject(metadata)) throw new SlackError('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return null;
  const { event_type: type, event_payload: payload, ...rest } = metadata;
  // A type with other signs is dropped by Slack without a word (slackapi/bolt-python#863); better to hear of it.
  if (typeof type !== 'string' || !/^[A-Za-z0-9_-]{1,255}$/.test(type)) throw new SlackError('invalid_metadata_format');
  if (!isObject(payload) || Object.keys(rest).length > 0) throw new SlackError('invalid_metadata_schema');
  if (Buffer.byteLength(JSON.stringify(payload)) > METADATA_BYTES) throw new SlackError('metadata_too_large');
  return { event_type: type, event_payload: payload };
}
