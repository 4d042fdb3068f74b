import { type Heartbeats, heartbeatSchema } from '../heartbeat.ts';
import type { Table } from './table.ts';

/** One partition for all: a question has one answer, however many sources there are. */
const PARTITION = 'HEART#all';

/** When each source was heard last, each in an item of its own. */
export function dynamodbHeartbeats(table: Table): Heartbeats {
  return {
    async note({ source, at }) {
      // Of several processes the one that comes late may have heard it earlier.
      const isLater = { expression: 'attribute_not_exists(pk) OR lastAt < :at', values: { ':at': at } };
      await table.put({ pk: PARTITION, sk: source, lastAt: at }, isLater);
    },
    async read() {
      const items = await table.query(PARTITION);
      return items.map((item) => heartbeatSchema.parse({ source: item.sk, at: item['lastAt'] }));
    },
  };
}
