import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { liveBlock } from '../../src/ledger/block.ts';
import { respondToAlerts } from '../../src/response/respond-to-alerts.ts';
import { createWorker } from '../../src/worker.ts';
import { address } from '../support/address.ts';
import { alertOf } from '../support/alert.ts';
import { quietAnnouncer } from '../support/announcer.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;
const ATTACKER = address('203.0.113.9');

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

/** A DynamoDB that throttles the writes of records, and takes all others. */
function throttled() {
  const fault = { isOn: true };
  const ledger = table.ledger((name, input) => {
    if (!fault.isOn || !name.startsWith('Put') || !JSON.stringify(input).includes('"ADDR#')) return;
    throw Object.assign(new Error('Rate of requests exceeds the allowed throughput'), { name: 'ThrottlingException' });
  });
  return { ledger, fault };
}

test('invariant 1: an alert outlasts a DynamoDB that fails more than five times, and is then worked', async () => {
  const { ledger, fault } = throttled();
  const deps = storyDeps(ledger);
  await ledger.guard.write({ ranges: [], readAt: NOW, targets: ['acl-1'] });
  const attackers = [{ address: ATTACKER, weighs: 25 }];
  const alert = alertOf('one', { attackers, at: new Date(NOW).toISOString(), receivedAt: NOW });
  await ledger.inbox.store({ source: 'elastalert', body: new Uint8Array([1]), receivedAt: NOW, sender: 'test', alert });

  for (let round = 0; round < 8; round += 1) await respondToAlerts(deps).catch(() => undefined);
  fault.isOn = false;
  await respondToAlerts(deps);

  expect(liveBlock(await ledger.records.get(ATTACKER))).toBeDefined();
  expect(await table.items('QUARANTINE#')).toEqual([]);
});

test('the tick goes on with everything else when the never-block list cannot be read', async () => {
  const ledger = table.ledger((name, input) => {
    if (name === 'Query' && JSON.stringify(input).includes('"LIST#guard"')) throw new Error('broken');
  });
  const said: string[] = [];
  const worker = createWorker(
    () => deps,
    () =>
      quietAnnouncer({
        notify: async (_, { id }) => void said.push(id),
      }),
  );
  const deps = storyDeps(ledger, { wake: worker.wake, targets: [] });
  await ledger.notices.add('C1', { id: 'notice', text: 'words', at: NOW });

  await worker.tick();

  expect(said).toEqual(['notice']);
  expect(worker.lastTick()).toBe(NOW);
});
