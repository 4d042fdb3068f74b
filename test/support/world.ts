import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EC2Client } from '@aws-sdk/client-ec2';
import type { WebClient } from '@slack/web-api';
import { vi } from 'vitest';
import type { Address } from '../../src/address/address.ts';
import type { Mode } from '../../src/decision/decide.ts';
import { createLog } from '../../src/log.ts';
import type { ReverseDns } from '../../src/response/reverse-dns.ts';
import { createPage } from '../../src/sandbox/page/serve.ts';
import type { SandboxFacts } from '../../src/sandbox/sandbox-facts.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox.ts';
import { type Answer, send } from './http-send.ts';
import { clientOf } from './sandbox-slack.ts';
import { type Block, type Delivery, deliverySchema, type Message, type State, stateSchema } from './sandbox-state.ts';

export interface WorldOptions {
  mode?: Mode;
  leaseMs?: number;
  trustedProxies?: readonly Address[];
  reverseDns?: ReverseDns;
  /** The policy file's text. */
  policy?: string;
  /** Slack's own pace, a few cards at once and then about one a second. Left out, nobody waits for the channel. */
  slackPace?: boolean;
}

/** So fast that no test waits for it. */
const AT_ONCE = { burst: 1000, perMinute: 600_000 };
/** Bundled once in a process. */
const page = createPage();

