import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openServers } from '../../src/sandbox/open-servers.ts';

const data = mkdtempSync(join(tmpdir(), 'aism-reset-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

const open = (reset: boolean) => openServers({ data, reset, scopes: [] });

test('a reset forgets what the sandbox kept, and leaves the other files of the folder', async () => {
  const first = await open(false);
  await first.close();
  writeFileSync(join(data, 'thesis.txt'), 'years of work');

  const again = await open(false);
  await again.close();
  expect(again.settings.webhookToken).toBe(first.settings.webhookToken);
  const afresh = await open(true);
  await afresh.close();

  expect(afresh.settings.webhookToken).not.toBe(first.settings.webhookToken);
  expect(readFileSync(join(data, 'thesis.txt'), 'utf8')).toBe('years of work');
});

test('a reset takes nothing from a sandbox that runs', async () => {
  const running = await open(false);

  await expect(open(true)).rejects.toThrow(/another sandbox uses/);

  expect(existsSync(join(data, 'sandbox.json'))).toBe(true);
  await running.close();
});
