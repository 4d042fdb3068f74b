import { createHmac } from 'node:crypto';
import type { JsonObject } from '../json-value.ts';
import type { EnvelopeType, SocketMode } from '../socket-mode.ts';

/** What the bot answered, or how it failed to. */
export interface Answer {
  /** The HTTP status; 0 if there was no answer. */
  status: number;
  /** Parsed if it was JSON; '' if it was empty. */
  body: unknown;
  ms: number;
  failure?: Failure;
  /** The bot asked not to be sent this event again (`x-slack-no-retry`). */
  noRetry: boolean;
}

export type Failure = 'http_timeout' | 'http_error' | 'connection_failed';

export interface Retry {
  num: number;
  reason: Failure;
}

export interface Transport {
  /** Sends to the bot as Slack does, and waits for its answer no longer than Slack does. */
  send(type: EnvelopeType, payload: JsonObject, retry?: Retry): Promise<Answer>;
}

export interface TransportOptions {
  sockets: SocketMode;
  /** Where the bot takes HTTP requests; undefined until somebody told. */
  requestUrl(): string | undefined;
  signingSecret: string;
  now(): number;
  /** Slack waits 3 s. */
  ackMs: number;
}

/** Delivers over Socket Mode while a socket is connected, else by signed HTTP. */
export function createTransport(options: TransportOptions): Transport {
  return {
    async send(type, payload, retry) {
      const started = performance.now();
      const answer = options.sockets.connected()
        ? await overSocket(options, type, payload, retry)
        : await overHttp(options, type, payload, retry);
      return { ...answer, ms: Math.round(performance.now() - started) };
    },
  };
}

type Answered = Omit<Answer, 'ms'>;

async function overSocket(
  { sockets, ackMs }: TransportOptions,
  type: EnvelopeType,
  payload: JsonObject,
  retry: Retry | undefined,
): Promise<Answered> {
  const again = type === 'events_api' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {};
  const ack = await sockets.send(type, payload, again, ackMs);
  if (!ack) return { status: 0, body: '', failure: 'http_timeout', noRetry: false };
  return { status: 200, body: Object.keys(ack).length === 0 ? '' : ack, noRetry: false };
}

async function overHttp(
  options: TransportOptions,
  type: EnvelopeType,
  payload: JsonObject,
  retry: Retry | undefined,
): Promise<Answered> {
  const url = options.requestUrl();
  if (url === undefined) return { status: 0, body: '', failure: 'connection_failed', noRetry: false };
  const { contentType, body } = encode(type, payload);
  const timestamp = String(Math.floor(options.now() / 1000));
  const signature = createHmac('sha256', options.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
        ...(retry ? { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason } : {}),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(options.ackMs),
    });
    const answered = {
      status: response.status,
      body: parse(await response.text()),
      noRetry: response.headers.get('x-slack-no-retry') === '1',
    };
    return response.ok ? answered : { ...answered, failure: 'http_error' };
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    return { status: 0, body: '', failure: late ? 'http_timeout' : 'connection_failed', noRetry: false };
  }
}

function encode(type: EnvelopeType, payload: JsonObject): { contentType: string; body: string } {
  if (type === 'events_api') return { contentType: 'application/json', body: JSON.stringify(payload) };
  const fields =
    type === 'interactive'
      ? { payload: JSON.stringify(payload) }
      : Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
  return { contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
