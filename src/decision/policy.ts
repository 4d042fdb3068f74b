import type { Address } from '../address/address.ts';
import type { Severity } from '../alerts/alert.ts';
import { BUILT_IN_RULES } from './built-in-rules.ts';
import { CRAWLER_DOMAINS } from './crawlers.ts';
import type { Escalation } from './escalate.ts';
import { fitsGlob } from './glob.ts';
import { PERMISSIONS, type Permissions } from './permissions.ts';
import { type PolicyFile, ruleSchema } from './policy-schema.ts';
import type { ReportTimes } from './report-times.ts';
import { completeTarget, type Target } from './targets.ts';
import type { Threshold } from './threshold.ts';

/** What counts for the alerts of one rule. Durations in milliseconds. */
export interface RulePolicy {
  match: string;
  severity: Severity;
  proven: boolean;
  ask: Threshold;
  auto: Threshold | 'never';
  window: number;
  eventsPerAlert: number;
  block: number;
  scope: string[];
  /** Whether events of other rules count with those of this one. */
  counts: 'rule' | 'attacker';
  /** Whether known crawlers are looked for before an automatic block. */
  web: boolean;
  /** Whether alerts are attacks, or tell of successful log-ins. */
  kind: 'attack' | 'login';
  /** Glob on the alert's source; absent: any. */
  source?: string;
  /** What one event is, in words. */
  what?: string;
}

/** When automatic blocking goes off. The window in milliseconds. */
export interface BreakerLimits {
  blocks: number;
  addresses: number;
  window: number;
  surge: number;
}

/** The whole policy, every gap filled. */
export interface Policy {
  rules: RulePolicy[];
  defaults: RulePolicy;
  guard: Address[];
  /** Empty: AISM_NETWORK_ACLS names them. */
  targets: Target[];
  placement: 'all' | 'attacked';
  graceMs: number;
  /** A source of alerts that was not heard for so long is said to be silent. */
  silenceMs: number;
  quota: number;
  keptForPeople: number;
  /** Attackers of IPv6 are counted and blocked by networks of this prefix length. */
  ipv6Prefix: number;
  /** From which share of a /24 on, seen attacking within the window (ms), a card proposes to block it. */
  rangeDensity: number;
  rangeWindow: number;
  escalation: Escalation;
  breaker: BreakerLimits;
  /** From more new cards than this in a minute on, the channel gets a digest instead. */
  storm: { cards: number };
  /** Domains of crawlers that are not blocked automatically. */
  crawlers: readonly string[];
  /** When regular reports come. */
  reports: ReportTimes;
  retention: { actionDays: number; bodyDays: number };
  /** When a card that nobody answered is told of again, and when it is closed. Milliseconds. */
  asks: { remind: number | 'never'; close: number | 'never' };
  /** Whom to mention where something must be heard: Slack's id of a user group or user, by severity. */
  mentions: Mentions;
  /** Who may do what. */
  permissions: Permissions;
}

export type Mentions = Partial<Record<Severity, string>>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A rule that nobody named: a human is asked, nothing is automatic. */
const BASE: RulePolicy = {
  match: '*',
  severity: 'medium',
  proven: false,
  ask: 1,
  auto: 'never',
  window: 10 * MINUTE,
  eventsPerAlert: 1,
  block: HOUR,
  scope: ['all'],
  counts: 'rule',
  web: false,
  kind: 'attack',
};

const ESCALATION: Escalation = { factor: 2, within: 30 * DAY, longest: 30 * DAY, jitter: 0.1 };
const BREAKER: BreakerLimits = { blocks: 60, addresses: 200, window: 10 * MINUTE, surge: 10 };

/** Fills every gap of a policy file. Rules of the file come before the built-in ones. */
export function completePolicy(file: PolicyFile): Policy {
  const defaults = { ...BASE, ...present(file.defaults ?? {}) };
  const builtIn = (file.builtInRules === false ? [] : BUILT_IN_RULES).map((rule) => ruleSchema.parse(rule));
  return {
    defaults,
    rules: [...(file.rules ?? []), ...builtIn].map((rule) => ({ ...defaults, ...present(rule) })),
    guard: file.guard ?? [],
    targets: (file.targets ?? []).map(completeTarget),
    placement: file.placement ?? 'all',
    graceMs: file.grace ?? 24 * HOUR,
    silenceMs: file.silence ?? 3 * HOUR,
    quota: file.quota ?? 20,
    keptForPeople: file.keptForPeople ?? 2,
    ipv6Prefix: file.ipv6Prefix ?? 64,
    rangeDensity: file.rangeDensity ?? 0.25,
    rangeWindow: file.rangeWindow ?? 24 * HOUR,
    escalation: { ...ESCALATION, ...present(file.escalation ?? {}) },
    breaker: { ...BREAKER, ...present(file.breaker ?? {}) },
    storm: { cards: file.storm?.cards ?? 20 },
    crawlers: file.crawlers ?? CRAWLER_DOMAINS,
    reports: completeReports(file.reports ?? {}),
    retention: { actionDays: file.retention?.actionDays ?? 400, bodyDays: file.retention?.bodyDays ?? 30 },
    asks: { remind: file.asks?.remind ?? 10 * MINUTE, close: file.asks?.close ?? DAY },
    mentions: present(file.mentions ?? {}),
    permissions: { ...PERMISSIONS, ...present(file.permissions ?? {}) },
  };
}

/** A report each day would soon be read by nobody; what is urgent comes as a card anyway. */
function completeReports(file: NonNullable<PolicyFile['reports']>): ReportTimes {
  const { daily = 'never', weekly = 'monday 09:00', zone = 'UTC' } = file;
  return { daily: daily === 'never' ? null : daily, weekly: weekly === 'never' ? null : weekly, zone };
}

/** The policy for one rule name, of a source if it is known: the first that matches, else the defaults. */
export function policyFor(policy: Policy, rule: string, source = ''): RulePolicy {
  const fits = ({ match, source: from }: RulePolicy) =>
    fitsGlob(match, rule) && (from === undefined || fitsGlob(from, source));
  return policy.rules.find(fits) ?? policy.defaults;
}

function present<T extends object>(fields: T): { [K in keyof T]-?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]-?: Exclude<T[K], undefined> };
}
