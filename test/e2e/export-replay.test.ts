import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SandboxFacts } from '../../src/sandbox/sandbox-facts.ts';
import { runAism } from '../support/cli.ts';
import { type Spawned, spawnSandbox } from '../support/spawned.ts';

let sandbox: Spawned & { facts: SandboxFacts };
let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aism-export-'));
  sandbox = await spawnSandbox(join(folder, 'data'));
  const { facts } = sandbox;
  // The table and the region alone: no Slack, no Network ACL.
  env = {
    AISM_TABLE: facts.table,
    AWS_REGION: facts.region,
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_ENDPOINT_URL_DYNAMODB: facts.dynamodb,
  };
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

async function post(id: string, ip: string, rule?: string): Promise<void> {
  const { alerts, webhookToken } = sandbox.facts;
  const answer = await fetch(alerts, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${webhookToken}`,
      ...(rule ? { 'x-aism-rule': rule } : {}),
    },
    body: JSON.stringify({
      '@timestamp': new Date().toISOString(),
      source: { ip },
      _index: 'filebeat',
      _id: id,
      rule_param_query_key: 'source.ip',
      rule_param_num_events: 25,
    }),
  });
  expect(answer.status).toBe(202);
}

describe('what the ledger knows', () => {
  test('is exported with the rule of its header, and replayed to the decision that was made', async () => {
    await post('one', '203.0.113.7', 'ssh-bruteforce');
    await post('two', '203.0.113.8', 'my-rule');
    const file = join(folder, 'alerts.jsonl');
    const exported = await runAism(['export', 'alerts', '--since', '1h', '--out', file], env);

    expect(exported).toMatchObject({ code: 0, out: '' });
    expect(exported.err).toMatch(/^2 alerts since /);
    const lines = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      {
        at: expect.stringMatching(/Z$/),
        source: 'elastalert',
        rule: 'ssh-bruteforce',
        body: expect.objectContaining({ _id: 'one', source: { ip: '203.0.113.7' } }),
      },
      expect.objectContaining({ rule: 'my-rule', body: expect.objectContaining({ _id: 'two' }) }),
    ]);

    const replayed = await runAism(['replay', file, '--json'], {});
    expect(replayed).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(replayed.out)).toMatchObject({
      mode: 'live',
      badLines: [],
      decisions: [
        { address: '203.0.113.7', rule: 'ssh-bruteforce', decision: 'block', forSeconds: 14_400 },
        { address: '203.0.113.8', rule: 'my-rule', decision: 'ask' },
      ],
      summary: { alerts: 2, decisions: { block: 1, ask: 1, ignore: 0, prolong: 0, wouldBlock: 0 } },
    });
  });

  test('goes to standard output without --out', async () => {
    const { code, out } = await runAism(['export', 'alerts', '--since', '1h'], env);

    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(2);
  });

  test.each([
    [['--since', 'yesterday'], {}, /--since: "yesterday" is no duration/],
    [['--since', '7d'], { AWS_REGION: '', AISM_TABLE: '?' }, /AISM_TABLE is wrong/],
    [['--since', '7d'], { AISM_TABLE: 'no-such-table' }, /no-such-table/],
    [['--since', '7d', '--out', '/no/such/folder/x'], {}, /cannot be written/],
  ])('is not exported with %j %j, and it is said why', async (args, more, why) => {
    const { code, err } = await runAism(['export', 'alerts', ...args], { ...env, ...more });

    expect(code).toBe(1);
    expect(err).toMatch(why);
    expect(err).not.toMatch(/ at .*\.ts:/);
  });
});

describe('aism replay', () => {
  const line = (id: string, at: string, more: object = {}) =>
    JSON.stringify({
      at,
      rule: 'ssh-bruteforce',
      body: {
        '@timestamp': at,
        source: { ip: '203.0.113.9' },
        _id: id,
        rule_param_query_key: 'source.ip',
        rule_param_num_events: 25,
        ...more,
      },
    });
  const write = (name: string, ...lines: string[]) => {
    const file = join(folder, name);
    writeFileSync(file, lines.join('\n'));
    return file;
  };

  test('works the lines in the order of time, a repeated one once, and ends blocks by the time of the file', async () => {
    const file = write(
      'order.jsonl',
      line('b', '2026-11-24T18:00:00Z'),
      line('a', '2026-11-24T12:00:00Z'),
      line('a', '2026-11-24T12:00:00Z'),
    );
    const { code, out } = await runAism(['replay', file], {});

    expect(code).toBe(0);
    const [first, second] = out.split('\n');
    expect(first).toMatch(/^2026-11-24T12:00:00.000Z {2}203\.0\.113\.9 .* block 4 h .*threshold 20/);
    expect(second).toMatch(/^2026-11-24T18:00:00.000Z {2}203\.0\.113\.9 .* block 8 h .*second offence/);
    expect(out).toContain('1 were known already');
    expect(out).toMatch(/203\.0\.113\.9 +from 2026-11-24T12:00:00\.000Z for 4 h, 2 times, 12 h in all/);
  });

  test('tells every bad line by its number, loses no other, and ends with 1', async () => {
    const file = write(
      'bad.jsonl',
      'not json',
      line('a', '2026-11-24T12:00:00Z'),
      '{"at":"yesterday","body":{}}',
      '',
      '{"at":"2026-11-24T12:00:00Z"}',
      '{"at":"2026-11-24T12:00:00Z","body":{"source":{"ip":"10.0.0.1"}}}',
      '{"at":"2026-11-24T12:00:00Z","source":"nagios","body":{}}',
      '7',
    );
    const { code, out, err } = await runAism(['replay', file, '--json'], {});

    expect(code).toBe(1);
    expect(err.match(/^line \d+/gm)).toEqual(['line 1', 'line 3', 'line 5', 'line 6', 'line 7', 'line 8']);
    const told = JSON.parse(out);
    expect(told.decisions).toHaveLength(1);
    expect(told.badLines.map((each: { line: number }) => each.line)).toEqual([1, 3, 5, 6, 7, 8]);
  });

  test('plays the mode that is named, and says what would have been blocked', async () => {
    const { out } = await runAism(
      ['replay', write('mode.jsonl', line('a', '2026-11-24T12:00:00Z')), '--mode', 'ask'],
      {},
    );

    expect(out).toContain('would have been blocked, but the mode is ask');
    expect(out).toMatch(/ssh-bruteforce +0 +0 +1 +0 +1 would have been blocked/);
  });

  test('keeps the guard of the policy, and compares two policies', async () => {
    const file = write(
      'compare.jsonl',
      line('a', '2026-11-24T12:00:00Z'),
      line('b', '2026-11-24T12:00:00Z', { source: { ip: '203.0.113.10' } }),
    );
    const guarding = write(
      'new.yml',
      'guard: [203.0.113.9]\nrules: [{match: ssh*, proven: true, auto: 20, block: 1h}]',
    );
    const old = write('old.yml', 'rules: [{match: ssh*, proven: true, auto: 20, block: 4h}]');
    const { code, out } = await runAism(['replay', file, '--policy', guarding, '--compare', old], {});
    const { compare } = JSON.parse(
      (await runAism(['replay', file, '--policy', guarding, '--compare', old, '--json'], {})).out,
    );

    expect(code).toBe(0);
    expect(out).toMatch(/ssh-bruteforce +2 → 1 +0 +0 → 1 +0/);
    expect(out).toMatch(
      /Blocked only by the old policy: 1 address\n +203\.0\.113\.9 +from 2026-11-24T12:00:00.000Z for 4 h/,
    );
    expect(out).toMatch(
      /at other times: 1 address\n +203\.0\.113\.10 +before: from .* for 4 h .*; now: from .* for 1 h/,
    );
    expect(compare.changes.map((change: { address: string; what: string }) => [change.address, change.what])).toEqual([
      ['203.0.113.9', 'only-old'],
      ['203.0.113.10', 'other-times'],
    ]);
  });

  test('tells when the breaker would have gone off', async () => {
    const lines = [1, 2, 3, 4].map((last) =>
      line(`x${last}`, '2026-11-24T12:00:00Z', { source: { ip: `203.0.113.${last}` } }),
    );
    const file = write('storm.jsonl', ...lines);
    const blocks = write('blocks.yml', 'breaker: {blocks: 3}');
    const addresses = write('addresses.yml', 'breaker: {addresses: 3}');

    expect((await runAism(['replay', file, '--policy', blocks], {})).out).toMatch(
      /would have switched .* off.*\n.*the limit is 3/,
    );
    expect((await runAism(['replay', file, '--policy', addresses], {})).out).toContain(
      'fired on more than 3 addresses',
    );
    expect((await runAism(['replay', file], {})).out).not.toContain('breaker');
  });

  test.each([
    [['no-such.jsonl'], /there is no file no-such\.jsonl/],
    [['package.json', '--policy', 'no-such.yml'], /there is no file no-such\.yml/],
    [['package.json', '--mode', 'loud'], /live, ask, shadow/],
  ])('refuses %j and says why', async (args, why) => {
    const { code, err } = await runAism(['replay', ...args], {});

    expect(code).toBe(1);
    expect(err).toMatch(why);
  });
});
