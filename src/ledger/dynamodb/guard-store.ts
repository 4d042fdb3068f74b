import { z } from 'zod';
import { addressSchema } from '../../address/address.ts';
import type { GuardSender, GuardStore } from '../guard-store.ts';
import { expiry } from './retention.ts';
import type { Condition, Item, Table } from './table.ts';

const PARTITION = 'LIST#guard';
const FOUND = { pk: PARTITION, sk: 'DISCOVERED' };
const NEWS = { pk: PARTITION, sk: 'NEWS' };
const SENDER = 'SENDER#';
/** Senders are long forgotten by then; DynamoDB may take the item away. Days. */
const SENDER_DAYS = 60;

const foundSchema = z.object({
  ranges: z.array(z.object({ cidr: addressSchema, why: z.string() })),
  readAt: z.number(),
  targets: z.array(z.string()).exactOptional(),
});
const senderSchema = z.object({ address: addressSchema, lastSeen: z.number() });
const newsSchema = z.object({ id: z.string(), isInDoubt: z.boolean(), isSaid: z.boolean() });

/** The never-block list in one partition: what was discovered is one item, each sender another. */
export function dynamodbGuard(table: Table): GuardStore {
  return {
    async read() {
      const items = await table.query(PARTITION);
      const found = items.find((item) => item.sk === FOUND.sk);
      const senders = items.filter((item) => item.sk.startsWith(SENDER));
      return {
        found: found && foundSchema.parse(found),
        senders: senders.map((item) => senderSchema.parse(item)),
      };
    },
    async write(found) {
      await table.put({ ...FOUND, ...found });
    },
    sawAgain: (sender, knownFrom) =>
      table.put(itemOf(sender), { expression: 'lastSeen >= :from', values: { ':from': knownFrom } }),
    async saw(sender) {
      await table.put(itemOf(sender));
    },
    async news() {
      const item = await table.get(NEWS);
      return item && newsSchema.parse(item);
    },
    setNews: (news, before) => table.put({ ...NEWS, ...news }, isStill(before)),
  };
}

function itemOf(sender: GuardSender): Item {
  return { pk: PARTITION, sk: `${SENDER}${sender.address}`, ...sender, expires: expiry(sender.lastSeen, SENDER_DAYS) };
}

function isStill(before: { id: string; isSaid: boolean } | undefined): Condition {
  if (!before) return { expression: 'attribute_not_exists(pk)' };
  return { expression: 'id = :id AND isSaid = :said', values: { ':id': before.id, ':said': before.isSaid } };
}
