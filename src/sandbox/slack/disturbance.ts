import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultBox } from '../faults.ts';
import { sendJson, sendText } from './http-body.ts';

/** What the settable faults do to one request. */
export type Disturbance = 'none' | 'cut' | { code: string };

/** Applies latency and `down`, and throws the dice for an error; the error itself is for the caller to answer. */
export async function disturb(faults: FaultBox, req: IncomingMessage, random: () => number): Promise<Disturbance> {
  const fault = faults.current.slack;
  if (fault?.latencyMs) await sleep(fault.latencyMs);
  if (fault?.down) {
    req.socket.destroy();
    return 'cut';
  }
  return fault?.errorRate && random() < fault.errorRate ? { code: fault.code ?? 'ratelimited' } : 'none';
}

/**
 * Slack's answer of an error: 429 with Retry-After for `ratelimited`, that HTTP status for a number, 503 for
 * `service_unavailable`, else HTTP 200 and `ok: false`.
 */
export function sendFault(res: ServerResponse, code: string): void {
  if (code === 'ratelimited') sendRateLimited(res, 1);
  else if (/^[45]\d\d$/.test(code)) sendText(res, Number(code), 'upstream connect error');
  else if (code === 'service_unavailable') sendText(res, 503, code);
  else sendJson(res, 200, { ok: false, error: code });
}

export function sendRateLimited(res: ServerResponse, seconds: number): void {
  sendJson(res, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(seconds) });
}

/**
 * "It's possible some aspect of the operation succeeded before the error was raised", say Slack's pages of `fatal_error`:
 * here the operation is done whole and the caller hears only of the error.
 */
export function isDoneAllTheSame(code: string): boolean {
  return code === 'fatal_error';
}
