import type { RequestListener } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { getRequestListener } from '@hono/node-server';
import { HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Hono } from 'hono';
import { alertRoutes } from './alerts/webhook.ts';
import { slackAccess } from './chat/access.ts';
import { type OwnTeam, ownTeam } from './chat/own-team.ts';
import { createPace, type PostRate } from './chat/pace.ts';
import { slackAnnouncer } from './chat/slack-announcer.ts';
import { boltLogger, slackApp } from './chat/slack-app.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { targetNames } from './decision/targets.ts';
import { nameServers } from './dns/name-servers.ts';
import { rememberedNames } from './dns/remembered-names.ts';
import { createIntake } from './intake.ts';
import { dynamodbLedger } from './ledger/dynamodb/dynamodb-ledger.ts';
import type { Deps, Log } from './response/deps.ts';
import { senderNotes } from './response/note-sender.ts';
import { sourceNotes } from './response/note-source.ts';
import type { ReverseDns } from './response/reverse-dns.ts';
import { type AwsWiring, wireFirewall } from './wire-firewall.ts';
import { createWorker, type Worker } from './worker.ts';

/** The application, wired and not yet listening. */
export interface Application {
  deps: Deps;
  worker: Worker;
  dynamodb: DynamoDBClient;
  /** `POST /alerts/:source`. */
  alerts: Hono;
  /** `POST /slack/events`; undefined in Socket Mode. */
  slackEvents: RequestListener | undefined;
  /** Connects to Slack. */
  connect(): Promise<void>;
  /** Finishes what is begun. */
  stop(): Promise<void>;
}

/** What the sandbox and tests choose besides the configuration. */
export interface Wiring {
  clock: Clock;
  log: Log;
  /** The name under which this process holds leases. */
  holder: string;
  /** Endpoints and credentials; left out, the AWS SDK's own environment counts. */
  aws?: AwsWiring & { dynamodb: string };
  leaseMs?: number;
  /** Left out, the machine's name servers are asked. */
  reverseDns?: ReverseDns;
  /** From 0 to 1; left out, by chance. */
  random?: () => number;
  /** How fast the channel takes messages; left out, as Slack's does. */
  postRate?: PostRate;
}

/** Longer than one EC2 call may take, its repetitions included. Milliseconds. */
const LEASE_MS = 20_000;
/** A click has 3 s: one lost call and its repetition must fit. Milliseconds. */
const DYNAMODB_TIMEOUT_MS = 800;
const SLACK_TIMEOUT_MS = 10_000;

