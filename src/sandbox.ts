import type { RequestListener } from 'node:http';
import type { Address } from './address/address.ts';
import { applicationListener } from './application-listener.ts';
import type { PostRate } from './chat/pace.ts';
import { BOT_SCOPES } from './chat/scopes.ts';
import { type Config, readPolicy } from './config.ts';
import type { Mode } from './decision/decide.ts';
import { ownTarget } from './decision/targets.ts';
import { close, listen, sendJson } from './http.ts';
import { createTable } from './ledger/dynamodb/create-table.ts';
import type { Log } from './response/deps.ts';
import { refreshGuard } from './response/load-guard.ts';
import { noNames, type ReverseDns } from './response/reverse-dns.ts';
import { isLocal, refuseForeign } from './sandbox/only-local.ts';
import { HOST, openServers, type Servers } from './sandbox/open-servers.ts';
import { createPage, type Page } from './sandbox/page/serve.ts';
import { postReplay } from './sandbox/replays/post-replay.ts';
import { REPLAYS } from './sandbox/replays/replays.ts';
import { sandboxRoutes } from './sandbox/routes.ts';
import { type SandboxFacts, sandboxFacts } from './sandbox/sandbox-facts.ts';
import { NotPossibleError } from './sandbox/slack/slack-error.ts';
import { ledgerReader } from './sandbox/state.ts';
import { type Application, asListener, wire } from './wire.ts';

const TICK_MS = 60_000;
/** How often the state is tried to be read before the one of before is shown. */
const READS = 5;
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
  mode?: Mode;
  leaseMs?: number;
  /** Proxies whose X-Forwarded-For is believed; none if left out. */
  trustedProxies?: readonly Address[];
  /** Names of attackers. Left out, none has one: the sandbox asks no name server. */
  reverseDns?: ReverseDns;
  /** How fast the channel takes messages. Left out, as Slack's does: a few at once, then about one a second. */
  postRate?: PostRate;
  /** The web page, if it is bundled already. */
  page?: Page;
  /** Leaves the bot out: commands and clicks go to an AISM that runs elsewhere and listens at this URL. */
  botAt?: string;
}

export interface Sandbox {
  facts: SandboxFacts;
  stop(): Promise<void>;
}

