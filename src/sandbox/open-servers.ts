import { mkdirSync, rmSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { close, listen } from '../http.ts';
import { claimFolder } from './claim-folder.ts';
import { createDynamodb } from './dynamodb/dynamodb-server.ts';
import { createEc2, type Ec2 } from './ec2/server.ts';
import type { FaultBox } from './faults.ts';
import { refuseForeign } from './only-local.ts';
import { sandboxClock } from './sandbox-clock.ts';
import { openSettings, type Settings } from './settings.ts';
import type { Rate } from './slack/rate-limit.ts';
import { createSlack, type Slack } from './slack/server.ts';

export const HOST = '127.0.0.1';
export const REGION = 'eu-central-1';

/** The servers that the bot talks to; Slack is served by the main port, at the base that `setBase` names. */
export interface Servers {
  settings: Settings;
  clock: Clock & { advance(ms: number): void };
  faults: FaultBox;
  slack: Slack;
  ec2: Ec2;
  urls: { ec2: string; dynamodb: string; slack: () => string };
  setBase(base: string): void;
  close(): Promise<void>;
}

/** What a sandbox keeps in its folder. Anything else there is not ours to take away: `--data .` names a project. */
const KEPT = ['dynamodb', 'ec2.jsonl', 'slack.jsonl', 'sandbox.json'];

export interface OpenOptions {
  data: string;
  reset: boolean;
  scopes: string[];
  /** How fast a channel takes messages; left out, as Slack's do. */
  postRate?: Rate;
}

/** Opens the sandbox's EC2, DynamoDB and Slack on what the folder remembers. */
export async function openServers(options: OpenOptions): Promise<Servers> {
  const store = join(options.data, 'dynamodb');
  mkdirSync(options.data, { recursive: true });
  await claimFolder(store, options.data);
  if (options.reset) for (const name of KEPT) rmSync(join(options.data, name), { recursive: true, force: true });
  const { settings, save } = openSettings(join(options.data, 'sandbox.json'));
  const faults: FaultBox = { current: {} };
  const dynamodb = createDynamodb({ folder: store, faults });
  const ec2 = createEc2({ file: join(options.data, 'ec2.jsonl'), faults, region: REGION });
  const ec2At = await listenAgain(ec2.handle, settings.ports.ec2);
  const dynamodbAt = await listenAgain(dynamodb.handle, settings.ports.dynamodb);
  settings.ports = { ec2: ec2At.port, dynamodb: dynamodbAt.port };
  save();

  let base = '';
  const slackUrl = () => `${base}/slack/api/`;
  const slack = createSlack({
    file: join(options.data, 'slack.jsonl'),
    faults,
    signingSecret: settings.signingSecret,
    botToken: settings.botToken,
    appToken: settings.appToken,
    baseUrl: slackUrl,
    scopes: options.scopes,
    ...(options.postRate ? { postRate: options.postRate } : {}),
  });
  return {
    settings,
    clock: sandboxClock(settings, save),
    faults,
    slack,
    ec2,
    urls: {
      ec2: `http://${HOST}:${ec2At.port}/`,
      dynamodb: `http://${HOST}:${dynamodbAt.port}/`,
      slack: slackUrl,
    },
    setBase(url) {
      base = url;
    },
    async close() {
      await slack.close();
      await Promise.all([close(ec2At.server), close(dynamodbAt.server)]);
      await dynamodb.close();
    },
  };
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** At the port of the last time if it is free, so that scripts find the servers again; else anywhere. */
async function listenAgain(handle: Handle, port: number): Promise<{ server: Server; port: number }> {
  const guarded: Handle = (request, response) => refuseForeign(request, response) || handle(request, response);
  try {
    return await listen(guarded, { port, host: HOST });
  } catch {
    return listen(guarded, { port: 0, host: HOST });
  }
}
