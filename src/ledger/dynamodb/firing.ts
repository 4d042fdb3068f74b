import { z } from 'zod';
import type { Firing } from '../ledger.ts';
import { sortable } from '../pointers.ts';
import type { Table } from './table.ts';

/** The window is counted in so many slices: an address counts for a window, and at most a slice longer or shorter. */
const SLICES = 10;
/** More rules than that nobody has; what is known of them is read again. */
const RULES = 500;

const sliceSchema = z.object({ sk: z.string(), addresses: z.set(z.string()) });

/** What this process knows of one rule: its addresses by slice. `read`: the slice that was the last when it asked. */
interface Known {
  read: number;
  slices: Map<number, Set<string>>;
}

/** Which addresses a rule fired on, in sets by rule and slice of time. An address that is known costs nothing. */
export function dynamodbFiring(table: Table): Firing {
  const rules = new Map<string, Known>();

  async function knownOf(pk: string, first: number, slice: number, lengthMs: number): Promise<Known> {
    const known = rules.get(pk) ?? { read: -1, slices: new Map<number, Set<string>>() };
    for (const old of known.slices.keys()) if (old < first) known.slices.delete(old);
    if (known.read === slice) return known;
    // Others may have counted too: a slice is read again once it is over.
    const items = await table.query(pk, { from: sortable(first * lengthMs), upTo: sortable(slice * lengthMs) });
    for (const item of items) {
      const { sk, addresses } = sliceSchema.parse(item);
      known.slices.set(Math.round(Number(sk) / lengthMs), addresses);
    }
    known.read = slice;
    if (rules.size >= RULES) rules.clear();
    rules.set(pk, known);
    return known;
  }

  return {
    async count({ rule, addresses, at, windowMs, most, from }) {
      const lengthMs = Math.ceil(windowMs / SLICES);
      const slice = Math.floor(at / lengthMs);
      const pk = `FIRES#${from}#${rule}`;
      const known = await knownOf(pk, slice - SLICES + 1, slice, lengthMs);
      const all = () => new Set([...known.slices.values()].flatMap((slice) => [...slice]));
      const before = all();
      // Beyond the limit it matters no more how many there are.
      const fresh = addresses.filter((address) => !before.has(address)).slice(0, Math.max(0, most + 1 - before.size));
      if (fresh.length === 0) return before.size;
      const item = await table.update(
        { pk, sk: sortable(slice * lengthMs) },
        'ADD addresses :fresh SET expires = :expires',
        {},
        { ':fresh': new Set(fresh), ':expires': Math.ceil((at + 2 * windowMs) / 1000) },
      );
      known.slices.set(slice, sliceSchema.parse(item).addresses);
      return all().size;
    },
  };
}
