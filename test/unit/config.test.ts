import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError, ENVIRONMENT, readConfig } from '../../src/config.ts';

type Env = Record<string, string | undefined>;

const SECRETS = {
  SLACK_BOT_TOKEN: 'xoxb-very-secret-1',
  SLACK_SIGNING_SECRET: 'very-secret-2',
  AISM_WEBHOOK_TOKENS: 'very-secret-token-3,very-secret-token-4',
};

/** The least that a start needs. */
const LEAST: Env = {
  ...SECRETS,
  AISM_CHANNEL: 'C0123456789',
  AISM_NETWORK_ACLS: 'acl-0123456789abcdef0',
  AWS_REGION: 'eu-central-1',
};

function problemsOf(env: Env): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

let folder: string;
const home = process.cwd();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'aism-config-'));
  // Where nobody keeps an aism.yml.
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

function policyFile(text: string): string {
  const file = join(folder, 'policy.yml');
  writeFileSync(file, text);
  return file;
}

describe('a whole configuration', () => {
  test('needs little; the rest has defaults', () => {
    expect(readConfig(LEAST)).toMatchObject({
      slack: {
        botToken: 'xoxb-very-secret-1',
        signingSecret: 'very-secret-2',
        appToken: undefined,
        apiUrl: undefined,
      },
      channel: 'C0123456789',
      analysts: [],
      leads: [],
      webhookTokens: ['very-secret-token-3', 'very-secret-token-4'],
      webhookSources: undefined,
      trustedProxies: [],
      table: 'aism',
      targets: [{ id: 'acl-0123456789abcdef0', region: 'eu-central-1', roleArn: undefined, externalId: undefined }],
      ruleNumbers: { first: 1, last: 99 },
      mode: 'ask',
      port: 3000,
      policy: { quota: 20 },
    });
  });

  test('takes every variable', () => {
    const config = readConfig({
      ...LEAST,
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_API_URL: 'http://127.0.0.1:4000/api/',
      AISM_ANALYSTS: 'U0123456789, S0123456789,',
      AISM_LEADS: 'W0123456789',
      AISM_WEBHOOK_SOURCES: '203.0.113.7/24,2001:db8::1',
      AISM_TRUSTED_PROXIES: '10.0.0.0/8',
      AISM_TABLE: 'my.table-1',
      AISM_NETWORK_ACLS: 'acl-01234567,acl-0123456789abcdef0,acl-01234567',
      AISM_RULE_NUMBERS: '200-32766',
      AISM_CONFIG: policyFile('quota: 40\n'),
      AISM_MODE: 'live',
      PORT: '8080',
    });

    expect(config).toMatchObject({
      slack: { appToken: 'xapp-1', apiUrl: 'http://127.0.0.1:4000/api/' },
      analysts: ['U0123456789', 'S0123456789'],
      leads: ['W0123456789'],
      webhookSources: ['203.0.113.0/24', '2001:db8::1/128'],
      trustedProxies: ['10.0.0.0/8'],
      table: 'my.table-1',
      targets: [{ id: 'acl-01234567' }, { id: 'acl-0123456789abcdef0' }],
      ruleNumbers: { first: 200, last: 32766 },
      policy: { quota: 40 },
      mode: 'live',
      port: 8080,
    });
  });

  test('an empty variable is as good as none', () => {
    const empty = Object.fromEntries(Object.keys(ENVIRONMENT).map((name) => [name, '']));

    expect(readConfig({ ...empty, ...LEAST })).toEqual(readConfig(LEAST));
  });

  test('Socket Mode needs no signing secret', () => {
    const env = { ...LEAST, SLACK_APP_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: undefined };

    expect(readConfig(env).slack).toMatchObject({ appToken: 'xapp-1', signingSecret: undefined });
  });

  test('a policy file that stands in the folder is found', () => {
    writeFileSync(join(folder, 'aism.yml'), 'quota: 33\n');
    try {
      expect(readConfig(LEAST).policy.quota).toBe(33);
    } finally {
      rmSync(join(folder, 'aism.yml'));
    }
  });

  test('the environment of the process is not looked at when one is given', () => {
    expect(problemsOf({})).toContainEqual(expect.stringMatching(/^SLACK_BOT_TOKEN is missing/));
  });
});

