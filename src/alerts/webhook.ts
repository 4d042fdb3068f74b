import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { type Address, contains, display } from '../address/address.ts';
import type { Alert, ParsedAlert } from './alert.ts';
import { alertSources, type ParseAlert } from './alert-sources.ts';
import { bearerCheck } from './bearer-token.ts';
import type { ParseContext } from './elastalert.ts';
import { findSender } from './find-sender.ts';
import { oneLine } from './one-line.ts';
import { readJsonBody } from './read-json-body.ts';
import { readLimited } from './read-limited.ts';
import * as answers from './webhook-answers.ts';

/** One authenticated body: an alert to be worked, or one for the quarantine, with the reason. */
export type AlertIntake = {
  source: string;
  body: Buffer;
  /** Milliseconds since the epoch. */
  receivedAt: number;
  /** The sender's address, or `unknown`. */
  sender: string;
} & ({ alert: Alert } | { rejected: string });

export interface AlertRoutesDeps {
  /** The live tokens: one, or two while one replaces the other. */
  tokens: readonly string[];
  /** Who may post; everybody with a token, if undefined or empty. */
  sources?: readonly Address[];
  /** Proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly Address[];
  /** The largest body; 1 MiB by default. */
  maxBytes?: number;
  /** Resolves only when the intake is stored for good. */
  store(intake: AlertIntake): Promise<void>;
  /** Notes whose right token came with a body, at the same time as that is stored. A failure is its own to tell of. */
  noteSender?(sender: Address, at: number): Promise<void>;
  /** Notes that a source was heard, whether or not its body can be used. Never fails. */
  noteSource?(source: string, at: number): Promise<void>;
  now(): number;
  /** Called after each stored intake: a hint that there is work. */
  onStored(): void;
  log: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
  /** The address at the other end of the connection; that of node's socket by default. */
  peer?(context: Context): string | undefined;
}

const ONE_MEBIBYTE = 1024 * 1024;

/**
 * `POST /alerts/:source`. A 2xx means "stored", also for a body that cannot be used: ElastAlert posts again, each minute
 * for two days, whatever was answered 4xx or 5xx.
 */
export function alertRoutes(deps: AlertRoutesDeps): Hono {
  const isAuthorized = bearerCheck(deps.tokens);
  const app = new Hono();
  app.all('/alerts/:source', async (context) => {
    const answer = isAuthorized(context.req.header('authorization'))
      ? await receive(deps, context, context.req.param('source'))
      : answers.unauthorized;
    return say(context, answer);
  });
  app.notFound((context) =>
    say(context, answers.unknownSource(oneLine(context.req.path, 50), [...alertSources.keys()])),
  );
  app.onError((error, context) => {
    deps.log.error({ err: error }, 'the webhook failed; the sender was told to repeat its alert');
    return say(context, answers.notStored);
  });
  return app;
}

function say(context: Context, answer: answers.WebhookAnswer): Response {
  return context.json(answer.body, answer.status, { 'Cache-Control': 'no-store', ...answer.headers });
}

async function receive(deps: AlertRoutesDeps, context: Context, source: string): Promise<answers.WebhookAnswer> {
  const { req } = context;
  const maxBytes = deps.maxBytes ?? ONE_MEBIBYTE;
  const peer = deps.peer ? deps.peer(context) : socketPeer(context);
  const found = findSender(peer, req.header('x-forwarded-for'), deps.trustedProxies);
  const sender = found === undefined ? 'unknown' : display(found);
  if (!isAllowed(deps.sources, found)) {
    deps.log.warn({ sender }, 'refused an alert: the sender is not allowed');
    return answers.forbidden(sender);
  }
  const parse = alertSources.get(source);
  if (parse === undefined) return answers.unknownSource(oneLine(source, 50), [...alertSources.keys()]);
  if (req.method !== 'POST') return answers.methodNotAllowed;
  if (!isPlainJson(req.header('content-type'), req.header('content-encoding'))) return answers.unsupportedMediaType;
  const read = await readLimited(req.raw, maxBytes);
  if (read.kind === 'too-large') return answers.tooLarge(maxBytes);
  if (read.kind === 'cut-off') return answers.cutOff;
  const receivedAt = deps.now();
  const ruleHeader = req.header('x-aism-rule');
  const parsed = parseBody(deps, parse, read.bytes, { receivedAt, ...(ruleHeader !== undefined && { ruleHeader }) });
  const noting = Promise.all([found && deps.noteSender?.(found, receivedAt), deps.noteSource?.(source, receivedAt)]);
  const answer = await storeIntake(deps, { source, body: read.bytes, receivedAt, sender }, parsed);
  await noting;
  return answer;
}

async function storeIntake(
  deps: AlertRoutesDeps,
  intake: Pick<AlertIntake, 'source' | 'body' | 'receivedAt' | 'sender'>,
  parsed: ParsedAlert,
): Promise<answers.WebhookAnswer> {
  try {
    await deps.store({ ...intake, ...(parsed.kind === 'alert' ? { alert: parsed.alert } : { rejected: parsed.why }) });
  } catch (error) {
    deps.log.error(
      { err: error, sender: intake.sender },
      'an alert could not be stored; its sender was told to repeat it',
    );
    return answers.notStored;
  }
  hint(deps);
  if (parsed.kind === 'rejected') return answers.quarantined(parsed.why);
  const { identity, attackers } = parsed.alert;
  return answers.accepted(
    identity,
    attackers.map(({ address }) => display(address)),
  );
}

/** What is stored is safe, so a hint that fails must not turn the answer into a failure: the next tick finds the work. */
function hint(deps: AlertRoutesDeps): void {
  try {
    deps.onStored();
  } catch (error) {
    deps.log.warn({ err: error }, 'the wake-up after an alert failed; the tick will do the work');
  }
}

function parseBody(deps: AlertRoutesDeps, parse: ParseAlert, bytes: Buffer, context: ParseContext): ParsedAlert {
  const json = readJsonBody(bytes);
  if (!json.ok) return { kind: 'rejected', why: json.why };
  try {
    return parse(json.body, context);
  } catch (error) {
    // Our own mistake: kept in quarantine the body can be read again later, answered 5xx it would come for two days.
    deps.log.error({ err: error }, 'the parser failed on an alert; it is in quarantine');
    return { kind: 'rejected', why: 'AISM failed to read this body, which is a mistake in AISM: see its log.' };
  }
}

function isAllowed(sources: readonly Address[] | undefined, sender: Address | undefined): boolean {
  if (sources === undefined || sources.length === 0) return true;
  return sender !== undefined && sources.some((source) => contains(source, sender));
}

/** `application/json`, at most with `charset=utf-8`, and not compressed. */
function isPlainJson(type: string | undefined, encoding: string | undefined): boolean {
  const isJson = /^\s*application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?;?\s*$/i.test(type ?? '');
  return isJson && /^(identity)?$/i.test(encoding ?? '');
}

/** Undefined outside of node's server. */
function socketPeer(context: Context): string | undefined {
  const { env } = context;
  return env?.incoming || env?.server ? getConnInfo(context).remote.address : undefined;
}