/** The whole of AISM on this machine: the bot with its production adapters, and the servers that it talks to. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { data, reset, postRate } = options;
  const servers = await openServers({ data, reset, scopes: [...BOT_SCOPES], ...(postRate ? { postRate } : {}) });
  const page = options.page ?? createPage();
  let answer: RequestListener = (_request, response) => sendJson(response, 503, { error: 'starting' });
  const main = await listen((request, response) => answer(request, response), { port: options.port, host: HOST });
  main.server.on('upgrade', (request, socket, head) => {
    if (!isLocal(request) || !servers.slack.upgrade(request, socket, head)) socket.destroy();
  });
  const base = `http://${HOST}:${main.port}`;
  servers.setBase(base);
  servers.slack.setRequestUrl(`${options.botAt ?? base}/slack/events`);
  const facts = sandboxFacts(servers, main.port, options.botAt);
  const application = wireBot(options, servers, facts);
  await createTable(application.dynamodb, facts.table);

  const routes = asListener(sandboxRoutes(worldOf(options, servers, facts, application)));
  const bot = options.botAt ? botElsewhere(options.botAt) : applicationListener(application);
  answer = (request, response) => {
    if (refuseForeign(request, response)) return;
    if (request.url?.startsWith('/sandbox/')) return routes(request, response);
    if (servers.slack.handle(request, response) || page.handle(request, response)) return;
    return bot(request, response);
  };
  await page.ready;
  const stopTicking = options.botAt ? () => undefined : await startTicking(application, options.log);
  return {
    facts,
    async stop() {
      stopTicking();
      await close(main.server);
      await application.stop();
      await servers.close();
    },
  };
}

function wireBot(options: SandboxOptions, servers: Servers, facts: SandboxFacts): Application {
  return wire(configOf(options, facts), {
    clock: servers.clock,
    log: options.log,
    // The folder's lock lets only one process in, so a lease of the process before may be taken at once.
    holder: 'sandbox',
    aws: {
      region: facts.region,
      ec2: facts.ec2,
      dynamodb: facts.dynamodb,
      credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    },
    reverseDns: options.reverseDns ?? noNames,
    ...(options.leaseMs ? { leaseMs: options.leaseMs } : {}),
    ...(options.postRate ? { postRate: options.postRate } : {}),
  });
}

async function startTicking({ connect, worker, deps }: Application, log: Log): Promise<() => void> {
  await connect();
  // The first alert is decided with the never-block list known.
  await refreshGuard(deps);
  const tick = () => worker.tick().catch((error: unknown) => log.error({ err: error }, 'a tick failed'));
  void tick();
  const timer = setInterval(() => void tick(), TICK_MS);
  return () => clearInterval(timer);
}

function botElsewhere(url: string): RequestListener {
  return (_request, response) => sendJson(response, 404, { error: 'not_found', message: `the bot is at ${url}` });
}

function worldOf(options: SandboxOptions, servers: Servers, facts: SandboxFacts, application: Application) {
  const { slack, ec2, faults, clock } = servers;
  const { deps, worker } = application;
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  slack.onChange(changed);
  ec2.onChange(changed);
  const readLedger = ledgerReader(deps.ledger);
  let ledger: Awaited<ReturnType<typeof readLedger>> = { blocks: [], actions: [] };
  return {
    slack,
    faults,
    async state() {
      ledger = await readPatiently(() => readLedger(clock.now()), faults).catch(() => ledger);
      return {
        messages: slack.messages(),
        views: slack.views(),
        networkAcls: ec2.networkAcls(),
        ...ledger,
        users: slack.users().map((user) => ({ ...user, role: ROLES[user.id] ?? 'stranger' })),
        channel: { id: facts.channel, name: 'security-alerts' },
        mode: deps.mode,
        now: new Date(clock.now()).toISOString(),
        owned: [deps.limits.numbers.first, deps.limits.numbers.last],
        networkAclId: facts.networkAclId,
        alerts: facts.alerts,
        webhookToken: facts.webhookToken,
        faults: faults.current,
        replays: REPLAYS.map(({ name, title, about }) => ({ name, title, about })),
      };
    },
    async tick() {
      if (options.botAt) throw new NotPossibleError('the bot runs elsewhere and has a tick of its own', 400);
      await worker.tick();
      // Scripts that moved the clock go on with a fresh list and with what the channel was told of it.
      await worker.guardIsRead();
      await worker.idle();
      changed();
    },
    async advance(ms: number) {
      clock.advance(ms);
      changed();
    },
    replay: (name: string) => postReplay(name, { ...facts, now: () => clock.now() }),
    idle: () => worker.idle(),
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * With DynamoDB asked to be down the page goes on showing what was known last. A machine that is merely busy is asked again:
 * what was known last may be nothing at all.
 */
async function readPatiently<T>(read: () => Promise<T>, faults: Servers['faults']): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await read();
    } catch (error) {
      if (faults.current.dynamodb !== undefined || tries === READS) throw error;
    }
  }
}

function configOf(options: SandboxOptions, facts: SandboxFacts): Config {
  const { policy, problems } = readPolicy(options.policyFile);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return {
    slack: { botToken: facts.botToken, signingSecret: facts.signingSecret, appToken: undefined, apiUrl: facts.slack },
    channel: facts.channel,
    analysts: ['U_ANALYST'],
    leads: ['U_LEAD'],
    webhookTokens: [facts.webhookToken],
    webhookSources: undefined,
    trustedProxies: [...(options.trustedProxies ?? [])],
    table: facts.table,
    targets: policy.targets.length > 0 ? policy.targets : [ownTarget(facts.networkAclId)],
    ruleNumbers: { first: 1, last: 99 },
    mode: options.mode ?? 'live',
    policy,
    port: 0,
  };
}
