import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertsOfAuthLog } from '../support/auth-log.ts';
import { runAism } from '../support/cli.ts';
import { codeBlocks } from '../support/documents.ts';
import { projectFile, projectRoot } from '../support/project-file.ts';

const POLICY = 'test/fixtures/auth-log/policy.yml';
const WITHOUT_LOGINS = 'test/fixtures/auth-log/without-logins.yml';

/** Three weeks of a real server; not part of the project. Without it the sample below tells the same story. */
const REAL = join(projectRoot, '../shared/data/logs/elastic-examples/auth.log');
const REAL_ADMINISTRATOR = '85.245.107.41';
const REAL_OFFICE = '24.151.103.17';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'aism-auth-log-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function replay(log: string, ...args: string[]) {
  const file = join(folder, 'alerts.jsonl');
  const lines = alertsOfAuthLog(log, 2017).map((alert) => `${JSON.stringify(alert)}\n`);
  writeFileSync(file, lines.join(''));
  const ran = await runAism(['replay', file, ...args], {});
  expect(ran).toMatchObject({ code: 0, err: '' });
  return ran.out;
}

interface Told {
  summary: { blocked: Array<{ address: string }>; asked: Array<{ address: string }>; logins: number };
}

async function replayed(log: string, policy: string): Promise<Record<'blocked' | 'asked', string[]>> {
  const { summary } = JSON.parse(await replay(log, '--policy', policy, '--json')) as Told;
  return {
    blocked: summary.blocked.map(({ address }) => address),
    asked: summary.asked.map(({ address }) => address),
  };
}

describe('the sample', () => {
  const log = projectFile('test/fixtures/auth-log/sample.txt');

  test('gives an alert for 8 failures in 120 s, as rsyslog repeats them, an unknown user once', () => {
    const failures = alertsOfAuthLog(log, 2017).filter(({ body }) => body['rule_param_name'] === 'ssh-bruteforce');

    expect(failures.map(({ at, body }) => [at, body['source'], body['rule_param_num_events']])).toEqual([
      ['2017-11-20T09:00:35.000Z', { ip: '198.51.100.20' }, 8],
      ['2017-11-20T09:10:18.000Z', { ip: '203.0.113.9' }, 8],
    ]);
  });

  test('blocks who guesses, and asks about who is known by good log-ins', async () => {
    expect(await replayed(log, POLICY)).toEqual({ blocked: ['203.0.113.9'], asked: ['198.51.100.20'] });
  });

  test('would block the office as well without the log-ins', async () => {
    expect(await replayed(log, WITHOUT_LOGINS)).toEqual({ blocked: ['198.51.100.20', '203.0.113.9'], asked: [] });
  });
});

describe.skipIf(!existsSync(REAL))('the auth.log of a real server (skipped where the file is not there)', () => {
  const log = existsSync(REAL) ? readFileSync(REAL, 'utf8') : '';

  test('the administrator and the office are never blocked automatically, the brute forcers are', async () => {
    const { blocked, asked } = await replayed(log, POLICY);

    expect(blocked).toHaveLength(11);
    expect(blocked).toEqual(expect.arrayContaining(['49.4.143.105', '34.204.227.175', '91.197.232.109']));
    expect(blocked).not.toContain(REAL_ADMINISTRATOR);
    expect(blocked).not.toContain(REAL_OFFICE);
    expect(asked).toEqual([REAL_OFFICE]);
  });

  test('the office would be blocked if its log-ins were not known', async () => {
    const { blocked } = await replayed(log, WITHOUT_LOGINS);

    expect(blocked).toHaveLength(12);
    expect(blocked).toContain(REAL_OFFICE);
    expect(blocked).not.toContain(REAL_ADMINISTRATOR);
  });

  test.each([['--summary'], ['--compare', WITHOUT_LOGINS]])(
    'policy.md shows what the replay prints with %s',
    async (...args) => {
      const out = await replay(log, '--policy', POLICY, '--mask', ...args);

      expect(codeBlocks('docs/policy.md', 'text').map((block) => block.trim())).toContain(out.trim());
    },
  );
});
