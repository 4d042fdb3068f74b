import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { completePolicy } from '../../src/decision/policy.ts';
import { liveBlock } from '../../src/ledger/block.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { announce } from '../../src/response/announce.ts';
import { collectLate, tellLate } from '../../src/response/collect-late.ts';
import type { Deps } from '../../src/response/deps.ts';
import { keepAutomatic } from '../../src/response/keep-automatic.ts';
import { pauseAutomatic } from '../../src/response/pause-automatic.ts';
import { respondToAlerts } from '../../src/response/respond-to-alerts.ts';
import { address } from '../support/address.ts';
import { alertOf } from '../support/alert.ts';
import { rememberingAnnouncer } from '../support/announcer.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { stoppingLedger } from '../support/stopping-ledger.ts';
import { storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(async () => {
  await table.clear();
  await table.ledger().guard.write({ ranges: [], readAt: NOW, targets: ['acl-1'] });
});
afterAll(() => table.close());

/** An alert that is enough for an automatic block, in the inbox. */
async function attack(ledger: Ledger, attacker: string, more: { at?: number } = {}): Promise<void> {
  const attackers = [{ address: address(attacker), weighs: 25 }];
  const at = new Date(more.at ?? NOW).toISOString();
  const alert = alertOf(`alert on ${attacker}`, { attackers, at, receivedAt: NOW });
  await ledger.inbox.store({ source: 'elastalert', body: new Uint8Array([1]), receivedAt: NOW, sender: 'test', alert });
}

async function isBlocked(attacker: string): Promise<boolean> {
  return liveBlock(await table.ledger().records.get(address(attacker))) !== undefined;
}

test('two processes that work one inbox at once block as many as the limit, and one notice tells of it', async () => {
  const policy = completePolicy({ breaker: { blocks: 12 }, mentions: { high: 'S0ONCALL' } });
  const processes = ['one', 'two'].map((holder) => storyDeps(table.ledger(), { policy, holder }));
  const attackers = Array.from({ length: 40 }, (_, number) => `203.0.113.${number}`);
  for (const [index, attacker] of attackers.entries()) await attack((processes[index % 2] as Deps).ledger, attacker);

  await Promise.all(processes.map((deps) => respondToAlerts(deps)));
  await Promise.all(processes.map((deps) => respondToAlerts(deps)));

  const blocked = await Promise.all(attackers.map(isBlocked));
  expect(blocked.filter(Boolean)).toHaveLength(12);
  const told = rememberingAnnouncer();
  for (const deps of processes) {
    await keepAutomatic(deps);
    await announce(deps, told);
  }
  const off = told.posted.filter(({ text }) => text.includes('Automatic blocking is off'));
  expect(off).toHaveLength(1);
  expect(off[0]?.text).toMatch(/^<!subteam\^S0ONCALL> /);
  const actions = await table.ledger().actions.since(NOW - 1000, NOW + 1000);
  expect(actions.filter(({ kind }) => kind === 'trip')).toHaveLength(1);
});

describe('invariant 2: what is told once, however often the process stops', () => {
  test.each([
    ['before the action', 'ACT#', 1],
    ['before the notice', 'NOTICE#', 1],
    ['before the note is cleared', 'SWITCH#', 2],
  ])('a pause, %s', async (_, prefix, number) => {
    const request = { by: 'U1', forMs: 3_600_000, why: 'a test' };
    // The pause stands whatever happens to what is told of it, so nobody hears that it does not.
    expect(await pauseAutomatic(storyDeps(stoppingLedger(table, prefix, number)), request)).toMatchObject({
      kind: 'paused',
    });
    const deps = storyDeps(table.ledger());
    const told = rememberingAnnouncer();
    await announce(deps, told);
    await keepAutomatic(deps);
    await announce(deps, told);
    await keepAutomatic(deps);
    await announce(deps, told);

    expect(told.posted.map(({ text }) => text)).toEqual([expect.stringContaining('paused automatic blocking')]);
    expect((await deps.ledger.automatic.read()).outbox).toEqual([]);
    const actions = await deps.ledger.actions.since(NOW - 1000, NOW + 1000);
    expect(actions.map(({ kind }) => kind)).toEqual(['pause']);
  });

  test.each([
    ['before it is closed', 'DIGEST#', 1],
    ['before the notice', 'NOTICE#', 1],
    ['before it is cleared', 'DIGEST#', 2],
  ])('a digest of late alerts, %s', async (_, prefix, number) => {
    await attack(table.ledger(), '203.0.113.1');
    const deps = storyDeps(table.ledger());
    const late = await deps.ledger.inbox.waiting(10);
    await collectLate(deps, late);
    await collectLate(deps, late);
    const clock = { now: () => NOW + 600_000 };
    await expect(tellLate(storyDeps(stoppingLedger(table, prefix, number), { clock }))).rejects.toThrow();
    const told = rememberingAnnouncer();
    const later = { ...deps, clock };
    await announce(later, told);
    await collectLate(later, late);
    await tellLate(later);
    await announce(later, told);
    await tellLate({ ...deps, clock: { now: () => NOW + 1_300_000 } });
    await announce(later, told);

    expect(told.posted.map(({ text }) => text)).toEqual([expect.stringContaining('1 alert came more than a day late')]);
  });
});

describe('invariant 12: where it cannot be read whether automatic blocking is on', () => {
  test('a person is asked', async () => {
    const { DynamoDBDocumentClient, PutCommand } = await import('@aws-sdk/lib-dynamodb');
    const documents = DynamoDBDocumentClient.from(table.client());
    const Item = { pk: 'SWITCH#automatic', sk: 'SWITCH', rev: 7, recent: 'nonsense' };
    await documents.send(new PutCommand({ TableName: table.name, Item }));
    const deps = storyDeps(table.ledger());
    await attack(deps.ledger, '203.0.113.1');

    await respondToAlerts(deps);

    const record = await deps.ledger.records.get(address('203.0.113.1'));
    expect(liveBlock(record)).toBeUndefined();
    expect(record.episodes).toMatchObject([{ status: 'ask', reasons: ['auto-off'] }]);
  });

  test.each([['GetItem'], ['PutItem']])(
    'nothing is blocked while DynamoDB refuses %s, and the alert waits',
    async (call) => {
      let isRefusing = true;
      const ledger = table.ledger((name, input) => {
        if (isRefusing && name === call && JSON.stringify(input).includes('SWITCH#'))
          throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
      });
      const deps = storyDeps(ledger);
      await attack(ledger, '203.0.113.1');
      await respondToAlerts(deps).catch(() => undefined);
      expect(await isBlocked('203.0.113.1')).toBe(false);

      isRefusing = false;
      await respondToAlerts(deps);
      expect(await isBlocked('203.0.113.1')).toBe(true);
    },
  );
});
