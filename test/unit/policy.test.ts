import { describe, expect, test } from 'vitest';
import { completePolicy, policyFor } from '../../src/decision/policy.ts';
import { policySchema } from '../../src/decision/policy-schema.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The policy that a file with this content makes. */
function policyOf(file: unknown) {
  return completePolicy(policySchema.parse(file));
}

/** What is wrong with a file, as `path: message`. */
function wrongWith(file: unknown): string[] {
  const parsed = policySchema.safeParse(file);
  return (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

describe('without a file', () => {
  const policy = policyOf({});

  test('a rule that nobody named asks a person from the first event on', () => {
    expect(policyFor(policy, 'whatever')).toEqual({
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
    });
  });

  test.each([
    ['ssh-bruteforce', 'high'],
    ['SSH brute force', 'high'],
    ['web-brute', 'high'],
    ['wp-login-flood', 'high'],
    ['wordpress xmlrpc', 'high'],
    ['nginx-sqli', 'critical'],
  ])('%s proves its source and blocks by itself', (rule, severity) => {
    expect(policyFor(policy, rule)).toMatchObject({ severity, proven: true, auto: 20, block: 4 * HOUR, ask: 1 });
  });

  test('the limits are those of an AWS account that asked for nothing', () => {
    expect(policy).toMatchObject({
      guard: [],
      graceMs: 24 * HOUR,
      quota: 20,
      keptForPeople: 2,
      retention: { actionDays: 400, bodyDays: 30 },
    });
  });
});

describe('a file', () => {
  test('comes before what is built in, its first rule that matches counts', () => {
    const policy = policyOf({
      rules: [
        { match: 'ssh-office', auto: 'never' },
        { match: 'ssh*', auto: 5, block: '12h' },
        { match: '*', ask: 3 },
      ],
    });

    expect(policyFor(policy, 'ssh-office')).toMatchObject({ auto: 'never' });
    expect(policyFor(policy, 'ssh-bruteforce')).toMatchObject({ auto: 5, block: 12 * HOUR });
    expect(policyFor(policy, 'nginx-sqli')).toMatchObject({ ask: 3, auto: 'never' });
  });

  test('fills the gaps of a rule from its defaults, not from the built-in rules', () => {
    const policy = policyOf({
      defaults: { ask: 7, window: '30m', proven: true },
      rules: [{ match: 'ssh*', auto: 50 }],
    });

    expect(policyFor(policy, 'ssh-bruteforce')).toEqual({
      match: 'ssh*',
      severity: 'medium',
      proven: true,
      ask: 7,
      auto: 50,
      window: 30 * MINUTE,
      eventsPerAlert: 1,
      block: HOUR,
      scope: ['all'],
      counts: 'rule',
      web: false,
      kind: 'attack',
    });
    expect(policyFor(policy, 'other')).toMatchObject({ match: '*', ask: 7 });
  });

  test('may leave out what is built in', () => {
    const policy = policyOf({ builtInRules: false, rules: [{ match: 'ftp', auto: 9 }] });

    expect(policy.rules.map((rule) => rule.match)).toEqual(['ftp']);
    expect(policyFor(policy, 'ssh-bruteforce')).toMatchObject({ auto: 'never', proven: false });
  });

  test('chooses rules by the source of an alert as well', () => {
    const policy = policyOf({ rules: [{ match: '*', source: 'elast*', ask: 5 }] });

    expect(policyFor(policy, 'x', 'elastalert').ask).toBe(5);
    expect(policyFor(policy, 'x', 'grafana').ask).toBe(1);
    expect(policyFor(policy, 'x').ask).toBe(1);
  });

  test('says every number and duration its own way', () => {
    expect(
      policyOf({
        guard: ['198.51.100.7', '2001:DB8::/32'],
        grace: '2d',
        quota: 40,
        keptForPeople: 0,
        retention: { bodyDays: 7 },
        rules: [{ match: 'x', scope: ['tcp/22', 'udp/5000-5010'], block: '1m', window: '1s', eventsPerAlert: 1000 }],
      }),
    ).toMatchObject({
      guard: ['198.51.100.7/32', '2001:db8::/32'],
      graceMs: 48 * HOUR,
      quota: 40,
      keptForPeople: 0,
      retention: { actionDays: 400, bodyDays: 7 },
      rules: expect.arrayContaining([
        expect.objectContaining({ scope: ['tcp/22', 'udp/5000-5010'], block: MINUTE, window: 1000 }),
      ]),
    });
    expect(policyOf({ defaults: { scope: 'all' } }).defaults.scope).toEqual(['all']);
    expect(policyOf({ defaults: { scope: ['all'] } }).defaults.scope).toEqual(['all']);
  });
});

describe('a glob', () => {
  const matches = (match: string, rule: string) =>
    policyFor(policyOf({ rules: [{ match, ask: 9 }] }), rule).match === match;

  test.each([
    ['web*', 'web'],
    ['web*', 'WEB-404'],
    ['*web', 'my web'],
    ['*web*', 'a web b'],
    ['w?b', 'w.b'],
    ['a.b', 'a.b'],
    ['(a|b)', '(a|b)'],
    ['a+[x]^$\\', 'a+[x]^$\\'],
  ])('%s matches %s', (match, rule) => {
    expect(matches(match, rule)).toBe(true);
  });

  test.each([
    ['web*', 'my web'],
    ['*web', 'web-404'],
    ['w?b', 'wb'],
    ['w?b', 'wxxb'],
    ['a.b', 'axb'],
    ['(a|b)', 'a'],
    ['web', 'web2'],
  ])('%s does not match %s', (match, rule) => {
    expect(matches(match, rule)).toBe(false);
  });
});

describe('a file is refused for', () => {
  test.each([
    ['an unknown key', { treshold: 3 }, ['treshold']],
    ['an unknown key of a rule', { rules: [{ match: 'x', colour: 'red' }] }, ['rules.0', 'colour']],
    ['an unknown key of the defaults', { defaults: { match: 'x' } }, ['defaults', 'match']],
    ['an unknown key of the retention', { retention: { days: 1 } }, ['retention', 'days']],
    ['a rule without match', { rules: [{ ask: 1 }] }, ['rules.0.match']],
    ['an empty match', { rules: [{ match: '' }] }, ['rules.0.match']],
    ['an unknown severity', { defaults: { severity: 'bad' } }, ['defaults.severity']],
    ['no event', { defaults: { ask: 0 } }, ['defaults.ask']],
    ['half an event', { defaults: { auto: 1.5 } }, ['defaults.auto']],
    ['a threshold of nothing', { defaults: { auto: 0 } }, ['defaults.auto']],
    ['a word for a threshold', { defaults: { auto: 'always' } }, ['defaults.auto']],
    ['too many events per alert', { defaults: { eventsPerAlert: 1001 } }, ['defaults.eventsPerAlert']],
    ['a duration without a unit', { defaults: { window: '10' } }, ['defaults.window', 'is no duration']],
    ['a number for a duration', { grace: 24 }, ['grace']],
    ['a window of nothing', { defaults: { window: '0s' } }, ['defaults.window', 'the shortest window is 1s']],
    ['a block under a minute', { defaults: { block: '59s' } }, ['defaults.block', 'the shortest block is 1m']],
    ['a scope of no port', { defaults: { scope: ['tcp'] } }, ['defaults.scope.0', 'like tcp/22']],
    ['a port that is too high', { defaults: { scope: ['tcp/65536'] } }, ['defaults.scope.0', 'to 65535']],
    ['port 0', { defaults: { scope: ['tcp/0'] } }, ['defaults.scope.0']],
    ['a second spelling of a port', { defaults: { scope: ['tcp/022'] } }, ['defaults.scope.0']],
    ['ports that end before they begin', { defaults: { scope: ['udp/20-10'] } }, ['defaults.scope.0']],
    ['another protocol', { defaults: { scope: ['icmp/8'] } }, ['defaults.scope.0']],
    ['no scope at all', { defaults: { scope: [] } }, ['defaults.scope']],
    ['a guard that is no address', { guard: ['office'] }, ['guard.0', 'is not an IP address']],
    ['a guard of everything', { guard: ['0.0.0.0/0'] }, ['guard.0', 'every address there is']],
    ['a quota of nothing', { quota: 0 }, ['quota']],
    ['a quota that AWS never gives', { quota: 41 }, ['quota']],
    ['negative slots for people', { keptForPeople: -1 }, ['keptForPeople']],
    ['a list', [], ['']],
  ])('%s', (_, file, words) => {
    const problems = wrongWith(file);

    expect(problems).toHaveLength(1);
    for (const word of words) expect(problems[0]).toContain(word);
  });

  test('all that is wrong with it, at once', () => {
    expect(wrongWith({ quota: 41, grace: 'soon', rules: [{}, { match: 'x', ask: 0 }] })).toHaveLength(4);
  });
});
