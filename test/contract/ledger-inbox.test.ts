import { createHash, randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Item } from '../../src/ledger/dynamodb/table.ts';
import type { Inbox, StoredAlert } from '../../src/ledger/inbox.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { address } from '../support/address.ts';
import { alertOf } from '../support/alert.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';

const NOW = 1_795_500_000_000;
const DAY_S = 86_400;
const BODY = new TextEncoder().encode('{"source":{"ip":"203.0.113.9"}}');

let table: LedgerTable;
let inbox: Inbox;
beforeAll(async () => {
  table = await startLedgerTable();
  inbox = table.ledger().inbox;
});
beforeEach(async () => {
  await table.clear();
  inbox.takeFresh();
});
afterAll(() => table.close());

function intake(identity: string, more: { body?: Uint8Array; receivedAt?: number } = {}) {
  return { source: 'elastalert', sender: '192.0.2.1', alert: alertOf(identity), body: BODY, receivedAt: NOW, ...more };
}

async function storeOne(identity = 'one'): Promise<StoredAlert> {
  await inbox.store(intake(identity));
  const [stored] = await inbox.waiting(10);
  if (!stored) throw new Error('nothing is waiting');
  return stored;
}

const keysOf = (waiting: readonly StoredAlert[]) => waiting.map((stored) => stored.key);

describe('invariant 1: an alert that was stored', () => {
  test('waits, as it came, for any process', async () => {
    await inbox.store(intake('one'));

    expect(await table.ledger().inbox.waiting(10)).toEqual([
      { key: 'one', alert: alertOf('one'), receivedAt: NOW, tries: 0 },
    ]);
  });

  test('is handed to the process that stored it, once, as others read it', async () => {
    await inbox.store(intake('one'));
    await inbox.store(intake('one'));
    const waiting = await inbox.waiting(10);

    expect(table.ledger().inbox.takeFresh()).toEqual([]);
    expect(inbox.takeFresh()).toEqual(waiting);
    expect(inbox.takeFresh()).toEqual([]);
    expect(await inbox.waiting(10)).toEqual(waiting);
  });

  test('keeps its body, its sender and the time', async () => {
    await inbox.store(intake('one'));
    const [item] = await table.items('INBOX#');

    expect(item).toMatchObject({
      sender: '192.0.2.1',
      source: 'elastalert',
      receivedAt: NOW,
      bodyLength: BODY.length,
      bodySha256: createHash('sha256').update(BODY).digest('hex'),
    });
    expect(gunzipSync(item?.['bodyGzip'] as Uint8Array)).toEqual(Buffer.from(BODY));
    expect(item).not.toHaveProperty('expires');
  });

  test('is worked though another one, of another version, cannot be read, which is kept aside', async () => {
    const unreadable = alertOf('other', { at: 'yesterday' });
    await inbox.store({ ...intake('other'), alert: unreadable });
    await inbox.store(intake('one'));

    expect(keysOf(await inbox.waiting(10))).toEqual(['one']);

    expect(await table.items('QUARANTINE#')).toMatchObject([{ key: 'other', alert: { at: 'yesterday' } }]);
    expect((await table.items('INBOX#')).map((item) => item['key'])).toEqual(['one']);
  });

  test('waits in the order of receipt, the oldest first', async () => {
    const identities = ['a', 'b', 'c', 'dd', 'ee', 'ff', 'gg', 'h1'];
    for (const [index, identity] of identities.entries())
      await inbox.store(intake(identity, { receivedAt: NOW - index }));

    expect(keysOf(await inbox.waiting(100))).toEqual([...identities].reverse());
    expect(await inbox.waiting(3)).toHaveLength(3);
  });

  test('leaves the inbox when it is worked, and is kept for the retention', async () => {
    const stored = await storeOne();
    await inbox.finish([stored]);
    await inbox.finish([stored]);

    expect(await inbox.waiting(10)).toEqual([]);
    const [kept, ...more] = await table.items('');
    expect(more).toEqual([]);
    expect(kept).toMatchObject({ pk: 'ALERT#2026-11-24', alert: alertOf('one'), bodyLength: BODY.length });
    expect(kept?.['expires']).toBe(NOW / 1000 + 30 * DAY_S);
  });

  test('is in one place at least, wherever the work on it stops', async () => {
    for (const end of ['finish', 'giveUp'] as const) {
      for (let stop = 1; stop <= 3; stop += 1) {
        await table.clear();
        const stored = await storeOne();
        let calls = 0;
        const crashing = table.ledger(() => {
          calls += 1;
          if (calls === stop) throw new Error('crashed');
        });
        const work = ({ inbox: of }: Pick<Ledger, 'inbox'>) =>
          end === 'finish' ? of.finish([stored]) : of.giveUp(stored, 'broken');
        await expect(work(crashing)).rejects.toThrow();

        expect(keysOf(await inbox.waiting(10))).toEqual(['one']);
        await work({ inbox });
        expect(await inbox.waiting(10)).toEqual([]);
        expect(await table.items('')).toHaveLength(1);
      }
    }
  });

  test('counts its failed tries', async () => {
    const stored = await storeOne();

    expect(await inbox.fail(stored)).toBe(1);
    expect(await inbox.fail(stored)).toBe(2);
    expect((await inbox.waiting(10))[0]?.tries).toBe(2);
  });

  test('that another process worked meanwhile cannot fail any more, and leaves nothing behind', async () => {
    const stored = await storeOne();
    await inbox.finish([stored]);

    expect(await inbox.fail(stored)).toBe(0);
    expect(await table.items('INBOX#')).toEqual([]);
    expect(await inbox.waiting(10)).toEqual([]);
  });

  test('goes to quarantine when it is given up, with the reason', async () => {
    const stored = await storeOne();
    await inbox.giveUp(stored, 'failed 5 times');
    await inbox.giveUp(stored, 'failed 5 times');

    expect(await inbox.waiting(10)).toEqual([]);
    expect(await table.items('')).toEqual([
      expect.objectContaining({ pk: 'QUARANTINE#2026-11-24', why: 'failed 5 times', alert: alertOf('one') }),
    ]);
  });
});

