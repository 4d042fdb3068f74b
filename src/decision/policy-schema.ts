import { z } from 'zod';
import { addressSchema, parseAddress } from '../address/address.ts';
import { severitySchema } from '../alerts/alert.ts';
import { parseDuration, SHORTEST_MS } from './duration.ts';
import { type Act, PERMISSIONS, WHO } from './permissions.ts';
import { DAILY, isZone, WEEKLY } from './report-times.ts';
import { scopeSchema } from './scope.ts';
import { targetsSchema } from './targets.ts';
import { thresholdSchema } from './threshold.ts';

const durationSchema = z
  .string('write a duration with its unit, such as 10m')
  .meta({ pattern: '^\\s*(\\d+(\\.\\d+)?\\s*[A-Za-z]+\\s*)+$' })
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
  .describe('an address or a range, such as 203.0.113.9, 198.51.100.0/28 or 2001:db8::/48')
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
  ask: thresholdSchema
    .optional()
    .describe('a card is shown from so many events in the window, or from limits such as {events: 3, hosts: 2}'),
  auto: z
    .union(
      [z.literal('never'), thresholdSchema],
      'write never, a whole number from 1 on, or limits such as {events: 20, hosts: 3, rules: 3}',
    )
    .optional()
    .describe('blocked automatically from so many events in the window, or from such limits, in mode live; or never'),
  window: windowSchema.optional().describe('how far back events of one attacker count together'),
  eventsPerAlert: z.number().int().min(1).max(1000).optional().describe('what an alert weighs that states no count'),
  block: blockDurationSchema.optional().describe('how long the first block lasts'),
  scope: scopesSchema.optional().describe('all, or a list such as [tcp/22]'),
  counts: z
    .enum(['rule', 'attacker'])
    .optional()
    .describe('rule: events of this rule alone count; attacker: also those of other rules that prove as much'),
  web: z
    .boolean()
    .optional()
    .describe('true for web rules: before an automatic block it is looked up whether it is a known crawler'),
};

export const ruleSchema = z.strictObject({
  match: z
    .string()
    .min(1, 'write a pattern, such as ssh*')
    .describe('glob on the rule name, letter case ignored: ssh*'),
  source: z.string().min(1).optional().describe('glob on where alerts come from, such as elastalert; any if left out'),
  kind: z
    .enum(['attack', 'login'])
    .optional()
    .describe(
      'login: its alerts are successful log-ins; whoever logged in is asked about and not blocked automatically',
    ),
  what: z.string().min(1).max(60).optional().describe('what one event is, in words for cards: failed SSH log-ins'),
  ...ruleFields,
});

/** A duration of nothing would tell of a question in the moment in which it is asked. */
function orNever(duration: typeof durationSchema) {
  const waits = duration.refine((ms) => ms >= SHORTEST_MS, 'the shortest time is 1m');
  return z.union([z.literal('never'), waits], 'write a duration of at least 1m, such as 10m, or never');
}

function mention(severity: string) {
  return z
    .string()
    .regex(/^[SUW][A-Z0-9_]{2,}$/, "write Slack's id of a user group, such as S0123ABCD, or of a user")
    .optional()
    .describe(`whom Slack notifies where the severity is ${severity}: S0123ABCD`);
}

const whoSchema = z.enum(WHO, 'write everybody, analysts, leads or nobody').optional();
const permissionFields = Object.fromEntries(
  Object.entries(PERMISSIONS).map(([act, who]) => [act, whoSchema.describe(`who may ${act} (${who})`)]),
) as Record<Act, typeof whoSchema>;

/** What the breaker counts is kept in items of the ledger, of which each holds 400 KB (DynamoDB's limit). */
const MOST_BLOCKS = 1000;
const MOST_ADDRESSES = 5000;
/** Ten minutes' worth of what Slack takes in a channel. */
const MOST_CARDS = 600;

