import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Firewall } from '../../src/firewall/firewall.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { respondToAlerts } from '../../src/response/respond-to-alerts.ts';
import { createWorker } from '../../src/worker.ts';
import { address } from '../support/address.ts';
import { alertOf } from '../support/alert.ts';
import { quietAnnouncer } from '../support/announcer.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { memoryFirewall, storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;
const ATTACKER = address('203.0.113.9');

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

/** A process whose firewall and channel write down what they are asked for, in order. */
async function working(ledger: Ledger, firewall: Firewall) {
  const seen: string[] = [];
  const worker = createWorker(
    () => deps,
    () =>
      quietAnnouncer({
        async post({ episode }) {
          seen.push(`card: ${episode.status}`);
          return '1.0';
        },
      }),
  );
  const deps = storyDeps(ledger, {
    wake: worker.wake,
    firewall: {
      describe: (target) => firewall.describe(target),
      apply(target, change) {
        seen.push(`${change.kind} ${change.ruleNumber}`);
        return firewall.apply(target, change);
      },
    },
  });
  await ledger.guard.write({ ranges: [], readAt: NOW, targets: ['acl-1'] });
  return { deps, worker, seen };
}

async function storeAlert(ledger: Ledger, identity = 'one'): Promise<void> {
  const attackers = [{ address: ATTACKER, weighs: 25 }];
  const alert = alertOf(identity, { attackers, at: new Date(NOW).toISOString(), receivedAt: NOW });
  await ledger.inbox.store({ source: 'elastalert', body: new Uint8Array([1]), receivedAt: NOW, sender: 'test', alert });
}

test('the rule comes before the card, and the alert leaves the inbox after both', async () => {
  const ledger = table.ledger();
  const { worker, seen } = await working(ledger, memoryFirewall([]));

  await storeAlert(ledger);
  worker.wake.alerts();
  await worker.idle();

  expect(seen).toEqual(['create 1', 'card: blocked']);
  expect(await ledger.inbox.waiting(1)).toEqual([]);
  expect((await ledger.records.get(ATTACKER)).block?.targets['acl-1']).toMatchObject({ state: 'active' });
});

test('a firewall that does not answer holds up no card', async () => {
  const ledger = table.ledger();
  const { promise, resolve } = Promise.withResolvers<[]>();
  const { worker, seen } = await working(ledger, { ...memoryFirewall([]), describe: () => promise });

  await storeAlert(ledger);
  worker.wake.alerts();
  await expect.poll(() => seen, { timeout: 3000 }).toEqual(['card: blocked']);

  resolve([]);
  await worker.idle();
});

test('invariant 1: what another process stored and left is worked after an alert of ours', async () => {
  const ledger = table.ledger();
  const { worker } = await working(ledger, memoryFirewall([]));
  await storeAlert(table.ledger(), 'theirs');
  await storeAlert(ledger, 'ours');

  worker.wake.alerts();
  await worker.idle();

  expect(await ledger.inbox.waiting(9)).toEqual([]);
  expect((await ledger.records.get(ATTACKER)).events.map((event) => event.id).sort()).toEqual(['ours', 'theirs']);
});

test('invariant 1: a pass that waits for a change which fails makes what the ledger holds', async () => {
  const ledger = table.ledger();
  const { deps, worker, seen } = await working(ledger, memoryFirewall([]));
  await storeAlert(ledger, 'other');
  await respondToAlerts({ ...deps, wake: storyDeps(ledger).wake });

  deps.wake.reconcile(Promise.reject(new Error('broken')));
  await worker.idle();

  expect(seen).toContain('create 1');
});
