import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readPolicyText } from '../../src/policy-file.ts';
import { policyJsonSchema, policyJsonSchemaText } from '../../src/policy-json-schema.ts';
import { runAism } from '../support/cli.ts';
import { codeBlocks } from '../support/documents.ts';
import { projectFile } from '../support/project-file.ts';

/** An independent validator that refuses keywords it does not know. */
const isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(policyJsonSchema());

test('the published file is the one that the code makes; else: npm run -s aism -- schema > aism.schema.json', () => {
  expect(projectFile('aism.schema.json')).toBe(policyJsonSchemaText());
});

test('aism schema prints it', async () => {
  expect(await runAism(['schema'], {})).toMatchObject({ code: 0, out: projectFile('aism.schema.json'), err: '' });
});

test('every key tells what it means', () => {
  expect(silentKeys(policyJsonSchema())).toEqual([]);
});

test('the example names the schema for editors', () => {
  expect(projectFile('aism.example.yml').split('\n')[0]).toBe('# yaml-language-server: $schema=./aism.schema.json');
});

describe('takes what AISM takes', () => {
  test.each([
    projectFile('aism.example.yml'),
    ...codeBlocks('docs/policy.md', 'yaml'),
    'guard: []',
    'defaults: {window: 1d12h, block: 90 S}',
    'rules: [{match: ssh*, ask: {hosts: 2}, auto: {events: 20, rules: 3}, scope: [tcp/22, udp/5000-5010]}]',
  ])('%s', (text) => {
    expect(readPolicyText(text)).toMatchObject({ ok: true });
    expect([isValid(parse(text) ?? {}), isValid.errors]).toEqual([true, null]);
  });
});

describe('marks what AISM refuses', () => {
  test.each([
    'gard: []',
    'rules: [{mach: ssh*}]',
    'rules: [{auto: 3}]',
    'defaults: {ask: 0}',
    'defaults: {ask: {event: 3}}',
    'defaults: {window: 10}',
    'defaults: {window: ten minutes}',
    'defaults: {severity: worst}',
    'defaults: {scope: tcp/22}',
    'defaults: {scope: [icmp]}',
    'quota: 41',
    'guard: 203.0.113.9',
    'targets: [{id: nacl-1}]',
    'retention: {days: 3}',
  ])('%s', (text) => {
    expect(readPolicyText(text)).toMatchObject({ ok: false });
    expect(isValid(parse(text))).toBe(false);
  });
});

interface Node {
  description?: string;
  properties?: Record<string, Node>;
  items?: Node;
  anyOf?: Node[];
}

/** The paths of keys without a word. */
function silentKeys(node: Node, path = ''): string[] {
  const keys = Object.entries(node.properties ?? {});
  return [
    ...keys.filter(([, value]) => !value.description).map(([key]) => `${path}${key}`),
    ...keys.flatMap(([key, value]) => silentKeys(value, `${path}${key}.`)),
    ...(node.items ? silentKeys(node.items, path) : []),
    ...(node.anyOf ?? []).flatMap((each) => silentKeys(each, path)),
  ];
}
