import { z } from 'zod';
import type { Notice, Notices } from '../ledger.ts';
import { reportSchema } from '../report.ts';
import type { Table } from './table.ts';

const noticeSchema = z.object({
  id: z.string(),
  text: z.string(),
  at: z.number(),
  posting: z.boolean().exactOptional(),
  report: reportSchema.exactOptional(),
});

/** Messages that belong to no address, under their ids, in a queue of their own for each channel. There are never many. */
export function dynamodbNotices(table: Table): Notices {
  return {
    async add(channel, notice) {
      await table.put({ ...key(channel, notice), ...notice }, { expression: 'attribute_not_exists(pk)' });
    },
    async waiting(channel, now, limit) {
      const notices = (await table.query(partition(channel))).map((item) => noticeSchema.parse(item));
      const due = notices.filter((notice) => notice.at <= now).sort((a, b) => a.at - b.at);
      return due.slice(0, limit);
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
  return { pk: partition(channel), sk: notice.id };
}
