import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { completePolicy } from '../../src/decision/policy.ts';
import { policySchema } from '../../src/decision/policy-schema.ts';
import { readPolicyText } from '../../src/policy-file.ts';
import { codeBlocks, tableRows } from '../support/documents.ts';
import { projectFile } from '../support/project-file.ts';

const { defaults, rules, retention, escalation, breaker, reports, storm, permissions, asks } = policySchema.shape;
const ruleKeys = Object.keys(defaults.unwrap().shape);
/** Keys that hold others. */
const groups = {
  escalation: escalation.unwrap().shape,
  breaker: breaker.unwrap().shape,
  reports: reports.unwrap().shape,
  storm: storm.unwrap().shape,
  asks: asks.unwrap().shape,
  retention: retention.unwrap().shape,
  permissions: permissions.unwrap().shape,
};
const allKeys = [
  ...Object.keys(policySchema.shape),
  ...ruleKeys,
  ...Object.keys(rules.unwrap().element.shape),
  ...Object.values(groups).flatMap((shape) => Object.keys(shape)),
];

describe('aism.example.yml', () => {
  const text = projectFile('aism.example.yml');

  test('is a right policy', () => {
    expect(readPolicyText(text)).toMatchObject({ ok: true });
  });

  test.each([...new Set(allKeys)])('has the key %s', (key) => {
    expect(text).toMatch(new RegExp(`^ *(- )?${key}:`, 'm'));
  });

  test('shows the built-in values wherever it does not say that it is an example', () => {
    const read = readPolicyText(text);
    if (!read.ok) throw new Error(read.problems.join('\n'));
    const { rules: _examples, guard: _guards, ...shown } = read.file;

    expect(completePolicy(shown)).toEqual(completePolicy({}));
  });
});

describe('policy.md', () => {
  /** Tables of two columns there are about other things. */
  const rows = tableRows('docs/policy.md').filter((row) => row.length > 2);

  test('has a row for every key, with the default of the code', () => {
    const shown = new Map(rows.filter(([key = '']) => ruleKeys.includes(key)).map(([key, value]) => [key, value]));
    const own = Object.keys(policySchema.shape).filter(
      (key) => !['defaults', 'rules', ...Object.keys(groups)].includes(key),
    );
    const others = rows.filter(([key = '']) => own.includes(key));

    expect([...shown.keys()]).toEqual(ruleKeys);
    const policy = [
      'defaults:',
      ...[...shown].map(([key, value]) => `  ${key}: ${value}`),
      ...others.map(([key, value]) => `${key}: ${value}`),
      ...Object.keys(groups).flatMap((group) => [
        `${group}:`,
        ...rows
          .filter(([key = '']) => key.startsWith(`${group}.`))
          .map(([key, value]) => `  ${key?.split('.')[1]}: ${value}`),
      ]),
    ].join('\n');
    const read = readPolicyText(policy);
    expect(read).toMatchObject({ ok: true });
    expect(read.ok && Object.keys(read.file).toSorted()).toEqual(
      Object.keys(policySchema.shape)
        .filter((key) => key !== 'rules')
        .toSorted(),
    );
    expect(rows.filter(([key = '']) => key.includes('.')).map(([key]) => key)).toEqual(
      expect.arrayContaining(
        Object.entries(groups).flatMap(([group, shape]) => Object.keys(shape).map((key) => `${group}.${key}`)),
      ),
    );
    expect(read.ok && completePolicy(read.file)).toEqual(completePolicy({}));
  });

  test('has a row for every key of a rule that the defaults have not', () => {
    const keys = rows.map(([key]) => key);
    const own = Object.keys(rules.unwrap().element.shape).filter((key) => !ruleKeys.includes(key));

    for (const key of own) expect(keys).toContain(key);
  });

  test('shows the built-in rules as they are, in their order', () => {
    const shown = rows.filter((row) => row.length === 7 && row[0] !== 'names');
    const text = stringify({
      rules: shown.flatMap(([globs = '', severity, proven, auto, block, web, what]) =>
        globs.split(' ').map((match) => ({
          ...{ match, severity, proven: proven === 'true', web: web === 'true', block, what },
          auto: auto === 'never' ? auto : Number(auto),
        })),
      ),
    });
    const read = readPolicyText(text);
    const builtIn = completePolicy({}).rules;

    expect(read.ok && completePolicy(read.file).rules).toEqual([...builtIn, ...builtIn]);
  });

  test('explains every reason that a decision can have', () => {
    const text = projectFile('docs/policy.md');
    const code = projectFile('src/decision/decide.ts');
    const reasons = [...code.matchAll(/(?:say|ask|quiet)\(\[?'([a-z-]+)'|\['([a-z-]+)',/g)].map(
      (hit) => hit[1] ?? hit[2],
    );

    expect(reasons.length).toBeGreaterThan(15);
    for (const reason of reasons) expect(text).toContain(`\`${reason}\``);
  });

  test.each(codeBlocks('docs/policy.md', 'yaml'))('has an example that is a right policy', (text) => {
    expect(readPolicyText(text)).toMatchObject({ ok: true });
  });
});

describe('configuration.md', () => {
  test('names every key of the policy file', () => {
    const text = projectFile('docs/configuration.md');

    for (const key of Object.keys(policySchema.shape)) expect(text).toContain(`| \`${key}\` |`);
  });
});
