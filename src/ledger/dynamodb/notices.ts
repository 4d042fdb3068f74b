import { z } from 'zod';
import type { Notice, Notices } from '../ledger.ts';
import { sortable } from '../pointers.ts';
import type { Table } from './table.ts';

const noticeSchema = z.object({ id: z.string(), text: z.string(), at: z.number(), posting: z.boolean().optional() });

/** Messages that belong to no address, in a queue of their own for each channel. */
export function dynamodbNotices(table: Table): Notices {
  return {
    async add(channel, notice) {
      await table.put({ ...key(channel, notice), ...notice }, { expression: 'attribute_not_exists(pk)' });
    },
    async waiting(channel, now, limit) {
      const items = await table.query(partition(channel), { upTo: `${sortable(now)}#\uffff`, limit });
      return items.map((item) => {
        const { posting, ...notice } = noticeSchema.parse(item);
        return posting === undefined ? notice : { ...notice, posting };
      });
    },
    async markPosting(channel, notice) {
      await table.put({ ...key(channel, notice), ...notice, posting: true });
    },
    async done(channel, notice) {
      await table.remove(key(channel, notice));
    },
  };
}

function partition(channel: string): string {
  return `NOTICE#${channel}`;
}

function key(channel: string, notice: Notice) {
  return { pk: partition(channel), sk: `${sortable(notice.at)}#${notice.id}` };
}
