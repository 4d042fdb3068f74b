import { z } from 'zod';
import { addressSchema } from '../../address/address.ts';
import type { Asking } from '../ledger.ts';
import { ASKING, pointersOf, sortable } from '../pointers.ts';
import { recordSchema } from '../record.ts';
import { recordKey } from './record-item.ts';
import type { Table } from './table.ts';

const hintSchema = z.object({ pk: z.string(), sk: z.string(), address: addressSchema });

/** The open questions, by their hints; the records say which of them are true. */
export function dynamodbAsking(table: Table): Asking {
  return {
    async page({ skip, limit }) {
      const found = await table.query(ASKING, { limit: skip + limit, newestFirst: true });
      const hints = found.slice(skip).map((item) => hintSchema.parse(item));
      const items = await table.getMany([...new Set(hints.map((hint) => hint.address))].map(recordKey));
      const records = new Map(items.map((item) => recordSchema.parse(item)).map((each) => [each.address, each]));
      return hints.flatMap(({ sk, address }) => {
        const record = records.get(address);
        const isTrue = record && pointersOf(record).some((each) => each.pk === ASKING && each.sk === sk);
        return isTrue ? [{ record, episode: sk.split('#').at(-1) ?? '' }] : [];
      });
    },
    count: (since) => table.count(ASKING, { from: sortable(since) }),
  };
}
