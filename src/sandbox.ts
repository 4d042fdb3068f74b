import { mkdirSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { applicationListener } from './application-listener.ts';
import { BOT_SCOPES } from './chat/scopes.ts';
import type { Config } from './config.ts';
import { readPolicy } from './config.ts';
import { close, listen, sendJson } from './http.ts';
import { createTable } from './ledger/dynamodb/create-table.ts';
import type { Log } from './response/deps.ts';
import { createDynamodb } from './sandbox/dynamodb/dynamodb-server.ts';
import { createEc2 } from './sandbox/ec2/server.ts';
import type { FaultBox } from './sandbox/faults.ts';
import { isLocal, refuseForeign } from './sandbox/only-local.ts';
import { createPage } from './sandbox/page/serve.ts';
import { replayBody } from './sandbox/replays/replay-body.ts';
import { REPLAYS } from './sandbox/replays/replays.ts';
import { sandboxRoutes } from './sandbox/routes.ts';
import { sandboxClock } from './sandbox/sandbox-clock.ts';
import { openSettings } from './sandbox/settings.ts';
import { createSlack } from './sandbox/slack/server.ts';
import { HOME_CHANNEL } from './sandbox/slack/world.ts';
import { ledgerState } from './sandbox/state.ts';
import { asListener, wire } from './wire.ts';

const HOST = '127.0.0.1';
const REGION = 'eu-central-1';
const TABLE = 'aism';
const TICK_MS = 60_000;
const ROLES: Record<string, string> = { U_ANALYST: 'analyst', U_LEAD: 'lead', U_STRANGER: 'stranger' };

export interface SandboxOptions {
  /** 0: any free one. */
  port: number;
  /** Where everything is kept. */
  data: string;
  /** Forget everything first. */
  reset: boolean;
  log: Log;
  /** Policy file; the built-in policy if there is none. */
  policyFile?: string;
  /** Without the bot: the servers alone, for an AISM that runs elsewhere and listens there. */
  botAt?: string;
}

/** What `--json` prints: where everything is. */
export interface SandboxFacts {
  page: string;
  alerts: string;
  slack: string;
  ec2: string;
  dynamodb: string;
  webhookToken: string;
  signingSecret: string;
  botToken: string;
  appToken: string;
  channel: string;
  networkAclId: string;
  table: string;
  region: string;
}

export interface Sandbox {
  facts: SandboxFacts;
  stop(): Promise<void>;
}

/** The whole of AISM on this machine: the bot with its production adapters, and the servers that it talks to. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  if (options.reset) rmSync(options.data, { recursive: true, force: true });
  mkdirSync(options.data, { recursive: true });
  const { settings, save } = openSettings(join(options.data, 'sandbox.json'));
  const clock = sandboxClock(settings, save);
  const faults: FaultBox = { current: {} };
  const page = createPage();

  const dynamodb = createDynamodb({ folder: join(options.data, 'dynamodb'), faults });
  const ec2 = createEc2({ file: join(options.data, 'ec2.jsonl'), faults, region: REGION });
  const ec2At = await listenAgain(
    (request, response) => refuseForeign(request, response) || ec2.handle(request, response),
    settings.ports.ec2,
  );
  const dynamodbAt = await listenAgain(
    (request, response) => refuseForeign(request, response) || dynamodb.handle(request, response),
    settings.ports.dynamodb,
  );
  settings.ports = { ec2: ec2At.port, dynamodb: dynamodbAt.port };
  save();

  let base = '';
  const slack = createSlack({
    file: join(options.data, 'slack.jsonl'),
    faults,
    signingSecret: settings.signingSecret,
    botToken: settings.botToken,
    appToken: settings.appToken,
    baseUrl: () => `${base}/slack/api/`,
    scopes: [...BOT_SCOPES],
  });

  let answer: Parameters<typeof listen>[0] = (_request, response) => sendJson(response, 503, { error: 'starting' });
  const main = await listen((request, response) => answer(request, response), { port: options.port, host: HOST });
  base = `http://${HOST}:${main.port}`;
  main.server.on('upgrade', (request, socket, head) => {
    if (!isLocal(request) || !slack.upgrade(request, socket, head)) socket.destroy();
  });

  const facts: SandboxFacts = {
    page: `${base}/`,
    alerts: `${options.botAt ?? base}/alerts/elastalert`,
    slack: `${base}/slack/api/`,
    ec2: `http://${HOST}:${ec2At.port}/`,
    dynamodb: `http://${HOST}:${dynamodbAt.port}/`,
    webhookToken: settings.webhookToken,
    signingSecret: settings.signingSecret,
    botToken: settings.botToken,
    appToken: settings.appToken,
    channel: HOME_CHANNEL,
    networkAclId: ec2.networkAclId,
    table: TABLE,
    region: REGION,
  };
  const application = wire(configOf(facts, options.policyFile), {
    clock,
    log: options.log,
    // The folder's lock lets only one process in, so a lease of the process before may be taken at once.
    holder: 'sandbox',
    aws: {
      region: REGION,
      ec2: facts.ec2,
      dynamodb: facts.dynamodb,
      credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    },
  });
  await createTable(application.dynamodb, TABLE);
  slack.setRequestUrl(`${options.botAt ?? base}/slack/events`);

  const { worker, deps } = application;
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  slack.onChange(changed);
  ec2.onChange(changed);

  let ledger: Awaited<ReturnType<typeof ledgerState>> = { blocks: [], actions: [] };
  const routes = asListener(
    sandboxRoutes({
      slack,
      faults,
      async state() {
        // With DynamoDB down the page goes on showing what was known last.
        ledger = await ledgerState(deps.ledger, clock.now()).catch(() => ledger);
        return {
          messages: slack.messages(),
          views: slack.views(),
          networkAcls: ec2.networkAcls(),
          ...ledger,
          users: slack.users().map((user) => ({ ...user, role: ROLES[user.id] ?? 'stranger' })),
          channel: { id: HOME_CHANNEL, name: 'security-alerts' },
          mode: deps.mode,
          now: new Date(clock.now()).toISOString(),
          owned: [deps.limits.numbers.first, deps.limits.numbers.last],
          networkAclId: ec2.networkAclId,
          alerts: facts.alerts,
          webhookToken: facts.webhookToken,
          faults: faults.current,
          replays: REPLAYS.map(({ name, title, about }) => ({ name, title, about })),
        };
      },
      async tick() {
        await worker.tick();
        changed();
      },
      async advance(ms) {
        clock.advance(ms);
        changed();
      },
      async replay(name) {
        const replay = REPLAYS.find((each) => each.name === name);
        if (!replay) return undefined;
        await Promise.all(
          replay.steps.map((step) => postLater(facts, step.afterMs, () => replayBody(step, clock.now()))),
        );
        return { posted: replay.steps.length };
      },
      idle: () => worker.idle(),
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
  );
  const bot = applicationListener(application);
  answer = (request, response) => {
    if (refuseForeign(request, response)) return;
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path.startsWith('/sandbox/')) return routes(request, response);
    if (slack.handle(request, response) || page.handle(request, response)) return;
    return bot(request, response);
  };

  await application.connect();
  await page.ready;
  const tick = () => worker.tick().catch((error: unknown) => options.log.error({ err: error }, 'a tick failed'));
  void tick();
  const timer = setInterval(() => void tick(), TICK_MS);

  return {
    facts,
    async stop() {
      clearInterval(timer);
      await slack.close();
      await close(main.server);
      await application.stop();
      await Promise.all([close(ec2At.server), close(dynamodbAt.server)]);
      await dynamodb.close();
    },
  };
}

/** At the port of the last time if it is free, so that scripts find the servers again; else anywhere. */
async function listenAgain(
  listener: Parameters<typeof listen>[0],
  port: number,
): Promise<{ server: Server; port: number }> {
  try {
    return await listen(listener, { port, host: HOST });
  } catch {
    return listen(listener, { port: 0, host: HOST });
  }
}

async function postLater(facts: SandboxFacts, afterMs: number, body: () => unknown): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  await fetch(facts.alerts, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${facts.webhookToken}` },
    body: JSON.stringify(body()),
  });
}

function configOf(facts: SandboxFacts, policyFile: string | undefined): Config {
  const { policy, problems } = readPolicy(policyFile);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return {
    slack: { botToken: facts.botToken, signingSecret: facts.signingSecret, appToken: undefined, apiUrl: facts.slack },
    channel: facts.channel,
    analysts: ['U_ANALYST'],
    leads: ['U_LEAD'],
    webhookTokens: [facts.webhookToken],
    webhookSources: undefined,
    trustedProxies: [],
    table: facts.table,
    networkAcls: [facts.networkAclId],
    ruleNumbers: { first: 1, last: 99 },
    mode: 'live',
    policy,
    port: 0,
  };
}
