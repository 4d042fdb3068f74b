import { z } from 'zod';
import { addressSchema } from '../../address/address.ts';
import { FOLDED_STATES, type FoldedCard, placesOf, stormPartition } from '../folded.ts';
import type { Folded } from '../ledger.ts';
import type { Item, Table } from './table.ts';

const itemSchema = z.object({
  sk: z.string(),
  address: addressSchema,
  told: z.object({
    source: z.string(),
    rule: z.string(),
    alerts: z.number(),
    events: z.number(),
    state: z.enum(FOLDED_STATES),
    isAutomatic: z.boolean(),
  }),
});

/** The folded cards of storms, from their hints alone: page by page, so that ten thousand take no more memory than some. */
export function dynamodbFolded(table: Table): Folded {
  return {
    async visit(storm, visitor) {
      const seen = new Set<string>();
      for await (const item of table.pages(stormPartition(storm))) {
        const card = read(item);
        const id = `${card.address}|${card.episode}`;
        // A stop in between may leave the hint of before. It tells of fewer events, so it comes behind the true one.
        if (seen.has(id)) continue;
        seen.add(id);
        visitor(card);
      }
    },
    async page(storm, source, { limit, after, before }) {
      const all = placesOf(source);
      // A space: no place lies between one and itself with a space behind.
      const range = { from: after ? `${after} ` : all, upTo: before ?? `${all}\uffff` };
      // Both ends of a range are in it.
      const options = { ...range, limit: limit + (before ? 1 : 0), newestFirst: before !== undefined };
      const items = (await table.query(stormPartition(storm), options)).filter(({ sk }) => sk !== before);
      const cards = items.slice(0, limit).map(read);
      return before === undefined ? cards : cards.reverse();
    },
  };
}

function read(item: Item): FoldedCard {
  const { sk, address, told } = itemSchema.parse(item);
  return { ...told, address, episode: sk.split('#').at(-1) ?? '', place: sk };
}
