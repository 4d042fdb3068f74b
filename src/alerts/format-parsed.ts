import { display } from '../address/address.ts';
import type { Attacker, ParsedAlert } from './alert.ts';

/**
 * What `aism parse` prints: one line of JSON. `count` is the number of events that the body proves for its one attacker,
 * a map from address to count for several, else null. A rejected body gives `rejected` with the reason, and no addresses.
 */
export function formatParsed(parsed: ParsedAlert): string {
  if (parsed.kind === 'rejected') return JSON.stringify({ rejected: parsed.why, addresses: [] });
  const { attackers, ...alert } = parsed.alert;
  return JSON.stringify({
    addresses: attackers.map(({ address }) => display(address)),
    rule: alert.rule,
    count: countOf(attackers),
    counting: alert.counting,
    keyed: alert.keyed ?? null,
    severity: alert.severity ?? null,
    at: alert.at,
    service: alert.service ?? null,
    hosts: alert.hosts,
    users: alert.users,
    samples: alert.samples,
    identity: alert.identity,
    source: alert.source,
    index: alert.index ?? null,
    documentId: alert.documentId ?? null,
    link: alert.link ?? null,
    notes: alert.notes,
  });
}

function countOf(attackers: Attacker[]): number | Record<string, number> | null {
  const [only, ...others] = attackers;
  if (only !== undefined && others.length === 0) return only.weighs ?? null;
  const counts = attackers.flatMap(({ address, weighs }): [string, number][] =>
    weighs === undefined ? [] : [[display(address), weighs]],
  );
  return counts.length === 0 ? null : Object.fromEntries(counts);
}
