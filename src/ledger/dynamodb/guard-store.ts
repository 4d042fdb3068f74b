import { z } from 'zod';
import { addressSchema } from '../../address/address.ts';
import type { GuardStore } from '../ledger.ts';
import type { Table } from './table.ts';

const KEY = { pk: 'LIST#guard', sk: 'DISCOVERED' };
const guardSchema = z.object({
  ranges: z.array(z.object({ cidr: addressSchema, why: z.string() })),
  readAt: z.number(),
  targets: z.array(z.string()).exactOptional(),
});

/** The discovered never-block list, one item. */
export function dynamodbGuard(table: Table): GuardStore {
  return {
    async read() {
      const item = await table.get(KEY);
      return item && guardSchema.parse(item);
    },
    async write(found) {
      await table.put({ ...KEY, ...found });
    },
  };
}