/** The policy file `aism.yml`. */
export const policySchema = z.strictObject({
  defaults: z.strictObject(ruleFields).optional().describe('what counts for every rule that does not say otherwise'),
  rules: z.array(ruleSchema).optional().describe('the first rule that matches an alert counts'),
  builtInRules: z
    .boolean()
    .optional()
    .describe('false: only the rules of this file count, and those that it does not name have its defaults'),
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
  silence: durationSchema
    .optional()
    .describe('a source of alerts that was not heard for so long is said to be silent (default 3h)'),
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
  escalation: z
    .strictObject({
      factor: z.number().min(1).max(10).optional().describe('each earlier block multiplies the length by this (2)'),
      within: windowSchema.optional().describe('how far back earlier blocks count (30d)'),
      longest: blockDurationSchema.optional().describe('no automatic block is longer (30d)'),
      jitter: z
        .number()
        .min(0)
        .max(0.5)
        .optional()
        .describe('a block is shorter by up to this share of it, at random, so that nobody can time its end (0.1)'),
    })
    .optional()
    .describe('how automatic blocks grow for those who come again'),
  breaker: z
    .strictObject({
      blocks: z
        .number()
        .int()
        .min(1)
        .max(MOST_BLOCKS)
        .optional()
        .describe('more automatic blocks than this within the window stop it (60)'),
      addresses: z
        .number()
        .int()
        .min(1)
        .max(MOST_ADDRESSES)
        .optional()
        .describe('a rule that fires on more addresses than this within the window stops it (200)'),
      window: windowSchema.optional().describe('the window of both (10m)'),
      surge: z
        .number()
        .min(2)
        .optional()
        .describe('so many times more automatic blocks in an hour than in its own past stop it (10)'),
    })
    .optional()
    .describe('when automatic blocking goes off until a lead resumes it'),
  storm: z
    .strictObject({
      cards: z
        .number()
        .int()
        .min(1)
        .max(MOST_CARDS)
        .optional()
        .describe('more new cards than this in a minute are a storm: one digest is shown instead (20)'),
    })
    .optional()
    .describe('when the channel gets a digest instead of a card for each attacker'),
  crawlers: z
    .array(z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'write a domain, such as googlebot.com'))
    .optional()
    .describe('domains of crawlers that are asked about and not blocked automatically, instead of the built-in ones'),
  reports: z
    .strictObject({
      daily: z
        .union([z.literal('never'), z.string().regex(DAILY)], 'write never, or a time such as 09:00')
        .optional()
        .describe('when the report of the last 24 h comes to the channel, such as 09:00; or never'),
      weekly: z
        .union([z.literal('never'), z.string().regex(WEEKLY)], 'write never, or a day and a time, such as monday 09:00')
        .optional()
        .describe('when the report of the last 7 d comes, such as monday 09:00; or never'),
      zone: z
        .string()
        .refine(isZone, 'write the name of a time zone, such as Europe/Berlin')
        .optional()
        .describe('the time zone of these times (UTC)'),
    })
    .optional()
    .describe('when AISM tells the channel what happened'),
  retention: z
    .strictObject({
      actionDays: z.number().int().min(1).optional().describe('how many days who did what and why is kept (400)'),
      bodyDays: z.number().int().min(1).optional().describe("how many days the alerts' bodies are kept (30)"),
    })
    .optional()
    .describe('how long the ledger remembers'),
  asks: z
    .strictObject({
      remind: orNever(durationSchema)
        .optional()
        .describe('after so long the channel is told that nobody answered (10m)'),
      close: orNever(durationSchema).optional().describe('after so long it is not waited for an answer any more (24h)'),
    })
    .optional()
    .describe('what becomes of a card with a question that nobody answers'),
  mentions: z
    .strictObject({
      critical: mention('critical'),
      high: mention('high'),
      medium: mention('medium'),
      low: mention('low'),
    })
    .optional()
    .describe('whom Slack notifies of what must be heard: the id of a user group or a user, by severity'),
  permissions: z
    .strictObject(permissionFields)
    .optional()
    .describe('who may do what in Slack, where it is not as built in'),
});

export type PolicyFile = z.infer<typeof policySchema>;
