import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultBox } from '../faults.ts';
import { textArgument } from './arguments.ts';
import { disturb, isDoneAllTheSame, sendFault, sendRateLimited } from './disturbance.ts';
import { readArguments, readBody, sendJson, sendText } from './http-body.ts';
import type { JsonObject } from './json-value.ts';
import { METHODS } from './methods/all.ts';
import type { Method } from './methods/method.ts';
import type { Rate, RateLimiter } from './rate-limit.ts';
import { SlackError } from './slack-error.ts';
import type { Workspace } from './workspace.ts';

const BODY_BYTES = 1_000_000;

export interface WebApiOptions {
  workspace: Workspace;
  faults: FaultBox;
  random: () => number;
  limiter: RateLimiter;
  /** How fast a channel takes messages; left out, as the method says. */
  postRate?: Rate;
  botToken: string;
  appToken: string;
}

/** Serves one call of the Web API; `name` is the method, e.g. `chat.postMessage`. */
export async function serveWebApi(
  req: IncomingMessage,
  res: ServerResponse,
  name: string,
  options: WebApiOptions,
): Promise<void> {
  const { workspace, limiter, postRate } = options;
  const body = await readBody(req, BODY_BYTES);
  const fault = await disturb(options.faults, req, options.random);
  if (fault === 'cut') return;
  if (body === undefined) return sendText(res, 413, 'Request Entity Too Large');
  if (fault !== 'none' && !isDoneAllTheSame(fault.code)) return sendFault(res, fault.code);

  const headers: Record<string, string> = {};
  try {
    const method = METHODS.get(name);
    if (!method) throw new SlackError('unknown_method', { req_method: name });
    const args = readArguments(req, body);
    authenticate(req, args, method, options);
    headers['x-oauth-scopes'] = workspace.scopes.join(',');
    headers['x-accepted-oauth-scopes'] = method.scopes.join(',');
    checkScope(method, workspace.scopes);

    const key = method.perChannel ? `${name} ${textArgument(args, 'channel') ?? ''}` : name;
    const wait = limiter.take(key, (method.perChannel && postRate) || method.rate);
    if (wait > 0) return sendRateLimited(res, wait);
    const result = method.run(args, workspace);
    if (fault !== 'none') return sendFault(res, fault.code);
    sendJson(res, 200, { ok: true, ...result }, headers);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    sendJson(res, 200, { ok: false, error: error.code, ...error.details }, headers);
  }
}

function authenticate(req: IncomingMessage, args: JsonObject, method: Method, options: WebApiOptions): void {
  const [, bearer] = /^Bearer\s+(\S+)$/i.exec(req.headers.authorization ?? '') ?? [];
  const token = bearer ?? textArgument(args, 'token');
  if (token === undefined) throw new SlackError('not_authed');
  if (token !== options.botToken && token !== options.appToken) throw new SlackError('invalid_auth');
  if (token !== (method.appToken ? options.appToken : options.botToken)) {
    throw new SlackError('not_allowed_token_type');
  }
}

function checkScope(method: Method, provided: readonly string[]): void {
  if (method.scopes.length === 0 || method.scopes.some((scope) => provided.includes(scope))) return;
  throw new SlackError('missing_scope', { needed: method.scopes.join(','), provided: provided.join(',') });
}