describe('invariant 2: an alert that is repeated', () => {
  test('is stored once, the first', async () => {
    await inbox.store(intake('one'));
    await inbox.fail((await inbox.waiting(1))[0] as StoredAlert);
    await Promise.all([1, 2, 3].map((later) => inbox.store(intake('one', { receivedAt: NOW + later }))));

    expect(await inbox.waiting(10)).toEqual([expect.objectContaining({ key: 'one', receivedAt: NOW, tries: 1 })]);
  });
});

describe('a body', () => {
  const kept = async (body: Uint8Array): Promise<Item | undefined> => {
    await inbox.store(intake('big', { body }));
    return (await table.items('INBOX#'))[0];
  };

  test('of 900 KB of noise is cut to its head, with its length and hash', async () => {
    const body = randomBytes(900 * 1024);
    const item = await kept(body);

    expect(item).toMatchObject({
      bodyLength: 900 * 1024,
      bodySha256: createHash('sha256').update(body).digest('hex'),
    });
    expect(Buffer.from(item?.['bodyHead'] as Uint8Array)).toEqual(body.subarray(0, 8 * 1024));
    expect(item).not.toHaveProperty('bodyGzip');
  });

  test('of 900 KB of text is kept whole', async () => {
    const body = new TextEncoder().encode('Failed password for root from 203.0.113.9 port 22 ssh2\n'.repeat(16_700));
    const item = await kept(body);

    expect(gunzipSync(item?.['bodyGzip'] as Uint8Array).length).toBe(body.length);
    expect(item).not.toHaveProperty('bodyHead');
  });

  test('of noise just below the limit fits beside the largest alert', async () => {
    const line = 'x'.repeat(300);
    const largest = alertOf('big', {
      attackers: Array.from({ length: 100 }, (_, index) => ({ address: address(`2001:db8:${index}:ffff::9`) })),
      hosts: Array.from({ length: 10 }, () => line),
      users: Array.from({ length: 10 }, () => line),
      samples: Array.from({ length: 3 }, () => line),
      notes: Array.from({ length: 10 }, () => line),
    });
    await inbox.store({ ...intake('big'), alert: largest, body: randomBytes(299 * 1024) });

    expect((await inbox.waiting(1))[0]?.alert).toEqual(largest);
    expect((await table.items('INBOX#'))[0]).toHaveProperty('bodyGzip');
  });

  test('of nothing is a body too', async () => {
    expect(await kept(new Uint8Array())).toMatchObject({ bodyLength: 0 });
  });

  test('that cannot be used is kept in quarantine, with the reason and the sender, once', async () => {
    const unusable = { source: 'elastalert', sender: '192.0.2.1', body: BODY, receivedAt: NOW, why: 'no address' };
    await inbox.quarantine(unusable);
    await inbox.quarantine(unusable);
    await inbox.quarantine({ ...unusable, body: randomBytes(900 * 1024) });

    const items = await table.items('');
    expect(items).toHaveLength(2);
    expect(items).toContainEqual(
      expect.objectContaining({
        pk: 'QUARANTINE#2026-11-24',
        why: 'no address',
        sender: '192.0.2.1',
        expires: NOW / 1000 + 30 * DAY_S,
      }),
    );
    expect(await inbox.waiting(10)).toEqual([]);
  });
});
