import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox.ts';
import { codeBlocks } from '../support/documents.ts';
import { projectRoot } from '../support/project-file.ts';

const missing = ['bash', 'curl', 'jq'].filter((program) => spawnSync(program, ['--version']).status !== 0);
const note =
  missing.length > 0 ? ` (skipped: no ${missing.join(', ')} here; apt-get install ${missing.join(' ')})` : '';

describe.skipIf(missing.length > 0)(`the examples by curl${note}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'aism-docs-'));
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, data: folder, reset: true, log: createLog('fatal') });
  });
  afterAll(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('of sandbox.md run as they stand, from top to bottom, and show what the page says', async () => {
    const printed = await bash(codeBlocks('docs/sandbox.md', 'sh'));

    const [declared, alertToUndo, command, replay, faults] = printed;
    expect(declared).toBe('');
    expect(alertToUndo).toMatch(/"addresses":\["203\.0\.113\.7"\]/);
    expect(alertToUndo).toMatch(/You may not do that[\s\S]*Blocking 203\.0\.113\.7[\s\S]*Unblocking 203\.0\.113\.7/);
    expect(rulesIn(alertToUndo)).toEqual(['203.0.113.7/32']);
    expect(command).toMatch(/Blocking 203\.0\.113\.9[\s\S]*1 blocked or waiting/);
    expect(rulesIn(command)).toEqual(['203.0.113.9/32']);
    expect(replay).toContain('["198.51.100.23/32","active","rule:ssh-bruteforce"]');
    expect(faults).toContain('["203.0.113.20/32","failed","EC2 did not answer');
    expect(faults).toContain('["203.0.113.20/32","active"]');
  });

  test('of elastalert.md run as they stand', async () => {
    const printed = await bash(codeBlocks('docs/elastalert.md', 'sh'));

    expect(printed[0]).toMatch(/^\{"ok":true,"identity":"[\w-]{22}","addresses":\["203\.0\.113\.9"\]\}$/m);
    expect(JSON.parse(printed[1] ?? '')).toMatchObject({ addresses: ['203.0.113.9'], rule: 'ssh-bruteforce' });
  });

  /** Runs blocks in one shell against this sandbox; gives what each printed. */
  async function bash(blocks: readonly string[]): Promise<string[]> {
    const here = new URL(sandbox.facts.page).origin;
    const script = blocks.map((block) => `${block}\nprintf '\\f'\n`).join('');
    const text = script.replaceAll('http://127.0.0.1:3000', here);
    const shell = spawn('bash', ['-euo', 'pipefail', '-c', text], { cwd: projectRoot });
    let [printed, complaints] = ['', ''];
    shell.stdout.on('data', (data: Buffer) => (printed += data.toString()));
    shell.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
    const code = await new Promise((resolve) => shell.once('close', resolve));
    expect(code, `${printed}\n${complaints}`).toBe(0);
    return printed.split('\f');
  }
});

/** The ranges that the function `rules` printed. */
function rulesIn(printed: string | undefined): string[] {
  return [...(printed ?? '').matchAll(/"RuleAction":"deny".*"CidrBlock":"([^"]+)"/g)].map(([, range = '']) => range);
}
