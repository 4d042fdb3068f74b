import { createServer, type Server } from 'node:http';
import { type Logger, LogLevel, WebAPIPlatformError, WebClient } from '@slack/web-api';
import type { FaultBox } from '../../src/sandbox/faults.ts';
import { createSlack, type Slack, type SlackOptions } from '../../src/sandbox/slack/server.ts';

export const SIGNING_SECRET = 'a signing secret';
export const BOT_TOKEN = 'xoxb-sandbox';
export const APP_TOKEN = 'xapp-sandbox';
export const SCOPES = [
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'commands',
  'files:write',
  'usergroups:read',
  'users:read',
];

/** The sandbox's Slack behind a real HTTP server, with the real client of the SDK. */
export interface RunningSlack {
  slack: Slack;
  client: WebClient;
  faults: FaultBox;
  /** The Web API's URL, with its last slash. */
  url: string;
  stop(): Promise<void>;
}

export async function startSlack(options: Partial<SlackOptions> = {}): Promise<RunningSlack> {
  const faults: FaultBox = { current: {} };
  let url = '';
  const slack = createSlack({
    faults,
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    scopes: SCOPES,
    baseUrl: () => url,
    ...options,
  });
  const server = createServer((req, res) => {
    if (!slack.handle(req, res)) res.writeHead(404).end('not Slack');
  });
  server.on('upgrade', (req, socket, head) => {
    if (!slack.upgrade(req, socket, head)) socket.destroy();
  });
  url = `http://127.0.0.1:${await listen(server)}/slack/api/`;
  return {
    slack,
    client: clientOf(url),
    faults,
    url,
    async stop() {
      await slack.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The SDK's client, without its retries and its log. */
export function clientOf(url: string, token = BOT_TOKEN): WebClient {
  return new WebClient(token, {
    slackApiUrl: url,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
}

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

/** A logger that says nothing: many tests provoke refusals. */
export const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** The error of a call that Slack refuses, and the problems that it names. */
export async function refusal(call: Promise<unknown>): Promise<{ error: string; messages: string[] }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof WebAPIPlatformError) {
      const { error: code, response_metadata: metadata } = error.data;
      return { error: code, messages: metadata?.messages ?? [] };
    }
    throw error;
  }
  throw new Error('the call was not refused');
}

export function message(text = 'hello'): { channel: string; text: string } {
  return { channel: 'C_SECURITY', text };
}
