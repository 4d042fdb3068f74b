import { describe, expect, test } from 'vitest';
import { readPolicyText } from '../../src/policy-file.ts';

function problemsOf(text: string): string[] {
  const read = readPolicyText(text);
  return read.ok ? [] : read.problems;
}

describe('a policy file', () => {
  test('is read with its comments, quotes and short forms', () => {
    expect(
      readPolicyText(`# ours
defaults: { ask: 2 }   # at least two
rules:
  - match: '*ssh*'
    block: 12h
`),
    ).toEqual({ ok: true, file: { defaults: { ask: 2 }, rules: [{ match: '*ssh*', block: 43_200_000 }] } });
  });

  test.each(['', '\n', '# nothing yet\n', '{}'])('%j is a file that changes nothing', (text) => {
    expect(readPolicyText(text)).toEqual({ ok: true, file: {} });
  });
});

describe('a problem is told with its line', () => {
  test('all at once, in the order of the lines', () => {
    const text = `defaults:
  block: 10s

  window: soon
  colour: red
guard: [203.0.113.0/24,
  office]
rules:
  - match: ssh*
    auto: often
  - ask: 3
quota: 41
treshold: 20
`;

    expect(problemsOf(text).map((problem) => problem.split(': ').slice(0, 2))).toEqual([
      ['line 2', 'defaults.block'],
      ['line 4', 'defaults.window'],
      ['line 5', 'defaults'],
      ['line 7', 'guard.1'],
      ['line 10', 'rules.0.auto'],
      ['line 11', 'rules.1.match'],
      ['line 12', 'quota'],
      ['line 13', 'there is no key "treshold"'],
    ]);
  });

  test('also in a file from Windows', () => {
    expect(problemsOf('quota: 20\r\nkeptForPeople: many\r\n')).toEqual([
      expect.stringMatching(/^line 2: keptForPeople: /),
    ]);
  });

  test.each([
    ['a key that comes twice', 'quota: 20\ngrace: 1h\nquota: 21\n', 3],
    ['a bracket that is not closed', 'guard: [203.0.113.9\nquota: 20\n', 2],
    ['a tab that indents', 'defaults:\n\task: 2\n', 2],
    ['a second document', 'quota: 20\n---\nquota: 21\n', 2],
  ])('and so is %s', (_, text, line) => {
    expect(problemsOf(text)[0]).toMatch(new RegExp(`^line ${line}: `));
  });

  test.each([
    ['a list', '\n- match: x\n', 2],
    ['a sentence', 'block everything', 1],
    ['a number', '7', 1],
  ])('a file that is %s is refused', (_, text, line) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(new RegExp(`^line ${line}: write keys and`))]);
  });

  test.each([
    ['quota: 41', 'quota: write 40 or less'],
    ['quota: 0', 'quota: write 1 or more'],
    ['grace: 10', 'grace: write a duration with its unit, such as 10m'],
    ['guard: 203.0.113.9', 'guard: write a list'],
    ['defaults: { proven: maybe }', 'defaults.proven: write true or false'],
    [
      'defaults: { auto: often }',
      'defaults.auto: write never, a whole number from 1 on, or limits such as {events: 20, hosts: 3, rules: 3}',
    ],
    ['defaults: { severity: bad }', 'defaults.severity: write one of low, medium, high, critical'],
    ['defaults: { scope: tcp }', 'defaults.scope: write all, or a list such as [tcp/22]'],
    ['rules: [{ ask: 2 }]', 'rules.0.match: is missing'],
    ['placement: some', 'placement: write one of all, attacked'],
    ['targets: acl-01234567', 'targets: write a list'],
    ['targets: [{ region: eu-west-1 }]', 'targets.0.id: write the id of a Network ACL, like acl-0123456789abcdef0'],
    ['targets: [{ id: acl-1 }]', 'targets.0.id: write the id of a Network ACL, like acl-0123456789abcdef0'],
    ['targets: [{ id: acl-01234567, name: web }]', 'targets.0: there is no key "name"'],
    ['targets: [{ id: acl-01234567, region: Ireland }]', 'targets.0.region: write a region, like eu-central-1'],
    [
      'targets: [{ id: acl-01234567, roleArn: "arn:aws:iam::1:role/aism" }]',
      "targets.0.roleArn: write a role's ARN, like arn:aws:iam::123456789012:role/aism-network-acls",
    ],
    [
      'targets: [{ id: acl-01234567, roleArn: "arn:aws:iam::123456789012:user/aism" }]',
      "targets.0.roleArn: write a role's ARN, like arn:aws:iam::123456789012:role/aism-network-acls",
    ],
    [
      'targets: [{ id: acl-01234567, externalId: ours }]',
      'targets.0.externalId: goes with a roleArn: add the role that asks for it, or leave it out',
    ],
  ])('%s is answered with what to write', (text, what) => {
    expect(problemsOf(text)).toEqual([`line 1: ${what}`]);
  });

  test('a Network ACL that is listed twice, where it stands the second time', () => {
    const text = `targets:
  - id: acl-0123456789abcdef0
  - id: acl-0123456789abcdef1
  - region: eu-west-1
    id: acl-0123456789abcdef0
`;

    expect(problemsOf(text)).toEqual(['line 5: targets.2.id: acl-0123456789abcdef0 stands here twice']);
  });

  test('a glob without quotes, which YAML reads as an alias, too', () => {
    expect(problemsOf('rules:\n  - match: *ssh*\n    ask: 2\n')).toEqual([
      "line 2: a text that begins with * needs quotes: '*ssh*'",
    ]);
  });

  test('a file made to swell is refused at once', () => {
    const ten = (name: string) => `[${Array.from({ length: 10 }, () => `*${name}`).join()}]`;
    const text = `a: &a [x]\nb: &b ${ten('a')}\nc: &c ${ten('b')}\nd: &d ${ten('c')}\ne: ${ten('d')}\n`;

    expect(problemsOf(text)[0]).toMatch(/^line 2: /);
  });

  test('a key of every object is no key of ours', () => {
    expect(problemsOf('__proto__: 1\nconstructor: 2\n')).toEqual([
      'line 1: there is no key "__proto__"',
      'line 2: there is no key "constructor"',
    ]);
  });
});
