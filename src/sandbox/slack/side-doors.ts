import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, readJson, sendJson, sendText } from './http-body.ts';
import { SlackError } from './slack-error.ts';
import { UPLOAD_BYTES } from './uploads.ts';
import type { Workspace } from './workspace.ts';

// The URLs that need no token, because nobody can guess them: response URLs, uploads, and the files themselves.

const RESPONSE_BYTES = 1_000_000;

/** Serves a post to a response_url. A used or expired one is 404, as Bolt's `RespondError` then tells. */
export async function serveResponseUrl(
  req: IncomingMessage,
  res: ServerResponse,
  id: string,
  { responseUrls }: Workspace,
): Promise<void> {
  const body = await readBody(req, RESPONSE_BYTES);
  if (body === undefined) return sendText(res, 413, 'Request Entity Too Large');
  try {
    responseUrls.respond(id, readJson(body.toString('utf8')));
    sendText(res, 200, 'ok');
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    const gone = ['used_url', 'expired_url', 'message_not_found'].includes(error.code);
    sendJson(res, gone ? 404 : 400, { ok: false, error: error.code, ...error.details });
  }
}

/** Takes the bytes of an announced file: raw, as a form, or as multipart (what `files.uploadV2` of the SDK sends). */
export async function serveUpload(
  req: IncomingMessage,
  res: ServerResponse,
  id: string,
  { uploads }: Workspace,
): Promise<void> {
  const body = await readBody(req, UPLOAD_BYTES + 10_000);
  if (body === undefined) return sendText(res, 413, 'Request Entity Too Large');
  const content = await fileIn(req.headers['content-type'] ?? '', body);
  if (content === undefined || !uploads.receive(id, content)) return sendText(res, 404, 'no such upload');
  sendText(res, 200, `OK - ${content.length}`);
}

export function serveFile(res: ServerResponse, id: string, { store }: Workspace): void {
  const file = store.files().find((stored) => stored.id === id);
  if (!file) {
    sendText(res, 404, 'file_not_found');
    return;
  }
  res.writeHead(200, {
    'content-type': file.mimetype,
    'content-disposition': `attachment; filename="${encodeURIComponent(file.name)}"`,
  });
  res.end(Buffer.from(file.content, 'base64'));
}

async function fileIn(type: string, body: Buffer): Promise<Buffer | undefined> {
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    for (const value of form.values()) if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer());
    return undefined;
  }
  if (type.startsWith('application/x-www-form-urlencoded')) {
    const text = new URLSearchParams(body.toString('utf8')).get('body');
    return text === null ? undefined : Buffer.from(text);
  }
  return body;
}
