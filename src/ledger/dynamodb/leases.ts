import type { Lease, Leases } from '../lease.ts';
import type { Item, Table } from './table.ts';

/** Leases by conditional writes. `wall` is the machine's clock: leases do not follow the sandbox's advanced one. */
export function dynamodbLeases(table: Table, wall: () => number): Leases {
  /** Takes a free lease and counts so many wishes. */
  async function take(name: string, holder: string, lengthMs: number, wishes: number): Promise<Lease | undefined> {
    const until = wall() + lengthMs;
    const item = await table.update(
      key(name),
      'SET #holder = :me, #until = :until ADD fence :one, wanted :wishes',
      NAMES,
      { ':me': holder, ':until': until, ':one': 1, ':wishes': wishes, ':now': wall() },
      'attribute_not_exists(#holder) OR #holder = :me OR #until < :now',
    );
    return (
      item && {
        name,
        holder,
        until,
        fence: Number(item['fence']),
        wanted: Number(item['wanted']),
        data: item['data'],
      }
    );
  }

  const want = (name: string) => table.update(key(name), 'ADD wanted :one', {}, { ':one': 1 });

  return {
    async want(name) {
      await want(name);
    },

    async wantAndAcquire(name, holder, lengthMs) {
      const lease = await take(name, holder, lengthMs, 1);
      if (lease) return lease;
      // Whoever holds it when the wish is counted will see the wish. It may have been let go right before that.
      const held = await want(name);
      return (await take(name, holder, lengthMs, 0)) ?? { heldUntil: Number(held?.['until'] ?? 0) };
    },

    acquire: (name, holder, lengthMs) => take(name, holder, lengthMs, 0),

    async renew(lease, lengthMs) {
      const until = wall() + lengthMs;
      const item = await table.update(
        key(lease.name),
        'SET #until = :until',
        NAMES,
        { ':until': until, ...mine(lease) },
        MINE,
      );
      if (!item) return false;
      lease.until = until;
      return true;
    },

    async save(lease, data) {
      const item = await table.update(
        key(lease.name),
        'SET #data = :data',
        { '#data': 'data', '#holder': 'holder' },
        { ':data': data, ...mine(lease) },
        MINE,
      );
      if (item) lease.data = data;
      return item !== undefined;
    },

    async release(lease) {
      const released = await table.update(
        key(lease.name),
        'REMOVE #holder, #until',
        NAMES,
        { ':wanted': lease.wanted, ...mine(lease) },
        `${MINE} AND wanted = :wanted`,
      );
      if (released) return 'released';
      const item = await table.get(key(lease.name));
      if (!item || !isMine(item, lease)) return 'lost';
      lease.wanted = Number(item['wanted']);
      return 'wanted-again';
    },

    async peek(name) {
      const item = await table.get(key(name));
      if (!item) return undefined;
      const held = typeof item['holder'] === 'string' ? { holder: item['holder'], until: Number(item['until']) } : {};
      return { data: item['data'], ...held };
    },
  };
}

/** `until` is a reserved word of DynamoDB's expressions. */
const NAMES = { '#holder': 'holder', '#until': 'until' };
const MINE = '#holder = :me AND fence = :fence';

function mine(lease: Lease) {
  return { ':me': lease.holder, ':fence': lease.fence };
}

function isMine(item: Item, lease: Lease): boolean {
  return item['holder'] === lease.holder && item['fence'] === lease.fence;
}

function key(name: string) {
  return { pk: `LEASE#${name}`, sk: 'LEASE' };
}
