import { type Address, parseAddress } from '../address/address.ts';
import type { Alert, Attacker } from './alert.ts';
import { type Body, isBody, ownValue, textsAt } from './body-fields.ts';
import { type FoundAttackers, findAttackers } from './find-attackers.ts';
import { addressFieldsOfQueryKey, tellsQueryKey } from './query-key.ts';
import { statedCount } from './stated-count.ts';
import { topEventTotals } from './top-events.ts';

/**
 * How much of the rule's events each attacker is proven to have made. `num_hits` is never looked at: it counts the whole
 * query, over all addresses.
 */
export function weighAttackers(
  body: Body,
  found: FoundAttackers,
): { attackers: Attacker[]; counting: Alert['counting']; keyed: boolean | undefined } {
  const keyed = isKeyed(body, found);
  const [only, ...others] = found.addresses;
  if (only === undefined || others.length > 0 || found.from.kind === 'top-events') {
    const attackers = found.addresses.map((address) => withCount(address, found.totals.get(address)));
    return { attackers, counting: found.totals.size > 0 ? 'max' : countingOf(body), keyed };
  }
  const related = relatedCount(body, only, keyed);
  if (related !== undefined) return { attackers: [withCount(only, related)], counting: 'sum', keyed };
  const whole = wholeCount(body, found, only, keyed);
  if (whole !== undefined) return { attackers: [withCount(only, whole)], counting: 'max', keyed };
  // A frequency rule that counts by the address has seen at least num_events of it, and starts anew after each match.
  const proven = keyed === true ? statedCount(ownValue(body, 'rule_param_num_events')) : undefined;
  const attacker = proven === undefined ? { address: only } : { address: only, weighs: proven };
  return { attackers: [attacker], counting: countingOf(body), keyed };
}

function withCount(address: Address, count: number | undefined): Attacker {
  return count === undefined ? { address } : { address, count, weighs: count };
}

/** Whether the body proves that the address made the events: it is the rule's query_key, or was counted by itself. */
function isKeyed(body: Body, found: FoundAttackers): boolean | undefined {
  if (found.from.kind === 'top-events') return true;
  if (found.from.kind === 'message' || found.addresses.length !== 1) return false;
  if (tellsQueryKey(body)) {
    return addressFieldsOfQueryKey(body).some((field) => {
      const texts = textsAt(body, field);
      // The rule's author sent only aism_ip and not the field that it was taken from.
      if (texts.length === 0) return found.from.kind === 'explicit' || field === found.from.field;
      return texts.some((text) => isSame(text, found.addresses[0]));
    });
  }
  // Terms queries and aggregations make up their match, without a document: an address in it can only be the query_key.
  const isMadeUp = Object.hasOwn(body, 'num_matches') && !Object.hasOwn(body, '_id');
  return isMadeUp && found.from.kind === 'field' ? true : undefined;
}

function isSame(text: string, address: Address | undefined): boolean {
  const parsed = parseAddress(text);
  return parsed.ok && parsed.address === address;
}

/** Related events to look at: bounds the work on a hostile body. More would only make a large count larger. */
const MOST_RELATED = 5000;

/** `attach_related`: the earlier events of the window are in the body, so this attacker's own can be counted. */
function relatedCount(body: Body, address: Address, keyed: boolean | undefined): number | undefined {
  const related = ownValue(body, 'related_events');
  if (!Array.isArray(related) || related.length === 0) return undefined;
  const own = related
    .slice(0, MOST_RELATED)
    .filter(isBody)
    .filter((event) => {
      const found = findAttackers(event);
      return found === undefined ? keyed === true : found.addresses.includes(address);
    });
  return statedCount(own.length + 1);
}

/** Counts that state all events of a window, and so must not be added to those of the alert before. */
function wholeCount(
  body: Body,
  found: FoundAttackers,
  address: Address,
  keyed: boolean | undefined,
): number | undefined {
  const fields = [found.from.field, ...addressFieldsOfQueryKey(body)];
  const top = fields.map((field) => topEventTotals(body, field).get(address)).find((count) => count !== undefined);
  if (top !== undefined || keyed === false) return top;
  const metric = Object.keys(body).find((key) => /^metric_.+_value_count$/.test(key));
  return (
    statedCount(ownValue(body, 'spike_count')) ?? statedCount(metric === undefined ? undefined : ownValue(body, metric))
  );
}

/** Spikes, metrics and cardinalities match again while the window lasts. */
function countingOf(body: Body): Alert['counting'] {
  const marks = ['spike_count', 'metric_agg_value', 'rule_param_cardinality_field', 'rule_param_max_cardinality'];
  return marks.some((mark) => (ownValue(body, mark) ?? null) !== null) ? 'max' : 'sum';
}
