import type { WebClient } from '@slack/web-api';
import { parseElastalert } from '../../src/alerts/elastalert.ts';
import type { Access } from '../../src/chat/access.ts';
import { runCommand } from '../../src/chat/commands/run-command.ts';
import { slackAnnouncer } from '../../src/chat/slack-announcer.ts';
import { isAmong, PERMISSIONS, type Role } from '../../src/decision/permissions.ts';
import { type Entry, type Firewall, FirewallError } from '../../src/firewall/firewall.ts';
import { announce } from '../../src/response/announce.ts';
import type { Deps } from '../../src/response/deps.ts';
import { keepAutomatic } from '../../src/response/keep-automatic.ts';
import { keepBooks } from '../../src/response/keep-books.ts';
import { reconcile } from '../../src/response/reconcile.ts';
import { respondToAlerts } from '../../src/response/respond-to-alerts.ts';
import { ALLOW_ALL, afterChange, STARS } from '../support/acl-model.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { storyDeps } from '../support/story-deps.ts';

/** Tuesday, 24 November 2026, noon: no picture depends on the day on which it is drawn. */
export const NOON = Date.parse('2026-11-24T12:00:00Z');
/** An address of ours. */
export const GUARDED = '203.0.113.200';

/** What the bot sent to Slack: a message, with what was said below it. */
export interface Sent {
  ts: string;
  text: string;
  blocks: unknown[];
  thread_ts?: string;
}

/** The application's stories on a ledger in memory, with Network ACLs and a Slack that only keep what they get. */
export interface Stage {
  deps: Deps;
  clock: { now: number };
  /** Network ACLs that refuse every change, and why. */
  refusing: Map<string, string>;
  entries(target: string): Entry[];
  /** ElastAlert's body for an alert of each of these, read, stored and worked as it comes. */
  alert(attacker: string | readonly string[], body?: Record<string, unknown>): Promise<void>;
  /** Works what is due, and sends what is to be said. */
  work(): Promise<void>;
  say(): Promise<void>;
  command(text: string, user?: string): Promise<string>;
  /** The newest card of an address, and what was said below it. */
  card(attacker: string): Promise<Sent[]>;
  /** The newest message that belongs to no address. */
  notice(): Sent[];
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Sets the stage. `close` ends its DynamoDB. */
export async function openStage(): Promise<Stage> {
  const table = await startLedgerTable();
  const clock = { now: NOON };
  const refusing = new Map<string, string>();
  const acls = new Map<string, Entry[]>();
  const sent: Sent[] = [];
  const entries = (target: string) => acls.get(target) ?? [...ALLOW_ALL, ...STARS];
  const deps: Deps = {
    ...storyDeps(table.ledger(), { firewall: keptAcls(acls, refusing, entries) }),
    clock: { now: () => clock.now },
    channel: 'C_SECURITY',
    targets: ['acl-0a1b2c3d'],
  };
  const announcer = slackAnnouncer(
    keepingClient(sent),
    {
      get mode() {
        return deps.mode;
      },
      nameOf: deps.nameOf,
      mentions: {},
    },
    (send) => send(),
  );
  let alerts = 0;
  async function store(attacker: string, body: Record<string, unknown>): Promise<void> {
    alerts += 1;
    const event = { aism_ip: attacker, aism_rule: 'ssh-bruteforce', _index: 'filebeat', _id: `${alerts}`, ...body };
    const parsed = parseElastalert(event, { receivedAt: clock.now });
    if (parsed.kind === 'rejected') throw new Error(parsed.why);
    const intake = { source: 'elastalert', body: Buffer.from('{}'), receivedAt: clock.now, sender: '198.51.100.1' };
    await deps.ledger.inbox.store({ ...intake, alert: parsed.alert });
  }
  const stage: Stage = {
    deps,
    clock,
    refusing,
    entries,
    async alert(attackers, body = {}) {
      await Promise.all([attackers].flat().map((attacker) => store(attacker, body)));
      await respondToAlerts(deps);
    },
    async work() {
      for (const target of deps.targets) await reconcile(deps, target);
      await keepBooks(deps);
      await keepAutomatic(deps);
      await stage.say();
    },
    async say() {
      await announce(deps, announcer);
    },
    command: (text, user = 'U_ANALYST') =>
      runCommand({ deps, access, user, channel: deps.channel, afterwards: () => undefined }, text),
    async card(attacker) {
      const record = await deps.ledger.records.get(address(attacker));
      const ts = record.episodes.at(-1)?.ts;
      return sent.filter((message) => message.ts === ts || message.thread_ts === ts);
    },
    notice: () => sent.slice(-1),
    async clear() {
      await table.clear();
      acls.clear();
      refusing.clear();
      sent.length = 0;
      clock.now = NOON;
      Object.assign(deps, { mode: 'live', targets: ['acl-0a1b2c3d'] });
      await knowGuard(table, clock.now);
    },
    close: () => table.close(),
  };
  await stage.clear();
  return stage;
}

function keptAcls(
  acls: Map<string, Entry[]>,
  refusing: ReadonlyMap<string, string>,
  entries: (target: string) => Entry[],
): Firewall {
  return {
    describe: async (target) => entries(target),
    async apply(target, change) {
      const why = refusing.get(target);
      if (why !== undefined) throw new FirewallError('forbidden', why);
      acls.set(target, afterChange(entries(target), change));
      return 'done';
    },
  };
}

/** A Slack that takes everything, and of which nothing is asked. */
function keepingClient(sent: Sent[]): WebClient {
  const chat = {
    async postMessage(message: Sent) {
      const ts = (NOON / 1000 + sent.length).toFixed(6);
      sent.push({ ...message, ts, blocks: message.blocks ?? [] });
      return { ok: true, ts };
    },
    async update(message: Sent) {
      const at = sent.findIndex(({ ts }) => ts === message.ts);
      if (at >= 0) sent[at] = { ...sent[at], ...message };
      return { ok: true };
    },
  };
  const conversations = { history: async () => ({ messages: [] }), replies: async () => ({ messages: [] }) };
  return { chat, conversations } as unknown as WebClient;
}

/** Who may what on the stage, by the built-in permissions. */
const ROLES: Record<string, Role> = { U_ANALYST: 'analyst', U_LEAD: 'lead' };
export const access: Access = {
  roleOf: async (user) => ROLES[user] ?? 'none',
  may: async (user, act) => isAmong(ROLES[user] ?? 'none', PERMISSIONS[act]),
  refusal: () => 'You may not do that. These may: <@U_ANALYST>, <@U_LEAD>.',
  leads: () => '<@U_LEAD>',
};

/** What discovery would have found: an address of our own. */
async function knowGuard(table: LedgerTable, now: number): Promise<void> {
  const ranges = [{ cidr: address(GUARDED), why: 'address of eni-0f3a (web-1)' }];
  await table.ledger().guard.write({ ranges, readAt: now, targets: ['acl-0a1b2c3d', 'acl-9f8e7d6c'] });
}