/** A whole sandbox in this process on a folder of its own, and what scripts and people do with it, over HTTP alone. */
export interface World {
  /** Where everything is; new ports after `restart`. */
  facts: SandboxFacts;
  /** Everything that was logged. */
  logged: string[];
  /** Posts a body to the webhook with the right token, unless told otherwise. */
  post(body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** One alert on this address as ElastAlert posts it, each time a new event; fails the test unless it is taken. */
  alert(address: string, fields?: Record<string, unknown>): Promise<void>;
  /** `POST /sandbox/<path>` with JSON. */
  sandbox(path: string, body: unknown): Promise<Answer>;
  click(ts: string | undefined, action_id: string, user?: string, value?: string): Promise<Delivery>;
  command(text: string, user?: string): Promise<Delivery>;
  home(user?: string): Promise<Delivery>;
  tick(): Promise<void>;
  advance(seconds: number): Promise<void>;
  faults(faults: object): Promise<void>;
  state(): Promise<State>;
  /** The address's newest card in the channel, once it is there. */
  card(address: string): Promise<Message>;
  /** The address's cards in the channel, oldest first. */
  cards(address: string): Promise<Message[]>;
  /** The address's newest block. */
  block(address: string): Promise<Block | undefined>;
  /** Kind and actor of everything that was done about the address, in order. */
  story(address: string): Promise<string[]>;
  /** What the firewall denies inbound besides everything: the ranges in the order of their rule numbers. */
  denies(): Promise<string[]>;
  ec2: EC2Client;
  slack: WebClient;
  /** Stops and starts on the same folder, with another policy file if its text is given. */
  restart(policy?: string): Promise<void>;
  end(): Promise<void>;
}

/** The tests of a file share a channel and post more cards in a minute than people see in an hour. */
function calm(policy: string): string {
  return /^storm:/m.test(policy) ? policy : `${policy}\nstorm: {cards: 600}\n`;
}

/** Starts a sandbox on a new folder. `end` stops it and removes the folder. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'aism-flow-'));
  const { policy: firstPolicy, slackPace = false, ...rest } = options;
  const policyFile = join(folder, 'aism.yml');
  const logged: string[] = [];
  const log = createLog('trace', { write: (line: string) => void logged.push(line) });
  const start = (policy: string | undefined) => {
    if (policy !== undefined || !existsSync(policyFile)) writeFileSync(policyFile, calm(policy ?? ''));
    return startSandbox({
      port: 0,
      data: join(folder, 'data'),
      reset: false,
      log,
      page,
      ...(slackPace ? {} : { postRate: AT_ONCE }),
      ...rest,
      policyFile,
    });
  };
  let sandbox: Sandbox = await start(firstPolicy);
  const { facts: first } = sandbox;

  const world: World = {
    facts: first,
    logged,
    ec2: ec2Of(first),
    slack: clientOf(first.slack, first.botToken),
    post: (body, headers = {}) =>
      send(world.facts.alerts, body, { authorization: `Bearer ${world.facts.webhookToken}`, ...headers }),
    async alert(address, fields = {}) {
      const event = { aism_ip: address, aism_rule: 'ssh-bruteforce', _index: 'filebeat', _id: randomUUID() };
      const answer = await world.post({ ...event, ...fields });
      if (answer.status !== 202) throw new Error(`the alert was answered ${answer.status}: ${answer.text}`);
    },
    sandbox: (path, body) => send(`${world.facts.page}sandbox/${path}`, body),
    async click(ts, action_id, user = 'U_ANALYST', value) {
      const chosen = value === undefined ? {} : { value };
      return deliverySchema.parse((await ok(world, 'click', { ts, action_id, user, ...chosen })).body);
    },
    async command(text, user = 'U_ANALYST') {
      return deliverySchema.parse((await ok(world, 'command', { text, user })).body);
    },
    async home(user = 'U_ANALYST') {
      return deliverySchema.parse((await ok(world, 'home', { user })).body);
    },
    async tick() {
      await ok(world, 'tick', {});
    },
    async advance(advanceSeconds) {
      await ok(world, 'clock', { advanceSeconds });
    },
    async faults(faults) {
      await ok(world, 'faults', faults);
    },
    async state() {
      return stateSchema.parse(await (await fetch(`${world.facts.page}sandbox/state`)).json());
    },
    card: (address) =>
      until(async () => {
        const newest = (await world.cards(address)).at(-1);
        if (!newest) throw new Error(`there is no card of ${address}`);
        return newest;
      }),
    async cards(address) {
      const { messages } = await world.state();
      return messages.filter((message) => {
        const [of, episode, ...below] = message.metadata?.event_payload.card.split('|') ?? [];
        return of === canonical(address) && episode !== undefined && below.length === 0;
      });
    },
    async block(address) {
      return (await world.state()).blocks.findLast((block) => block.address === canonical(address));
    },
    async story(address) {
      const { actions } = await world.state();
      const own = actions.filter((action) => action.address === canonical(address));
      return own.map((action) => `${action.kind} by ${action.actor}`);
    },
    async denies() {
      const { networkAcls } = await world.state();
      const acl = networkAcls.find((each) => each.NetworkAclId === world.facts.networkAclId);
      const denies = acl?.Entries.filter((entry) => !entry.Egress && entry.RuleAction === 'deny') ?? [];
      const ours = denies.filter((entry) => entry.RuleNumber < 32767).sort((a, b) => a.RuleNumber - b.RuleNumber);
      return ours.map((entry) => entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '');
    },
    async restart(policy) {
      await sandbox.stop();
      sandbox = await start(policy);
      world.ec2.destroy();
      world.facts = sandbox.facts;
      world.ec2 = ec2Of(world.facts);
      world.slack = clientOf(world.facts.slack, world.facts.botToken);
    },
    async end() {
      world.ec2.destroy();
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  // The first tick reads the never-block list, without which nothing is automatic.
  await world.tick();
  return world;
}

/** Repeats a look until nothing in it throws, and gives what it returned. `timeout` in milliseconds. */
export function until<T>(look: () => Promise<T>, timeout = 8000): Promise<T> {
  return vi.waitFor(look, { timeout, interval: 30 });
}

async function ok(world: World, path: string, body: unknown): Promise<Answer> {
  const answer = await world.sandbox(path, body);
  if (answer.status !== 200) throw new Error(`/sandbox/${path} answered ${answer.status}: ${answer.text}`);
  return answer;
}

function canonical(address: string): string {
  if (address.includes('/')) return address;
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

function ec2Of(facts: SandboxFacts): EC2Client {
  const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
  return new EC2Client({ endpoint: facts.ec2, region: facts.region, credentials, maxAttempts: 1 });
}
