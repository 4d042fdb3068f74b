import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Address, parseAddress } from './address/address.ts';
import type { Mode } from './decision/decide.ts';
import { completePolicy, type Policy } from './decision/policy.ts';
import { ownTarget, type Target } from './decision/targets.ts';
import { readPolicyText } from './policy-file.ts';

/** Everything that can be set from outside, read once. */
export interface Config {
  slack: {
    botToken: string;
    /** For HTTP. */
    signingSecret: string | undefined;
    /** For Socket Mode; counts before HTTP. */
    appToken: string | undefined;
    apiUrl: string | undefined;
  };
  channel: string;
  analysts: string[];
  leads: string[];
  webhookTokens: string[];
  /** undefined: from anywhere, with the token. */
  webhookSources: Address[] | undefined;
  trustedProxies: Address[];
  table: string;
  /** The Network ACLs that blocks go to, of AISM_NETWORK_ACLS or of the policy file. */
  targets: Target[];
  ruleNumbers: { first: number; last: number };
  mode: Mode;
  policy: Policy;
  port: number;
}

/** Every problem of a configuration at once, each with what to do. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:\n${problems.map((each) => `  - ${each}`).join('\n')}\nSee docs/configuration.md. To look around without any of this: npm run sandbox`,
    );
    this.problems = problems;
  }
}

/** The variables that AISM reads, each with its form. README and docs are checked against these names. */
export const ENVIRONMENT = {
  SLACK_BOT_TOKEN: secret(/^xoxb-/, 'the bot token of your Slack app, like xoxb-...'),
  SLACK_SIGNING_SECRET: secret(/^\S{8,}$/, 'the signing secret of your Slack app (Basic Information)').optional(),
  SLACK_APP_TOKEN: secret(/^xapp-/, 'an app-level token for Socket Mode, like xapp-...').optional(),
  SLACK_API_URL: z.url({ protocol: /^https?$/, error: 'an http or https URL; leave it out for real Slack' }).optional(),
  AISM_CHANNEL: matching(/^[CG][A-Z0-9_]+$/, "the channel's id, like C0123456789 (channel details, at the bottom)"),
  AISM_ANALYSTS: list(/^[USW][A-Z0-9_]+$/, 'Slack user or user group ids, like U0123456789,S0123456789'),
  AISM_LEADS: list(/^[USW][A-Z0-9_]+$/, 'Slack user or user group ids, like U0123456789,S0123456789'),
  AISM_WEBHOOK_TOKENS: list(
    /^\S{16,}$/,
    'one or two random tokens of at least 16 characters (openssl rand -hex 32)',
  ).refine(
    (tokens) => tokens.length >= 1 && tokens.length <= 2,
    'one or two random tokens of at least 16 characters, split by a comma (openssl rand -hex 32)',
  ),
  AISM_WEBHOOK_SOURCES: ranges(),
  AISM_TRUSTED_PROXIES: ranges(),
  AISM_TABLE: matching(/^[a-zA-Z0-9_.-]{3,255}$/, 'the name of the DynamoDB table').default('aism'),
  AISM_NETWORK_ACLS: list(/^acl-[0-9a-f]{8,17}$/, 'ids of Network ACLs, like acl-0123456789abcdef0')
    .refine((acls) => acls.length > 0, 'ids of Network ACLs, like acl-0123456789abcdef0')
    .optional(),
  AISM_RULE_NUMBERS: ruleNumbers().default({ first: 1, last: 99 }),
  AISM_CONFIG: z.string().optional(),
  AISM_MODE: z.enum(['shadow', 'ask', 'live'], 'shadow, ask or live').default('ask'),
  PORT: port().default(3000),
} as const;

const environmentSchema = z.object(ENVIRONMENT);

/** Reads and checks the environment and the policy file whole. Throws ConfigError with every problem. */
export function readConfig(
  // biome-ignore lint/style/noProcessEnv: the one place that reads it
  env: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse(given);
  const policy = readPolicy(given['AISM_CONFIG']);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => problemOf(issue, given)),
    ...misspelled(Object.keys(given)),
    ...(given['SLACK_APP_TOKEN'] || given['SLACK_SIGNING_SECRET']
      ? []
      : ['SLACK_SIGNING_SECRET is missing: set it for HTTP, or SLACK_APP_TOKEN for Socket Mode']),
    ...(hasRegion(given) ? [] : ['AWS_REGION is missing: it takes the region of your Network ACLs, like eu-central-1']),
    ...targetProblems(given['AISM_NETWORK_ACLS'], policy),
    ...policy.problems,
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const e = parsed.data;
  return {
    slack: {
      botToken: e.SLACK_BOT_TOKEN,
      signingSecret: e.SLACK_SIGNING_SECRET,
      appToken: e.SLACK_APP_TOKEN,
      apiUrl: e.SLACK_API_URL,
    },
    channel: e.AISM_CHANNEL,
    analysts: e.AISM_ANALYSTS,
    leads: e.AISM_LEADS,
    webhookTokens: e.AISM_WEBHOOK_TOKENS,
    webhookSources: e.AISM_WEBHOOK_SOURCES.length > 0 ? e.AISM_WEBHOOK_SOURCES : undefined,
    trustedProxies: e.AISM_TRUSTED_PROXIES,
    table: e.AISM_TABLE,
    targets: targetsOf(e.AISM_NETWORK_ACLS ?? [], policy.policy, given['AWS_REGION']),
    ruleNumbers: e.AISM_RULE_NUMBERS,
    mode: e.AISM_MODE,
    policy: policy.policy,
    port: e.PORT,
  };
}

