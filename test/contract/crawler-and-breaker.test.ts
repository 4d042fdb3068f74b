import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { completePolicy } from '../../src/decision/policy.ts';
import { policySchema } from '../../src/decision/policy-schema.ts';
import { liveBlock } from '../../src/ledger/block.ts';
import { respondToAlerts } from '../../src/response/respond-to-alerts.ts';
import { address } from '../support/address.ts';
import { alertOf } from '../support/alert.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { scriptedNames } from '../support/scripted-names.ts';
import { storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;
const NAME = 'crawl-203-0-113-1.googlebot.com';
const LIMIT = 2;
const POLICY = completePolicy(
  policySchema.parse({
    rules: [
      { match: 'web-*', proven: true, web: true, auto: 20 },
      { match: 'ssh*', proven: true, auto: 20 },
    ],
    breaker: { blocks: LIMIT },
  }),
);

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(async () => {
  await table.clear();
  await table.ledger().guard.write({ ranges: [], readAt: NOW, targets: ['acl-1'] });
});
afterAll(() => table.close());

test('a crawler that another rule blocks in the same round is counted by the breaker, whichever rule came first', async () => {
  const reverseDns = scriptedNames(
    { '203.0.113.1': [NAME], '203.0.113.2': 'broken', '203.0.113.3': 'broken' },
    {
      [NAME]: ['203.0.113.1'],
    },
  );
  const deps = storyDeps(table.ledger(), { reverseDns, policy: POLICY });
  const crawlers = ['203.0.113.1', '203.0.113.2', '203.0.113.3'].map(address);
  for (const crawler of crawlers) {
    for (const rule of ['web-scan', 'ssh']) {
      const attackers = [{ address: crawler, weighs: 25 }];
      const alert = alertOf(`${rule} ${crawler}`, {
        rule,
        attackers,
        at: new Date(NOW).toISOString(),
        receivedAt: NOW,
      });
      await deps.ledger.inbox.store({
        source: 'elastalert',
        body: new Uint8Array([1]),
        receivedAt: NOW,
        sender: 'test',
        alert,
      });
    }
  }

  await respondToAlerts(deps);

  const records = await Promise.all(crawlers.map((crawler) => deps.ledger.records.get(crawler)));
  const blocked = records.flatMap((record) => liveBlock(record) ?? []);
  const { recent, trip } = await deps.ledger.automatic.read();
  expect(blocked.map(({ by }) => by)).toEqual(['rule:ssh', 'rule:ssh']);
  expect(recent).toHaveLength(LIMIT);
  expect(trip).toMatchObject({ limit: 'blocks' });
});