/** The only place that names concrete classes: from a configuration to an application. */
export function wire(config: Config, wiring: Wiring): Application {
  const { aws, log } = wiring;
  const shared = aws ? { region: aws.region, credentials: aws.credentials } : {};
  const dynamodb = new DynamoDBClient({
    ...shared,
    ...(aws ? { endpoint: aws.dynamodb } : {}),
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: DYNAMODB_TIMEOUT_MS,
      requestTimeout: DYNAMODB_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });
  const ec2 = wireFirewall(config, aws, Date.now);
  const ledger = dynamodbLedger({
    client: dynamodb,
    table: config.table,
    retention: config.policy.retention,
    wall: Date.now,
  });
  const slackOptions: WebClientOptions = {
    ...(config.slack.apiUrl ? { slackApiUrl: config.slack.apiUrl } : {}),
    timeout: SLACK_TIMEOUT_MS,
    // What Slack does not take stays in the ledger: the outbox is the retry.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: boltLogger(log),
  };
  const slack = new WebClient(config.slack.botToken, slackOptions);
  const nameOf = targetNames(config.targets);
  const announcer = slackAnnouncer(
    slack,
    { mode: config.mode, nameOf, mentions: config.policy.mentions },
    createPace(Date.now, sleep, wiring.postRate),
    (error) => {
      log.warn({ err: error }, 'Slack did not take the picture of a report; it is sent without');
      return undefined;
    },
  );
  const intake = createIntake();
  const worker = createWorker(
    () => deps,
    () => announcer,
    intake,
  );
  const deps: Deps = {
    ledger,
    firewall: ec2.firewall,
    placement: ec2.placement,
    guardSource: ec2.guardSource,
    reverseDns: rememberedNames(wiring.reverseDns ?? nameServers(), Date.now),
    clock: wiring.clock,
    wall: Date.now,
    sleep,
    random: wiring.random ?? Math.random,
    policy: config.policy,
    mode: config.mode,
    targets: config.targets.map((target) => target.id),
    nameOf,
    limits: { numbers: config.ruleNumbers, quota: config.policy.quota, keptForPeople: config.policy.keptForPeople },
    channel: config.channel,
    holder: wiring.holder,
    leaseMs: wiring.leaseMs ?? LEASE_MS,
    callMs: ec2.callMs,
    wake: worker.wake,
    isStopping: worker.isStopping,
    log,
  };
  const access = slackAccess({
    analysts: config.analysts,
    leads: config.leads,
    permissions: config.policy.permissions,
    client: slack,
    wall: () => wiring.clock.now(),
    onError: (error) =>
      log.warn({ err: error }, 'Slack did not tell of a person or a user group; what was known last counts'),
  });
  const team = ownTeam(slack);
  const receiver = slackReceiver(config, slackOptions, log);
  const app = slackApp({
    receiver,
    token: config.slack.botToken,
    clientOptions: slackOptions,
    listener: { deps, access, log },
    team,
    log,
  });

  return {
    deps,
    worker,
    dynamodb,
    alerts: alertRoutes({
      tokens: config.webhookTokens,
      ...(config.webhookSources ? { sources: config.webhookSources } : {}),
      trustedProxies: config.trustedProxies,
      now: () => wiring.clock.now(),
      noteSender: senderNotes(deps),
      noteSource: sourceNotes(deps),
      onStored: worker.wake.alerts,
      log,
      store: (taken) =>
        intake.storing(() =>
          'alert' in taken ? ledger.inbox.store(taken) : ledger.inbox.quarantine({ ...taken, why: taken.rejected }),
        ),
    }),
    slackEvents: receiver instanceof HTTPReceiver ? receiver.requestListener : undefined,
    async connect() {
      await introduce(team, log);
      if (receiver instanceof SocketModeReceiver) await app.start();
    },
    async stop() {
      if (receiver instanceof SocketModeReceiver) await app.stop();
      await worker.stop();
      dynamodb.destroy();
      ec2.destroy();
    },
  };
}

/** A Hono app as a listener of node:http. */
export function asListener(app: Hono): RequestListener {
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

function slackReceiver(config: Config, clientOptions: WebClientOptions, log: Log): Receiver {
  const { appToken, signingSecret } = config.slack;
  const logger = boltLogger(log);
  if (appToken) {
    const { slackApiUrl } = clientOptions;
    const installerOptions = slackApiUrl ? { installerOptions: { clientOptions: { slackApiUrl } } } : {};
    return new SocketModeReceiver({ appToken, logger, ...installerOptions });
  }
  return new HTTPReceiver({
    signingSecret: signingSecret ?? '',
    endpoints: ['/slack/events'],
    logger,
    unhandledRequestTimeoutMillis: 3001,
  });
}

/** One explicit auth.test: a wrong token is told at the start, an unreachable Slack is no reason not to take alerts. */
async function introduce(team: OwnTeam, log: Log): Promise<void> {
  try {
    await team.learn();
  } catch (error) {
    const code = error instanceof Error && 'data' in error ? (error.data as { error?: string }).error : undefined;
    if (code === 'invalid_auth' || code === 'account_inactive' || code === 'token_revoked')
      throw new Error(`Slack does not accept SLACK_BOT_TOKEN (${code}): install the app anew and copy its bot token`, {
        cause: error,
      });
    log.warn({ err: error }, 'Slack does not answer yet; cards wait in the ledger until it does');
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
