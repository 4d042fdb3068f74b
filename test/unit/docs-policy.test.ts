import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { completePolicy, policySchema } from '../../src/decision/policy.ts';
import { readPolicyText } from '../../src/policy-file.ts';
import { codeBlocks, tableRows } from '../support/documents.ts';
import { projectFile } from '../support/project-file.ts';

const { defaults, rules, retention } = policySchema.shape;
const ruleKeys = Object.keys(defaults.unwrap().shape);
const allKeys = [
  ...Object.keys(policySchema.shape),
  ...ruleKeys,
  ...Object.keys(rules.unwrap().element.shape),
  ...Object.keys(retention.unwrap().shape),
];

describe('aism.example.yml', () => {
  const text = projectFile('aism.example.yml');

  test('is a right policy', () => {
    expect(readPolicyText(text)).toMatchObject({ ok: true });
  });

  test.each([...new Set(allKeys)])('has the key %s', (key) => {
    expect(text).toMatch(new RegExp(`^(  )?(- )?${key}:|^ {2}- ${key}:`, 'm'));
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
    const own = Object.keys(policySchema.shape).filter((key) => !['defaults', 'rules', 'retention'].includes(key));
    const others = rows.filter(([key = '']) => own.includes(key));
    const kept = rows.filter(([key = '']) => key.startsWith('retention.'));

    expect([...shown.keys()]).toEqual(ruleKeys);
    const policy = [
      'defaults:',
      ...[...shown].map(([key, value]) => `  ${key}: ${value}`),
      ...others.map(([key, value]) => `${key}: ${value}`),
      'retention:',
      ...kept.map(([key, value]) => `  ${key?.split('.')[1]}: ${value}`),
    ].join('\n');
    const read = readPolicyText(policy);
    expect(read).toMatchObject({ ok: true });
    expect(read.ok && Object.keys(read.file)).toEqual([
      'defaults',
      ...Object.keys(policySchema.shape).filter((key) => !['defaults', 'rules', 'retention'].includes(key)),
      'retention',
    ]);
    expect(read.ok && completePolicy(read.file)).toEqual(completePolicy({}));
  });

  test('shows the built-in rules as they are', () => {
    const shown = rows.filter(([pattern = '']) => pattern.startsWith('*'));
    const text = stringify({
      rules: shown.map(([match, severity, proven, auto, block]) => ({
        match,
        severity,
        proven: proven === 'true',
        auto: Number(auto),
        block,
      })),
    });
    const read = readPolicyText(text);
    const builtIn = completePolicy({}).rules;

    expect(read.ok && completePolicy(read.file).rules).toEqual([...builtIn, ...builtIn]);
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
