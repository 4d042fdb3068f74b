import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseElastalert } from '../../src/alerts/elastalert.ts';
import { codeBlocks } from '../support/documents.ts';

const receivedAt = Date.parse('2026-11-24T12:00:00Z');

/** What ElastAlert found: a document of Filebeat with the keys that ElastAlert adds. */
const match = {
  '@timestamp': '2026-11-24T11:59:30.000Z',
  source: { ip: '203.0.113.9', port: 51122 },
  host: { name: 'bastion-1' },
  user: { name: 'root' },
  event: { dataset: 'system.auth', outcome: 'failure' },
  message: 'Failed password for root from 203.0.113.9 port 51122 ssh2',
  _id: 'AbC',
  _index: 'filebeat-2026.11.24',
  num_hits: 810,
  num_matches: 1,
};

const fields = z.record(z.string(), z.union([z.string(), z.number()]));
const ruleSchema = z.looseObject({ name: z.string(), num_events: z.number(), query_key: z.string() });
const post2Schema = ruleSchema.extend({
  alert: z.literal('post2'),
  http_post2_payload: fields,
  http_post2_raw_fields: z.record(z.string(), z.string()),
  http_post2_all_values: z.literal(true),
  include_rule_params_in_matches: z.array(z.enum(['name', 'num_events', 'query_key'])),
});
const postSchema = z.looseObject({
  alert: z.literal('post'),
  http_post_static_payload: fields,
  http_post_payload: z.record(z.string(), z.string()),
  http_post_all_values: z.literal(true),
});

const [forPost2 = '', forPost = ''] = codeBlocks('docs/elastalert.md', 'yaml');

const expected = {
  kind: 'alert',
  alert: {
    rule: 'ssh-bruteforce',
    severity: 'high',
    attackers: [{ address: '203.0.113.9/32', weighs: 8 }],
    counting: 'sum',
    keyed: true,
    service: { name: 'ssh', ports: [22], protocol: 'tcp' },
    hosts: ['bastion-1'],
    users: ['root'],
    index: 'filebeat-2026.11.24',
    documentId: 'AbC',
    notes: [],
  },
};

describe('the rule for ElastAlert 2', () => {
  const rule = post2Schema.parse(parse(forPost2));

  test('makes a body that AISM reads whole', () => {
    // As httppost2.py: the match with the rule's parameters, over it the payload, over that the raw fields.
    const parameters = rule.include_rule_params_in_matches.map((name) => [`rule_param_${name}`, rule[name]]);
    const raw = Object.entries(rule.http_post2_raw_fields).map(([key, field]) => [key, lookUp(field)]);
    const body = {
      ...match,
      ...Object.fromEntries(parameters),
      ...rule.http_post2_payload,
      ...Object.fromEntries(raw),
    };

    expect(parseElastalert(body, { receivedAt })).toMatchObject(expected);
  });

  test('takes the address from the field by which it counts', () => {
    expect(rule.http_post2_raw_fields['aism_ip']).toBe(rule.query_key);
  });
});

describe('the rule for ElastAlert 0.2.4', () => {
  const alerter = postSchema.parse(parse(forPost));

  test('makes a body that AISM reads whole', () => {
    // As HTTPPostAlerter in alerts.py: the match, over it the static keys, over those the fields.
    const picked = Object.entries(alerter.http_post_payload).map(([key, field]) => [key, lookUp(field)]);
    const body = { ...match, ...alerter.http_post_static_payload, ...Object.fromEntries(picked) };

    expect(parseElastalert(body, { receivedAt })).toMatchObject(expected);
  });

  test('says the same as the rule for ElastAlert 2', () => {
    const rule = ruleSchema.parse(parse(forPost2));

    expect(alerter.http_post_static_payload).toMatchObject({
      aism_rule: rule.name,
      rule_param_num_events: rule.num_events,
      rule_param_query_key: rule.query_key,
    });
  });
});

test('the bodies in the curl examples are JSON that AISM reads', () => {
  const examples = codeBlocks('docs/elastalert.md', 'sh').flatMap((text) => [
    ...text.matchAll(/(?:-d|echo) '(\{.*?\})'/gs),
  ]);
  const bodies = examples.map(([, body = '']) => parseElastalert(JSON.parse(body), { receivedAt }));

  expect(bodies.length).toBeGreaterThan(1);
  for (const body of bodies) {
    expect(body).toMatchObject({ alert: { rule: 'ssh-bruteforce', attackers: [{ address: '203.0.113.9/32' }] } });
  }
});

/** As ElastAlert's lookup_es_key: the value under a dotted name. */
function lookUp(field: string): unknown {
  return field.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], match);
}