describe('a missing variable is named, with what it takes', () => {
  test('all of them at once', () => {
    expect(problemsOf({})).toEqual([
      'SLACK_BOT_TOKEN is missing: it takes the bot token of your Slack app, like xoxb-...',
      expect.stringMatching(/^AISM_CHANNEL is missing: it takes the channel's id, like C0123456789/),
      expect.stringMatching(/^AISM_WEBHOOK_TOKENS is missing: it takes one or two random tokens/),
      'SLACK_SIGNING_SECRET is missing: set it for HTTP, or SLACK_APP_TOKEN for Socket Mode',
      'AWS_REGION is missing: it takes the region of your Network ACLs, like eu-central-1',
      expect.stringMatching(
        /^AISM_NETWORK_ACLS is missing: it takes ids of Network ACLs, .* targets in the policy file$/,
      ),
    ]);
  });

  test('a region in the shared AWS configuration file is as good as AWS_REGION', () => {
    const { AWS_REGION: _, ...rest } = LEAST;

    expect(problemsOf({ ...rest, AWS_CONFIG_FILE: policyFile('') })).toEqual([]);
    expect(problemsOf({ ...rest, HOME: folder })).toHaveLength(1);
  });

  test('in one message, with their number', () => {
    expect(() => readConfig({})).toThrow(/^The configuration has 6 problems:\n {2}- SLACK_BOT_TOKEN is missing/);
    expect(() => readConfig({ ...LEAST, PORT: 'x' })).toThrow(/^The configuration has 1 problem:\n/);
  });
});

describe('a wrong variable is named, with what it takes', () => {
  test.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1', 'xoxb-'],
    ['SLACK_BOT_TOKEN', 'ssm:/aism/token', 'not read by this version'],
    ['SLACK_SIGNING_SECRET', 'short', 'signing secret'],
    ['SLACK_SIGNING_SECRET', 'secretsmanager:arn', 'not read by this version'],
    ['SLACK_APP_TOKEN', 'xoxb-1', 'xapp-'],
    ['SLACK_API_URL', 'slack.com', 'an http or https URL'],
    ['SLACK_API_URL', 'ftp://slack.com', 'an http or https URL'],
    ['AISM_CHANNEL', '#security', 'C0123456789'],
    ['AISM_CHANNEL', 'U0123456789', 'C0123456789'],
    ['AISM_ANALYSTS', 'alice', 'U0123456789'],
    ['AISM_LEADS', 'U0123456789,bob', 'U0123456789'],
    ['AISM_WEBHOOK_TOKENS', 'too-short', 'at least 16 characters'],
    ['AISM_WEBHOOK_TOKENS', `${'a'.repeat(16)},${'b'.repeat(16)},${'c'.repeat(16)}`, 'one or two'],
    ['AISM_WEBHOOK_SOURCES', '203.0.113.0/33', 'a wrong prefix length'],
    ['AISM_WEBHOOK_SOURCES', '0.0.0.0/0', 'every address there is'],
    ['AISM_TRUSTED_PROXIES', '10.0.0.0/8,proxy', 'is not an IP address'],
    ['AISM_TABLE', 'my table', 'the name of the DynamoDB table'],
    ['AISM_NETWORK_ACLS', 'sg-01234567', 'acl-'],
    ['AISM_NETWORK_ACLS', ',', 'acl-'],
    ['AISM_RULE_NUMBERS', '99', 'like 1-99'],
    ['AISM_RULE_NUMBERS', '0-99', 'like 1-99'],
    ['AISM_RULE_NUMBERS', '1-32767', 'like 1-99'],
    ['AISM_RULE_NUMBERS', '99-1', 'like 1-99'],
    ['AISM_MODE', 'LIVE', 'shadow, ask or live'],
    ['PORT', 'http', 'a port'],
    ['PORT', '65536', 'a port'],
    ['PORT', '3000.5', 'a port'],
  ])('%s=%s', (name, value, words) => {
    const problems = problemsOf({ ...LEAST, [name]: value });

    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} is wrong: it takes `))]);
    expect(problems[0]).toContain(words);
  });

  test('several, and a policy file, all at once', () => {
    const file = policyFile('quota: 41\ngrace: soon\n');
    const problems = problemsOf({ ...LEAST, AISM_MODE: 'on', PORT: '-1', AISM_CONFIG: file });

    expect(problems.map((problem) => problem.slice(0, problem.lastIndexOf(':')))).toEqual([
      'AISM_MODE is wrong',
      'PORT is wrong',
      expect.stringContaining(`${file}: line 1: quota`),
      expect.stringContaining(`${file}: line 2: grace`),
    ]);
  });
});

describe('a misspelled variable', () => {
  test('is named, since its default would count in silence', () => {
    expect(problemsOf({ ...LEAST, AISM_MODUS: 'live', AISM_CHANEL: 'C1' })).toEqual([
      'AISM_MODUS is no variable of AISM: see docs/configuration.md for their names',
      'AISM_CHANEL is no variable of AISM: see docs/configuration.md for their names',
    ]);
  });

  test('is none of somebody else', () => {
    expect(problemsOf({ ...LEAST, PATH: '/bin', SLACK_CHANNEL: 'C1', aism_mode: 'x' })).toEqual([]);
  });
});

describe('targets in the policy file', () => {
  const { AISM_NETWORK_ACLS: _, ...elsewhere } = LEAST;
  const TARGETS = `targets:
  - id: acl-0123456789abcdef0
  - id: acl-0123456789abcdef1
    region: us-gov-west-1
    roleArn: arn:aws-us-gov:iam::210987654321:role/team/aism
    externalId: ours:1
`;

  test('stand in for AISM_NETWORK_ACLS; the region is AWS_REGION unless they say another', () => {
    expect(readConfig({ ...elsewhere, AISM_CONFIG: policyFile(TARGETS) }).targets).toEqual([
      { id: 'acl-0123456789abcdef0', region: 'eu-central-1', roleArn: undefined, externalId: undefined },
      {
        id: 'acl-0123456789abcdef1',
        region: 'us-gov-west-1',
        roleArn: 'arn:aws-us-gov:iam::210987654321:role/team/aism',
        externalId: 'ours:1',
      },
    ]);
  });

  test('and AISM_NETWORK_ACLS together are one too many', () => {
    expect(problemsOf({ ...LEAST, AISM_CONFIG: policyFile(TARGETS) })).toEqual([
      'AISM_NETWORK_ACLS and the targets of the policy file are both given: keep one of them',
    ]);
  });

  test('an empty list is none', () => {
    const AISM_CONFIG = policyFile('targets: []\n');

    expect(problemsOf({ ...elsewhere, AISM_CONFIG })).toEqual([
      expect.stringMatching(/^AISM_NETWORK_ACLS is missing: /),
    ]);
    expect(problemsOf({ ...LEAST, AISM_CONFIG })).toEqual([]);
  });

  test('that are wrong are told as such, not as missing', () => {
    expect(problemsOf({ ...elsewhere, AISM_CONFIG: policyFile('targets:\n  - id: sg-1\n') })).toEqual([
      expect.stringMatching(/: line 2: targets\.0\.id: write the id of a Network ACL/),
    ]);
  });
});

describe('the policy file that is named', () => {
  test('must be there', () => {
    expect(problemsOf({ ...LEAST, AISM_CONFIG: '/nowhere/aism.yml' })).toEqual([
      'AISM_CONFIG: there is no file /nowhere/aism.yml that can be read',
    ]);
  });

  test('must be a file', () => {
    expect(problemsOf({ ...LEAST, AISM_CONFIG: folder })).toEqual([
      `AISM_CONFIG: there is no file ${folder} that can be read`,
    ]);
  });
});

describe('invariant 11: a message never holds a secret', () => {
  test.each(['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'AISM_WEBHOOK_TOKENS'])(
    'of %s, however wrong it is',
    (name) => {
      const values = [
        's3cret',
        's3cret s3cret s3cret s3cret',
        `${'s3cret,'.repeat(9)} `,
        'ssm:s3cret',
        's3cret\n'.repeat(4),
      ];
      const told = values.map((value) => problemsOf({ ...LEAST, [name]: value }).join());

      expect(told.filter((problems) => problems.includes(name)).length).toBeGreaterThan(3);
      expect(told.join()).not.toContain('s3cret');
    },
  );

  test('of those that are right, when others are wrong', () => {
    const { AISM_CHANNEL: _, ...env } = LEAST;

    expect(problemsOf({ ...env, AISM_MODUS: 'live', PORT: 'x' }).join()).not.toContain('very-secret');
  });
});
