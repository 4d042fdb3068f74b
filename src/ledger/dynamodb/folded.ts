import { z } from 'zod';
import { addressSchema } from '../../address/address.ts';
import { severitySchema } from '../../alerts/alert.ts';
import { FOLDED_STATES, type FoldedCard, placesOf, stormPartition } from '../folded.ts';
import type { Folded, FoldedRow } from '../ledger.ts';
import { followPage } from './follow-pointers.ts';
import type { Item, Table } from './table.ts';

/** In a storm DynamoDB is busy: small pages come in time where one of a megabyte may not. */
const PAGE = 500;

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
    severity: severitySchema.exactOptional(),
  }),
});

/** The folded cards of storms, from their hints alone: page by page, so that ten thousand take no more memory than some. */
export function dynamodbFolded(table: Table, wall: () => number): Folded {
  return {
    async visit(storm, visitor) {
      const seen = new Set<string>();
      for await (const item of table.pages(stormPartition(storm), { atOnce: PAGE })) {
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
      const isBack = before !== undefined;
      const rows: FoldedRow[] = [];
      for (let place = before ?? after; ; ) {
        // A space: no place lies between one and itself with a space behind. Both ends of a range are in it.
        const forward = { from: place ? `${place} ` : all, upTo: `${all}\uffff`, limit };
        const back = { from: all, upTo: place ?? all, limit: limit + 1, newestFirst: true };
        const found = await table.query(stormPartition(storm), isBack ? back : forward);
        const items = found.filter(({ sk }) => sk !== place);
        const followed = await followPage(table, wall, items);
        rows.push(...followed.map(({ pointer: { sk }, record }) => ({ record, episode: episodeIn(sk), place: sk })));
        place = items.at(-1)?.sk;
        if (items.length >= limit && rows.length < limit) continue;
        return isBack ? rows.slice(0, limit).reverse() : rows.slice(0, limit);
      }
    },
  };
}

function read(item: Item): FoldedCard {
  const { sk, address, told } = itemSchema.parse(item);
  return { ...told, address, episode: episodeIn(sk) };
}

function episodeIn(place: string): string {
  return place.split('#').at(-1) ?? '';
}
