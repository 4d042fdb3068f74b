import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../http.ts';

const LOCAL_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;

/**
 * Refuses requests that a foreign web page could make a browser send here: a Host that is not this machine (DNS
 * rebinding) or an Origin from elsewhere. True when it answered.
 */
export function refuseForeign(request: IncomingMessage, response: ServerResponse): boolean {
  if (isLocal(request)) return false;
  sendJson(response, 403, {
    error: 'foreign_request',
    message: 'The sandbox answers only to this machine: open http://127.0.0.1 with its port.',
  });
  return true;
}

/** Whether Host, and Origin if there is one, name this machine. */
export function isLocal(request: IncomingMessage): boolean {
  const { host, origin } = request.headers;
  if (!host || !LOCAL_HOST.test(host)) return false;
  return origin === undefined || origin === `http://${host}`;
}
