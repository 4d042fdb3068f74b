import { emptyRecord } from '../empty-record.ts';
import type { Asking, UnsaidCard } from '../ledger.ts';
import { inTodaysForm } from '../older-records.ts';
import { ASKING, pointersOf, sortable } from '../pointers.ts';
import { recordSchema } from '../record.ts';
import { clearPointer, pointerSchema } from './follow-pointers.ts';
import { recordKey } from './record-item.ts';
import type { Table } from './table.ts';

/** The open questions, by their hints; the records say which of them are true. `wall` is the machine's clock, for the age of hints. */
export function dynamodbAsking(table: Table, wall: () => number): Asking {
  return {
    async page({ skip, limit }) {
      const found = await table.query(ASKING, { limit: skip + limit, newestFirst: true });
      const hints = found.slice(skip).map((item) => pointerSchema.parse(item));
      const items = await table.getMany([...new Set(hints.map((hint) => hint.address))].map(recordKey));
      const records = new Map(
        items.map((item) => recordSchema.parse(inTodaysForm(item))).map((each) => [each.address, each]),
      );
      const open: UnsaidCard[] = [];
      for (const hint of hints) {
        const record = records.get(hint.address) ?? emptyRecord(hint.address);
        const isTrue = pointersOf(record).some((each) => each.pk === ASKING && each.sk === hint.sk);
        if (isTrue) open.push({ record, episode: hint.sk.split('#').at(-1) ?? '' });
        else await clearPointer(table, wall, hint, record);
      }
      return open;
    },
    count: (since) => table.count(ASKING, { from: sortable(since) }),
  };
}
