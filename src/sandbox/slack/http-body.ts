import type { IncomingMessage, ServerResponse } from 'node:http';
import { isObject, type JsonObject } from './json-value.ts';
import { SlackError } from './slack-error.ts';

/** The whole body of a request, or undefined if it is longer than `limit` bytes. */
export async function readBody(req: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
  }
  return length > limit ? undefined : Buffer.concat(chunks);
}

/** The arguments of a call: query, then JSON or form. */
export function readArguments(req: IncomingMessage, body: Buffer): JsonObject {
  const [, query = ''] = (req.url ?? '').split('?');
  const args: JsonObject = Object.fromEntries(new URLSearchParams(query));
  if (body.length === 0) return args;
  const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  switch (type) {
    case 'application/json':
      return { ...args, ...readJson(body.toString('utf8')) };
    case 'application/x-www-form-urlencoded':
      return { ...args, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) };
    default:
      throw new SlackError('invalid_post_type');
  }
}

/** A JSON object; throws Slack's error otherwise. */
export function readJson(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SlackError('invalid_json');
  }
  if (!isObject(value)) throw new SlackError('json_not_object');
  return value;
}

export function sendJson(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers });
  res.end(JSON.stringify(body));
}

export function sendText(
  res: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  res.end(text);
}
