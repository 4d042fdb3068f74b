import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { alertSchema } from '../../src/alerts/alert.ts';
import { parseElastalert } from '../../src/alerts/elastalert.ts';
import { formatParsed } from '../../src/alerts/format-parsed.ts';
import { alertFrom, elastalertBody, RECEIVED_AT } from '../support/parse-alert.ts';

const ours = new URL('../fixtures/elastalert2/', import.meta.url);
/** Bodies of ElastAlert 2's own code over real logs. They are not part of this project. */
const shared = new URL('../../../shared/data/payloads/elastalert2/', import.meta.url);

describe('our own bodies', () => {
  for (const [name, expected] of expectations(ours)) {
    test(`${name} gives its addresses and its count`, () => {
      expect(printed(new URL(name, ours))).toMatchObject({ addresses: expected.attacker_ips, count: expected.count });
    });
  }

  test('each has an expectation', () => {
    const bodies = readdirSync(ours).filter((name) => name !== 'expected.json');

    expect(
      expectations(ours)
        .map(([name]) => name)
        .toSorted(),
    ).toEqual(bodies.toSorted());
  });
});

describe.skipIf(!existsSync(shared))(`the recorded bodies (skipped where ${shared.pathname} is missing)`, () => {
  for (const [name, expected] of existsSync(shared) ? expectations(shared) : []) {
    test(`${name} gives its addresses and its count`, () => {
      expect(printed(new URL(name, shared))).toMatchObject({ addresses: expected.attacker_ips, count: expected.count });
    });
  }
});

test('a body that Yelp ElastAlert 0.2.4 really posted gives an alert', () => {
  const body = JSON.parse(readFileSync(new URL('../fixtures/captured/elastalert-post.json', import.meta.url), 'utf8'));

  expect(alertFrom(body)).toEqual({
    source: 'elastalert',
    identity: expect.stringMatching(/^[\w-]{22}$/),
    rule: 'unknown',
    attackers: [{ address: '198.51.100.9/32' }],
    counting: 'sum',
    at: '2026-11-24T03:35:11.661Z',
    receivedAt: RECEIVED_AT,
    hosts: ['bastion-1'],
    users: ['root'],
    samples: ['Failed password for root'],
    index: 'logs-1',
    documentId: 'd8',
    notes: [],
  });
});

test('an alert with rule parameters is complete', () => {
  expect(alertFrom(elastalertBody('ssh-rule-params'))).toEqual({
    source: 'elastalert',
    identity: expect.stringMatching(/^[\w-]{22}$/),
    rule: 'ssh-bruteforce',
    attackers: [{ address: '203.0.113.10/32', weighs: 8 }],
    counting: 'sum',
    keyed: true,
    severity: 'high',
    at: '2026-11-20T09:14:07.120Z',
    receivedAt: RECEIVED_AT,
    service: { name: 'ssh', ports: [22], protocol: 'tcp' },
    hosts: ['bastion-1'],
    hostIds: ['10.0.3.7'],
    users: ['admin'],
    samples: ['Failed password for admin from 203.0.113.10 port 50122 ssh2'],
    index: 'filebeat-8.15.0-2026.11.20',
    documentId: 'Zk3v1ZMB0aB1',
    link: "https://kibana.example.com/app/discover#/?_g=(time:(from:'2026-11-20T09:00:00Z'))",
    notes: [],
  });
});

test('an alert that was stored as JSON comes back as it was', () => {
  for (const [name] of expectations(ours)) {
    const parsed = parseElastalert(read(new URL(name, ours)), { receivedAt: RECEIVED_AT });
    if (parsed.kind === 'rejected') continue;

    expect(alertSchema.parse(JSON.parse(JSON.stringify(parsed.alert)))).toEqual(parsed.alert);
  }
});

describe('the printed line', () => {
  test('is one line of JSON, with null where the body says nothing', () => {
    const line = formatParsed({ kind: 'alert', alert: alertFrom({ aism_ip: '2001:db8::9' }) });

    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({
      addresses: ['2001:db8::9'],
      rule: 'unknown',
      count: null,
      severity: null,
    });
  });

  test('counts only the attackers whose count is stated', () => {
    const body = { 'top_events_source.ip': { '203.0.113.1': 5, '203.0.113.2': 'many' } };

    expect(JSON.parse(formatParsed({ kind: 'alert', alert: alertFrom(body) }))).toMatchObject({
      addresses: ['203.0.113.1', '203.0.113.2'],
      count: { '203.0.113.1': 5 },
    });
  });

  test('gives the reason of a rejected body', () => {
    expect(JSON.parse(formatParsed({ kind: 'rejected', why: 'no "address"' }))).toEqual({
      rejected: 'no "address"',
      addresses: [],
    });
  });
});

interface Expectation {
  attacker_ips: string[];
  count: number | Record<string, number> | null;
}

function expectations(folder: URL): [string, Expectation][] {
  return Object.entries(read(new URL('expected.json', folder)));
}

function read(file: URL): Record<string, never> {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Without a count, as for a rejected body, the count is null. */
function printed(file: URL): Record<string, unknown> {
  return { count: null, ...JSON.parse(formatParsed(parseElastalert(read(file), { receivedAt: RECEIVED_AT }))) };
}
