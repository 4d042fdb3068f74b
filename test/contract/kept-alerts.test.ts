import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Inbox, KeptAlert } from '../../src/ledger/inbox.ts';
import { alertOf } from '../support/alert.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';

const NOW = 1_795_500_000_000;
const HOUR = 3_600_000;
const BODY = new TextEncoder().encode('{"source":{"ip":"203.0.113.9"}}');

let table: LedgerTable;
let inbox: Inbox;
beforeAll(async () => {
  table = await startLedgerTable();
  inbox = table.ledger().inbox;
});
beforeEach(() => table.clear());
afterAll(() => table.close());

async function store(identity: string, hoursAgo: number, more: { body?: Uint8Array; isWorked?: boolean } = {}) {
  const { body = BODY, isWorked = true } = more;
  const receivedAt = NOW - hoursAgo * HOUR;
  const alert = alertOf(identity, { receivedAt });
  await inbox.store({ source: 'elastalert', sender: '192.0.2.1', alert, body, receivedAt });
  if (isWorked) await inbox.finish([{ key: identity, alert, receivedAt, tries: 0 }]);
}

async function kept(hours: number, ledger = table.ledger()): Promise<KeptAlert[]> {
  const alerts: KeptAlert[] = [];
  for await (const alert of ledger.inbox.kept({ since: NOW - hours * HOUR, until: NOW })) alerts.push(alert);
  return alerts;
}

const names = (alerts: readonly KeptAlert[]) => alerts.map(({ alert }) => alert.identity);

test('gives alerts over days in the order of receipt, worked or waiting, with their bodies', async () => {
  await store('waits-2', 1.5, { isWorked: false });
  await store('a', 50);
  await store('c', 2);
  await store('waits-1', 30, { isWorked: false });
  await store('b', 26);
  await store('now', 0);

  const alerts = await kept(72);

  expect(names(alerts)).toEqual(['a', 'waits-1', 'b', 'c', 'waits-2', 'now']);
  for (const { body, source, receivedAt, alert } of alerts) {
    expect([Buffer.from(body ?? []), source, receivedAt]).toEqual([Buffer.from(BODY), 'elastalert', alert.receivedAt]);
  }
});

test('gives only those of the span', async () => {
  await store('before', 3);
  await store('before-waiting', 3, { isWorked: false });
  await store('first', 2);
  await store('last', 0);
  await store('after', -0.001);

  expect(names(await kept(2))).toEqual(['first', 'last']);
});

test('gives the alert alone where only the head of the body was kept', async () => {
  await store('large', 1, { body: randomBytes(400 * 1024) });

  expect(await kept(2)).toEqual([
    { alert: alertOf('large', { receivedAt: NOW - HOUR }), source: 'elastalert', receivedAt: NOW - HOUR },
  ]);
});

test('gives an alert once that is worked while it reads', async () => {
  for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) await store(name, 4 - index, { isWorked: false });
  const listed: string[] = [];
  for await (const { alert } of inbox.kept({ since: NOW - 9 * HOUR, until: NOW })) {
    listed.push(alert.identity);
    if (listed.length === 1)
      for (const stored of await inbox.waiting(10)) if (stored.key !== 'd') await inbox.finish([stored]);
  }

  expect(listed).toEqual(['a', 'b', 'c', 'd']);
});

test('reads page by page: before the first alert of a great many it has not asked for the last', async () => {
  const large = randomBytes(290 * 1024);
  for (let index = 0; index < 12; index += 1) await store(`alert-${index}`, 3 - index / 10, { body: large });
  let queries = 0;
  const ledger = table.ledger((name, input) => {
    if (name === 'Query' && JSON.stringify(input).includes('ALERT#')) queries += 1;
  });
  const alerts = ledger.inbox.kept({ since: NOW - 4 * HOUR, until: NOW })[Symbol.asyncIterator]();
  await alerts.next();

  expect(queries).toBe(1);
  await alerts.return?.();
  expect(names(await kept(4))).toHaveLength(12);
});
