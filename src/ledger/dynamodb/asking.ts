import type { Asking } from '../ledger.ts';
import { ASKING, sortable } from '../pointers.ts';
import { followPage } from './follow-pointers.ts';
import type { Table } from './table.ts';

/** The open questions, by their hints. `wall` is the machine's clock, for the age of hints. */
export function dynamodbAsking(table: Table, wall: () => number): Asking {
  return {
    async page({ skip, limit }) {
      const found = await table.query(ASKING, { limit: skip + limit, newestFirst: true });
      const followed = await followPage(table, wall, found.slice(skip));
      return followed.map(({ pointer, record }) => ({ record, episode: pointer.sk.split('#').at(-1) ?? '' }));
    },
    count: (since) => table.count(ASKING, { from: sortable(since) }),
  };
}
