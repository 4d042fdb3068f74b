import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Lease, Leases } from '../../src/ledger/lease.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';

const LENGTH = 20_000;

let table: LedgerTable;
let leases: Leases;
beforeAll(async () => {
  table = await startLedgerTable();
  leases = table.ledger().leases;
});
beforeEach(() => table.clear());
afterAll(() => table.close());

async function take(holder: string): Promise<Lease> {
  const lease = await leases.acquire('acl-1', holder, LENGTH);
  if (!lease) throw new Error(`${holder} did not get the lease`);
  return lease;
}

describe('a lease', () => {
  test('goes to one of many who ask at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 10 }, (_, index) => table.ledger().leases.acquire('acl-1', `process ${index}`, LENGTH)),
    );
    const got = asked.filter((lease) => lease !== undefined);

    expect(got).toHaveLength(1);
    expect(await leases.peek('acl-1')).toEqual({ data: undefined, holder: got[0]?.holder, until: got[0]?.until });
  });

  test('is told to nobody who never asked', async () => {
    expect(await leases.peek('acl-1')).toBeUndefined();
  });

  test('of one name does not keep others from another', async () => {
    await take('one');

    expect(await leases.acquire('acl-2', 'two', LENGTH)).toMatchObject({ name: 'acl-2', holder: 'two', fence: 1 });
  });

  test('is free again once it is given back', async () => {
    const lease = await take('one');
    expect(await leases.acquire('acl-1', 'two', LENGTH)).toBeUndefined();

    expect(await leases.release(lease)).toBe('released');
    expect(await leases.peek('acl-1')).toEqual({ data: undefined });
    expect(await take('two')).toMatchObject({ fence: 2 });
  });

  test('dies with its holder, when its time is over and not before', async () => {
    await take('one');

    table.wall.now += LENGTH;
    expect(await leases.acquire('acl-1', 'two', LENGTH)).toBeUndefined();
    table.wall.now += 1;
    expect(await take('two')).toMatchObject({ holder: 'two', fence: 2, until: table.wall.now + LENGTH });
  });

  test('can be taken again by who holds it, and only the last taking counts', async () => {
    const first = await take('one');
    const second = await take('one');

    expect(second.fence).toBeGreaterThan(first.fence);
    expect(await leases.save(first, 'old')).toBe(false);
    expect(await leases.save(second, 'new')).toBe(true);
  });

  test('lasts longer when it is renewed in time', async () => {
    const lease = await take('one');
    table.wall.now += LENGTH - 1;

    expect(await leases.renew(lease, LENGTH)).toBe(true);
    expect(lease.until).toBe(table.wall.now + LENGTH);
    table.wall.now += LENGTH;
    expect(await leases.acquire('acl-1', 'two', LENGTH)).toBeUndefined();
  });

  test('hands on what the holder wrote down', async () => {
    const data = { slots: [{ ruleNumber: 7, rule: { cidr: '203.0.113.9/32', protocol: '-1' }, seen: true, at: 1 }] };
    const lease = await take('one');
    expect(lease.data).toBeUndefined();

    expect(await leases.save(lease, data)).toBe(true);
    expect(lease.data).toEqual(data);
    await leases.release(lease);
    expect((await take('two')).data).toEqual(data);
    expect(await leases.peek('acl-1')).toMatchObject({ data, holder: 'two' });
  });

  test('fences off its former holder from everything', async () => {
    const former = await take('one');
    await leases.save(former, 'first');
    table.wall.now += LENGTH + 1;
    const present = await take('two');

    const until = former.until;
    expect(await leases.save(former, 'late')).toBe(false);
    expect(await leases.renew(former, LENGTH)).toBe(false);
    expect(await leases.release(former)).toBe('lost');
    expect(former).toMatchObject({ until, data: 'first' });
    expect(await leases.peek('acl-1')).toMatchObject({ data: 'first', holder: 'two' });
    expect(await leases.release(present)).toBe('released');
    expect(await leases.release(present)).toBe('lost');
  });

  test('is held on as long as its time lasts when nobody takes it over', async () => {
    const lease = await take('one');
    table.wall.now += 2 * LENGTH;

    expect(await leases.save(lease, 'still mine')).toBe(true);
    expect(await leases.renew(lease, LENGTH)).toBe(true);
  });
});

describe('a wish', () => {
  test('that came before the lease is known to who takes it', async () => {
    await leases.want('acl-1');
    await leases.want('acl-1');
    const lease = await take('one');

    expect(lease.wanted).toBe(2);
    expect(await leases.release(lease)).toBe('released');
  });

  test('that comes meanwhile keeps the lease from being given back, once', async () => {
    const lease = await take('one');
    await leases.want('acl-1');

    expect(await leases.release(lease)).toBe('wanted-again');
    expect(await leases.peek('acl-1')).toMatchObject({ holder: 'one' });
    expect(await leases.release(lease)).toBe('released');
  });

  test('of a hundred at once is not lost', async () => {
    const lease = await take('one');
    await Promise.all(Array.from({ length: 100 }, () => leases.want('acl-1')));

    expect(await leases.release(lease)).toBe('wanted-again');
    expect(lease.wanted).toBe(100);
    expect(await leases.release(lease)).toBe('released');
  });

  test('takes the lease from nobody and gives it to nobody', async () => {
    await leases.want('acl-1');
    expect(await leases.peek('acl-1')).toEqual({ data: undefined });

    const lease = await take('one');
    await leases.save(lease, 'data');
    await leases.want('acl-1');
    expect(await leases.peek('acl-1')).toMatchObject({ holder: 'one', data: 'data' });
  });

  test('takes a free lease at once, and is known to who holds it else', async () => {
    const first = await leases.wantAndAcquire('acl-1', 'one', LENGTH);
    if ('heldUntil' in first) throw new Error('it was free');
    expect(first).toMatchObject({ holder: 'one', fence: 1, wanted: 1 });

    expect(await leases.wantAndAcquire('acl-1', 'two', LENGTH)).toEqual({ heldUntil: first.until });
    expect(await leases.release(first)).toBe('wanted-again');
    expect(await leases.release(first)).toBe('released');
  });

  test('finds a lease that is given back while it is counted', async () => {
    const lease = await take('one');
    let calls = 0;
    const other = table.ledger(async () => {
      calls += 1;
      if (calls === 2) await leases.release(lease);
    });

    expect(await other.leases.wantAndAcquire('acl-1', 'two', LENGTH)).toMatchObject({ holder: 'two', fence: 2 });
  });
});
