import { createHash } from 'node:crypto';
import { alertSchema } from '../../alerts/alert.ts';
import type { Inbox, StoredAlert } from '../inbox.ts';
import { sortable } from '../pointers.ts';
import { type AlertKeys, keptAlerts } from './kept-alerts.ts';
import { packBody } from './pack-body.ts';
import { expiry, type Retention } from './retention.ts';
import { shardOf } from './shard.ts';
import type { Item, Table } from './table.ts';

const SHARDS = 4;
/** More than one round takes are not kept in memory; they are in the inbox all the same. */
const FRESH = 400;
/** As many as one batch of writes takes. */
const FINISHED_AT_ONCE = 25;

/** The inbox: what was acknowledged and is not yet worked. The alert's identity is its key. */
export function dynamodbInbox(table: Table, retention: Retention): Inbox {
  let fresh: StoredAlert[] = [];
  return {
    async store({ alert, body, receivedAt, sender, source }) {
      const key = alert.identity;
      const stored = { key, alert, receivedAt, tries: 0 };
      const item = { ...inboxKey(key), ...stored, sender, source, ...packBody(body) };
      const isNew = await table.put(item, { expression: 'attribute_not_exists(pk)' });
      if (isNew && fresh.length < FRESH) fresh.push(stored);
    },
    kept: (span) => keptAlerts(table, ALERT_KEYS, span),
    takeFresh() {
      const taken = fresh;
      fresh = [];
      return taken;
    },
    async waiting(limit) {
      for (;;) {
        const partitions = Array.from({ length: SHARDS }, (_, shard) => table.query(`INBOX#${shard}`, { limit }));
        const items = (await Promise.all(partitions)).flat();
        const readable: StoredAlert[] = [];
        let isComplete = true;
        for (const item of items) {
          const stored = parse(item);
          if (stored) readable.push(stored);
          else await setAside(table, item, retention);
          isComplete &&= stored !== undefined;
        }
        // What was set aside may have kept others out of the limit; fewer than asked for must mean that no more wait.
        if (isComplete) return readable.sort((a, b) => a.receivedAt - b.receivedAt).slice(0, limit);
      }
    },
    async finish(stored) {
      // A few at a time: each may have a body of 300 KB.
      for (let at = 0; at < stored.length; at += FINISHED_AT_ONCE) {
        const keys = stored.slice(at, at + FINISHED_AT_ONCE).map(({ key }) => inboxKey(key));
        const items = await table.getMany(keys);
        await table.putMany(items.map((item) => ({ ...item, ...kept(item, retention) })));
        await table.removeMany(items);
      }
    },
    async fail(stored) {
      const isThere = 'attribute_exists(pk)';
      const after = await table.update(inboxKey(stored.key), 'ADD tries :one', {}, { ':one': 1 }, isThere);
      return Number(after?.['tries'] ?? 0);
    },
    async giveUp(stored, why) {
      const item = await table.get(inboxKey(stored.key));
      if (!item) return;
      const expires = expiry(stored.receivedAt, retention.bodyDays);
      await table.put({ ...item, ...quarantineKey(stored.receivedAt, stored.key), why, expires });
      await table.remove(inboxKey(stored.key));
    },
    async quarantine({ why, body, receivedAt, sender, source }) {
      const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
      const expires = expiry(receivedAt, retention.bodyDays);
      await table.put({
        ...quarantineKey(receivedAt, hash),
        why,
        receivedAt,
        sender,
        source,
        expires,
        ...packBody(body),
      });
    },
  };
}

/** Undefined when this version cannot read it. */
function parse(item: Item): StoredAlert | undefined {
  const { data: alert } = alertSchema.safeParse(item['alert']);
  const { key, receivedAt, tries } = item;
  return alert && { key: String(key), alert, receivedAt: Number(receivedAt), tries: Number(tries) };
}

/** What another version of AISM stored, and this one cannot read, keeps no other alert from being worked. */
async function setAside(table: Table, item: Item, retention: Retention): Promise<void> {
  const receivedAt = Number(item['receivedAt']) || 0;
  const why = 'this version of AISM cannot read it';
  await table.put({
    ...item,
    ...quarantineKey(receivedAt, item.sk),
    why,
    expires: expiry(receivedAt, retention.bodyDays),
  });
  await table.remove(item);
}

function inboxKey(identity: string) {
  return { pk: `INBOX#${shardOf(identity, SHARDS)}`, sk: identity };
}

/** Under which key, and until when, a worked alert is kept. */
function kept(item: Item, { bodyDays }: Retention) {
  const receivedAt = Number(item['receivedAt']);
  return { ...keptKey({ key: String(item['key']), receivedAt }), expires: expiry(receivedAt, bodyDays) };
}

function keptKey(stored: Pick<StoredAlert, 'key' | 'receivedAt'>) {
  return { pk: `ALERT#${day(stored.receivedAt)}`, sk: `${sortable(stored.receivedAt)}#${stored.key}` };
}

function quarantineKey(receivedAt: number, id: string) {
  return { pk: `QUARANTINE#${day(receivedAt)}`, sk: `${sortable(receivedAt)}#${id}` };
}

const ALERT_KEYS: AlertKeys = {
  partitions: Array.from({ length: SHARDS }, (_, shard) => `INBOX#${shard}`),
  waiting: inboxKey,
  worked: keptKey,
  day: (moment) => `ALERT#${day(moment)}`,
};

function day(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
