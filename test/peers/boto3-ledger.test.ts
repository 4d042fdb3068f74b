import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { ask } from '../support/by-hand.ts';
import { spawnSandbox } from '../support/spawned.ts';

const run = promisify(execFile);
const python = ['/usr/bin/python3', 'python3'].find((one) => spawnSync(one, ['-c', 'import boto3']).status === 0);
if (python === undefined) console.log('SKIPPED: boto3 is missing (Debian: apt-get install python3-boto3)');

test.skipIf(python === undefined)('boto3 reads the record and the actions of an address in the ledger', async () => {
  const data = mkdtempSync(join(tmpdir(), 'aism-boto3-'));
  const sandbox = await spawnSandbox(data);
  try {
    await ask(sandbox.facts, 'command', { text: 'block 203.0.113.9 4h scans us', user: 'U_LEAD' });
    const script = fileURLToPath(new URL('boto3-ledger.py', import.meta.url));
    const { dynamodb, table } = sandbox.facts;

    const look = () => run(python ?? '', [script, dynamodb, table, '203.0.113.9/32']);
    await vi.waitFor(async () => expect((await look()).stdout.trim()).toBe('U_LEAD block active'), { timeout: 10_000 });
  } finally {
    await sandbox.kill();
    rmSync(data, { recursive: true, force: true });
  }
});
