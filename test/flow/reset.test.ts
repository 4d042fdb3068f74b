import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, expect, test } from 'vitest';
import { openServers } from '../../src/sandbox/open-servers.ts';

const data = mkdtempSync(join(tmpdir(), 'aism-reset-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

const open = (reset: boolean) => openServers({ data, reset, scopes: [] });

/** dynalite opens its store at leisure; as any real start does, ask it something before another process may come. */
async function askForTables(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const client = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials });
  await client.send(new ListTablesCommand({}));
  client.destroy();
}

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
  await askForTables(running.urls.dynamodb);

  await expect(open(true)).rejects.toThrow(/another sandbox uses/);

  expect(existsSync(join(data, 'sandbox.json'))).toBe(true);
  await running.close();
});