/** What a command needs that only reads the ledger: the table, and a region for the AWS SDK. */
export function readTable(
  // biome-ignore lint/style/noProcessEnv: the only place that reads the environment
  given: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const parsed = ENVIRONMENT.AISM_TABLE.safeParse(given['AISM_TABLE']);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => `AISM_TABLE is wrong: it takes ${issue.message}`)),
    ...(hasRegion(given) ? [] : ['AWS_REGION is missing: it takes the region of the table, like eu-central-1']),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return parsed.data;
}

/** Reads the policy file: the one named, else `aism.yml` here if there is one, else the built-in policy. */
export function readPolicy(path: string | undefined): { policy: Policy; problems: string[] } {
  const file = path ?? (existsSync('aism.yml') ? 'aism.yml' : undefined);
  if (file === undefined) return { policy: completePolicy({}), problems: [] };
  const refuse = (problems: string[]) => ({ policy: completePolicy({}), problems });
  const text = readText(file);
  if (text === undefined) return refuse([`AISM_CONFIG: there is no file ${file} that can be read`]);
  const read = readPolicyText(text);
  return read.ok
    ? { policy: completePolicy(read.file), problems: [] }
    : refuse(read.problems.map((problem) => `${file}: ${problem}`));
}

/** The targets are named in one place; of a policy file that cannot be read nobody knows whether it names them. */
function targetProblems(acls: string | undefined, { policy, problems }: ReturnType<typeof readPolicy>): string[] {
  const both = 'AISM_NETWORK_ACLS and the targets of the policy file are both given: keep one of them';
  const neither =
    'AISM_NETWORK_ACLS is missing: it takes ids of Network ACLs, like acl-0123456789abcdef0; or list them under targets in the policy file';
  if (acls !== undefined) return policy.targets.length > 0 ? [both] : [];
  return policy.targets.length > 0 || problems.length > 0 ? [] : [neither];
}

/** One account and region has one name, so that its targets share a client. */
function targetsOf(acls: readonly string[], policy: Policy, region: string | undefined): Target[] {
  const targets = policy.targets.length > 0 ? policy.targets : [...new Set(acls)].map(ownTarget);
  return targets.map((target) => ({ ...target, region: target.region ?? region }));
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function problemOf(issue: z.core.$ZodIssue, given: Record<string, unknown>): string {
  const name = String(issue.path[0]);
  return `${name} is ${given[name] === undefined ? 'missing' : 'wrong'}: it takes ${issue.message}`;
}

/** The AWS SDK takes the region from the environment or from the shared configuration file. */
function hasRegion(given: Readonly<Record<string, string | undefined>>): boolean {
  const file = given['AWS_CONFIG_FILE'] ?? `${given['HOME'] ?? ''}/.aws/config`;
  return given['AWS_REGION'] !== undefined || existsSync(file);
}

/** A misspelled variable would silently fall back to a default. */
function misspelled(names: readonly string[]): string[] {
  const others = new Set(['AISM_WORK_FUNCTION']);
  return names
    .filter((name) => name.startsWith('AISM_') && !(name in ENVIRONMENT) && !others.has(name))
    .map((name) => `${name} is no variable of AISM: see docs/configuration.md for their names`);
}

function port() {
  const what = 'a port number from 0 to 65535, like 3000';
  return z.coerce.number(what).int(what).min(0, what).max(65535, what);
}

function matching(form: RegExp, what: string) {
  return z.string(what).regex(form, what);
}

function secret(form: RegExp, what: string) {
  const reference = 'the secret itself; references to ssm: and secretsmanager: are not read by this version';
  return z
    .string(what)
    .refine((text) => !/^(ssm|secretsmanager):/.test(text), { error: reference, abort: true })
    .regex(form, what);
}

function list(form: RegExp, what: string) {
  return z
    .string(what)
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .refine((parts) => parts.every((part) => form.test(part)), what);
}

function ranges() {
  return list(/./, 'addresses or CIDR ranges').transform((texts, context) =>
    texts.flatMap((text) => {
      const parsed = parseAddress(text);
      if (parsed.ok) return [parsed.address];
      context.addIssue({ code: 'custom', message: `addresses or CIDR ranges, split by commas; ${parsed.why}` });
      return [];
    }),
  );
}

function ruleNumbers() {
  const what = 'two rule numbers from 1 to 32766, like 1-99';
  return matching(/^\d{1,5}-\d{1,5}$/, what).transform((text, context) => {
    const [first = 0, last = 0] = text.split('-').map(Number);
    if (first < 1 || last > 32766 || first > last) context.addIssue({ code: 'custom', message: what });
    return { first, last };
  });
}
