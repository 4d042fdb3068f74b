import { alertSchema } from '../../alerts/alert.ts';
import type { KeptAlert } from '../inbox.ts';
import { sortable } from '../pointers.ts';
import { unpackBody } from './pack-body.ts';
import type { Item, Key, Table } from './table.ts';

/** Where the inbox keeps what is not worked, and what is. */
export interface AlertKeys {
  partitions: readonly string[];
  /** Of an alert by its identity. */
  waiting(identity: string): Key;
  worked(alert: { key: string; receivedAt: number }): Key;
  /** The partition of the worked ones of a moment's day. */
  day(moment: number): string;
}

const DAY_MS = 24 * 3_600_000;

/**
 * Alerts from a moment on until another (ms), in the order of receipt: page by page, so that any number of them takes the
 * same memory, but for the keys of those that still wait.
 */
export async function* keptAlerts(
  table: Table,
  keys: AlertKeys,
  { since, until }: { since: number; until: number },
): AsyncGenerator<KeptAlert> {
  const waiting = await listWaiting(table, keys, since, until);
  const known = new Set(waiting.map(({ key }) => key));
  for (let day = since; keys.day(day) <= keys.day(until); day += DAY_MS) {
    const range = { from: sortable(since), upTo: `${sortable(until)}~` };
    for await (const item of table.pages(keys.day(day), range)) {
      while (waiting[0] && isBefore(waiting[0], item)) yield* found(await lookUp(table, keys, waiting.shift()));
      if (!known.has(String(item['key']))) yield* found(item);
    }
  }
  while (waiting.length > 0) yield* found(await lookUp(table, keys, waiting.shift()));
}

type Listed = Pick<KeptAlert, 'receivedAt'> & { key: string };

async function listWaiting(table: Table, keys: AlertKeys, since: number, until: number): Promise<Listed[]> {
  const listed: Listed[] = [];
  for (const partition of keys.partitions) {
    for await (const { key, receivedAt } of table.pages(partition)) {
      const moment = Number(receivedAt);
      if (moment >= since && moment <= until) listed.push({ key: String(key), receivedAt: moment });
    }
  }
  return listed.sort((a, b) => a.receivedAt - b.receivedAt);
}

/** Since it was listed it may have been worked: then it is among those. */
async function lookUp(table: Table, keys: AlertKeys, listed: Listed | undefined): Promise<Item | undefined> {
  if (!listed) return undefined;
  return (await table.get(keys.waiting(listed.key))) ?? (await table.get(keys.worked(listed)));
}

function isBefore(listed: Listed, item: Item): boolean {
  return listed.receivedAt < Number(item['receivedAt']);
}

/** Nothing when another version stored it, and this one cannot read it. */
function* found(item: Item | undefined): Generator<KeptAlert> {
  const { data: alert } = alertSchema.safeParse(item?.['alert']);
  if (!item || !alert) return;
  const body = unpackBody(item);
  yield { alert, source: String(item['source']), receivedAt: Number(item['receivedAt']), ...(body ? { body } : {}) };
}
