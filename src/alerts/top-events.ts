import type { Address } from '../address/address.ts';
import { ecsAddressFields, isAddressField, withoutSuffix } from './address-fields.ts';
import { type Body, isBody, ownValue } from './body-fields.ts';
import { judgeAddress } from './judge-address.ts';
import { statedCount } from './stated-count.ts';

/** ElastAlert sends 5 by default (`top_count_number`). */
const MOST_ENTRIES = 1000;

/** The address fields that the body counts by, as in `"top_events_source.ip": {"203.0.113.9": 120}`; ECS's first. */
export function topEventFields(body: Body): string[] {
  const fields = Object.keys(body)
    .filter((key) => key.startsWith('top_events_'))
    .map((key) => withoutSuffix(key.slice('top_events_'.length)))
    .filter(isAddressField);
  const isEcs = (name: string) => ecsAddressFields.some((field) => field.name === name);
  return [...fields.filter(isEcs), ...fields.filter((name) => !isEcs(name))];
}

/** The values that the body counts for a field, the most frequent first; those with zero events are left out. */
export function topEventTexts(body: Body, field: string): string[] {
  return entriesOf(body, field)
    .filter(([, count]) => count !== 0)
    .toSorted(([, left], [, right]) => (statedCount(right) ?? 0) - (statedCount(left) ?? 0))
    .map(([text]) => text);
}

/** How many events the body states for each address of a field. */
export function topEventTotals(body: Body, field: string): Map<Address, number> {
  const totals = new Map<Address, number>();
  for (const [text, value] of entriesOf(body, field)) {
    const judged = judgeAddress(text);
    const count = statedCount(value);
    if (judged.ok && count !== undefined) totals.set(judged.address, count);
  }
  return totals;
}

function entriesOf(body: Body, field: string): [string, unknown][] {
  const keys = [field, `${field}.keyword`, `${field}.raw`].map((name) => `top_events_${name}`);
  const counts = keys.map((key) => ownValue(body, key)).find(isBody) ?? {};
  return Object.entries(counts).slice(0, MOST_ENTRIES);
}
