import { countArgument, flagArgument, textArgument } from '../arguments.ts';
import type { JsonObject } from '../json-value.ts';
import { SlackError } from '../slack-error.ts';
import type { SlackMessage } from '../types.ts';

/** Slack answers 100 messages a page unless asked for more, and never more than 999. */
const PAGE = 100;
const LARGEST_PAGE = 999;

/** One page of ordered messages, and the cursor of the next one. */
export function pageOf(
  messages: SlackMessage[],
  args: JsonObject,
): { page: SlackMessage[]; has_more: boolean; next: JsonObject } {
  const limit = countArgument(args, 'limit', PAGE, LARGEST_PAGE);
  const start = startOf(messages, textArgument(args, 'cursor'));
  const page = messages.slice(start, start + limit);
  const following = messages[start + limit];
  const next = following ? { response_metadata: { next_cursor: cursorAt(following.ts) } } : {};
  return { page, has_more: following !== undefined, next };
}

/** Whether a ts lies within `oldest` and `latest`, which are outside unless `inclusive`. */
export function isWithin(ts: string, args: JsonObject): boolean {
  const inclusive = flagArgument(args, 'inclusive');
  const oldest = Number(textArgument(args, 'oldest') ?? 0);
  const latest = Number(textArgument(args, 'latest') ?? Number.POSITIVE_INFINITY);
  if (Number.isNaN(oldest)) throw new SlackError('invalid_ts_oldest');
  if (Number.isNaN(latest)) throw new SlackError('invalid_ts_latest');
  const at = Number(ts);
  return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
}

function cursorAt(ts: string): string {
  return Buffer.from(`next_ts:${ts}`).toString('base64');
}

function startOf(messages: SlackMessage[], cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [, ts] = /^next_ts:(\d+\.\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8')) ?? [];
  const start = messages.findIndex((message) => message.ts === ts);
  if (start < 0) throw new SlackError('invalid_cursor');
  return start;
}
