import type { Actions } from '../ledger.ts';
import { type Action, actionSchema } from '../record.ts';
import { expiry, type Retention } from './retention.ts';
import { shardOf } from './shard.ts';
import type { Item, Table } from './table.ts';

const DAY_MS = 24 * 3_600_000;
const DAY_SHARDS = 4;
/** So many partitions are read at once: each holds a page of up to 1 MB. */
const READERS = 8;

/** The actions, each stored twice: by address and by day. */
export function dynamodbActions(table: Table, retention: Retention): Actions {
  return {
    async append(actions) {
      await table.putMany(
        actions.flatMap((action) => {
          const sk = `${new Date(action.at).toISOString()}#${inOrder(action.id)}`;
          const fields = { sk, ...action, expires: expiry(action.at, retention.actionDays) };
          return [
            { pk: `ACT#${action.address}`, ...fields },
            { pk: dayKey(action.at, shardOf(action.id, DAY_SHARDS)), ...fields },
          ];
        }),
      );
    },
    async of(address, limit) {
      return (await table.query(`ACT#${address}`, { limit, newestFirst: true })).map(parse);
    },
    async since(moment, now) {
      const from = new Date(moment).toISOString();
      const items = await Promise.all(dayKeys(moment, now).map((pk) => table.query(pk, { from })));
      return items
        .flat()
        .sort((a, b) => (a.sk < b.sk ? -1 : 1))
        .map(parse);
    },
    async visit(moment, now, visitor) {
      const from = new Date(moment).toISOString();
      const left = dayKeys(moment, now).values();
      const reader = async () => {
        for (const pk of left) for await (const item of table.pages(pk, { from })) visitor(parse(item));
      };
      await Promise.all(Array.from({ length: READERS }, reader));
    },
  };
}

/** The partitions of all days from one moment to another. */
function dayKeys(moment: number, now: number): string[] {
  const days: number[] = [];
  for (let day = Math.floor(moment / DAY_MS); day <= Math.floor(now / DAY_MS); day += 1) days.push(day * DAY_MS);
  return days.flatMap((day) => Array.from({ length: DAY_SHARDS }, (_, shard) => dayKey(day, shard)));
}

function parse(item: Item): Action {
  return actionSchema.parse(item);
}

/** An id (`<address>@<revision>.<number>`) as text that sorts like its numbers: order within one millisecond. */
function inOrder(id: string): string {
  return id.replace(/\d+(?=\.\d+$|$)/g, (digits) => digits.padStart(9, '0'));
}

function dayKey(moment: number, shard: number): string {
  return `DAY#${new Date(moment).toISOString().slice(0, 10)}#${shard}`;
}
