import { z } from 'zod';
import { addressSchema, parseAddress } from '../address/address.ts';
import { severitySchema } from '../alerts/alert.ts';
import { parseDuration, SHORTEST_MS } from './duration.ts';
import { scopeSchema } from './scope.ts';
import { completeTarget, type Target, targetsSchema } from './targets.ts';

const durationSchema = z
  .string('write a duration with its unit, such as 10m')
  .transform((text, context) => {
    const parsed = parseDuration(text);
    if (parsed.ok) return parsed.ms;
    context.addIssue({ code: 'custom', message: parsed.why });
    return z.NEVER;
  })
  .describe('a duration such as 90s, 10m, 4h, 7d');

const blockDurationSchema = durationSchema.refine((ms) => ms >= SHORTEST_MS, 'the shortest block is 1m');

/** In a window of nothing no event ever counts, and every alert would be ignored. */
const windowSchema = durationSchema.refine((ms) => ms >= 1000, 'the shortest window is 1s');

const rangeSchema = z
  .string()
  .transform((text, context) => {
    const parsed = parseAddress(text);
    if (parsed.ok) return parsed.address;
    context.addIssue({ code: 'custom', message: parsed.why });
    return z.NEVER;
  })
  .pipe(addressSchema);

const scopesSchema = z
  .union([z.literal('all'), z.array(scopeSchema).min(1)], 'write all, or a list such as [tcp/22]')
  .transform((scope) => (scope === 'all' ? ['all'] : scope));

/** How alerts of some rules are answered. Every key may be left out: the one of `defaults` counts then. */
const ruleFields = {
  severity: severitySchema.optional().describe('low, medium, high or critical; an alert may say its own'),
  proven: z
    .boolean()
    .optional()
    .describe('true when the logs prove the source address by a completed handshake (TCP log-in, HTTP request)'),
  ask: z.number().int().min(1).optional().describe('a card is shown from so many events in the window'),
  auto: z
    .union([z.literal('never'), z.number().int().min(1)], 'write never, or a whole number from 1 on')
    .optional()
    .describe('blocked automatically from so many events in the window, in mode live; or never'),
  window: windowSchema.optional().describe('how far back events of one attacker count together'),
  eventsPerAlert: z.number().int().min(1).max(1000).optional().describe('what an alert weighs that states no count'),
  block: blockDurationSchema.optional().describe('how long the first block lasts'),
  scope: scopesSchema.optional().describe('all, or a list such as [tcp/22]'),
};

const ruleSchema = z.strictObject({
  match: z
    .string()
    .min(1, 'write a pattern, such as ssh*')
    .describe('glob on the rule name, letter case ignored: ssh*'),
  ...ruleFields,
});

/** The policy file `aism.yml`. */
export const policySchema = z.strictObject({
  defaults: z.strictObject(ruleFields).optional(),
  rules: z.array(ruleSchema).optional().describe('the first rule that matches an alert counts'),
  guard: z
    .array(rangeSchema)
    .optional()
    .describe('addresses and ranges that are never blocked, besides the built-in and discovered ones'),
  targets: targetsSchema
    .optional()
    .describe('the Network ACLs that blocks go to, in any region and account; or AISM_NETWORK_ACLS'),
  placement: z
    .enum(['all', 'attacked'])
    .optional()
    .describe('all: a block goes to every target; attacked: to those that guard the attacked host'),
  grace: durationSchema
    .optional()
    .describe('after an unblock, how long the address is asked about and not blocked automatically'),
  quota: z
    .number()
    .int()
    .min(1)
    .max(40)
    .optional()
    .describe('rules per Network ACL and direction, as your AWS account allows (default 20, at most 40)'),
  ipv6Prefix: z
    .number()
    .int()
    .min(48)
    .max(128)
    .optional()
    .describe('attackers of IPv6 are counted and blocked by networks of this prefix length (default 64)'),
  rangeDensity: z
    .number()
    .min(0.02)
    .max(1)
    .optional()
    .describe('a card proposes to block a /24 from this share of its addresses on, seen attacking (default 0.25)'),
  rangeWindow: windowSchema.optional().describe('how far back attackers of one range count together (default 24h)'),
  keptForPeople: z
    .number()
    .int()
    .min(0)
    .max(20)
    .optional()
    .describe("slots that automatic blocks leave free for people's"),
  retention: z
    .strictObject({ actionDays: z.number().int().min(1).optional(), bodyDays: z.number().int().min(1).optional() })
    .optional(),
});

type PolicyFile = z.infer<typeof policySchema>;

/** What counts for the alerts of one rule. Durations in milliseconds. */
export interface RulePolicy {
  match: string;
  severity: z.infer<typeof severitySchema>;
  proven: boolean;
  ask: number;
  auto: number | 'never';
  window: number;
  eventsPerAlert: number;
  block: number;
  scope: string[];
}

/** The whole policy, every gap filled. */
export interface Policy {
  rules: RulePolicy[];
  defaults: RulePolicy;
  guard: z.infer<typeof addressSchema>[];
  /** Empty: AISM_NETWORK_ACLS names them. */
  targets: Target[];
  placement: 'all' | 'attacked';
  graceMs: number;
  quota: number;
  keptForPeople: number;
  /** Attackers of IPv6 are counted and blocked by networks of this prefix length. */
  ipv6Prefix: number;
  /** From which share of a /24 on, seen attacking within the window (ms), a card proposes to block it. */
  rangeDensity: number;
  rangeWindow: number;
  retention: { actionDays: number; bodyDays: number };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

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
};

/** What a policy file without rules means: log-ins and web attacks over TCP prove their source. */
const BUILT_IN: z.input<typeof ruleSchema>[] = [
  { match: '*ssh*', severity: 'high', proven: true, auto: 20, block: '4h' },
  { match: '*brute*', severity: 'high', proven: true, auto: 20, block: '4h' },
  { match: '*wp*login*', severity: 'high', proven: true, auto: 20, block: '4h' },
  { match: '*xmlrpc*', severity: 'high', proven: true, auto: 20, block: '4h' },
  { match: '*sqli*', severity: 'critical', proven: true, auto: 20, block: '4h' },
];

/** Fills every gap of a policy file. Rules of the file come before the built-in ones. */
export function completePolicy(file: PolicyFile): Policy {
  const defaults = { ...BASE, ...present(file.defaults ?? {}) };
  const builtIn = BUILT_IN.map((rule) => ruleSchema.parse(rule));
  return {
    defaults,
    rules: [...(file.rules ?? []), ...builtIn].map((rule) => ({ ...defaults, ...present(rule) })),
    guard: file.guard ?? [],
    targets: (file.targets ?? []).map(completeTarget),
    placement: file.placement ?? 'all',
    graceMs: file.grace ?? 24 * HOUR,
    quota: file.quota ?? 20,
    keptForPeople: file.keptForPeople ?? 2,
    ipv6Prefix: file.ipv6Prefix ?? 64,
    rangeDensity: file.rangeDensity ?? 0.25,
    rangeWindow: file.rangeWindow ?? 24 * HOUR,
    retention: { actionDays: file.retention?.actionDays ?? 400, bodyDays: file.retention?.bodyDays ?? 30 },
  };
}

/** The policy for one rule name: the first that matches, else the defaults. */
export function policyFor(policy: Policy, rule: string): RulePolicy {
  return policy.rules.find((each) => glob(each.match).test(rule)) ?? policy.defaults;
}

function glob(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
}

function present<T extends object>(fields: T): { [K in keyof T]-?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]-?: Exclude<T[K], undefined> };
}
