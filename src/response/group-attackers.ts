import { type Address, family, widen } from '../address/address.ts';
import type { Attacker } from '../alerts/alert.ts';
import type { StoredAlert } from '../ledger/inbox.ts';

/** What one message says of one offender. */
export interface AttackerAlert {
  stored: StoredAlert;
  attacker: Attacker;
  /** The single addresses that were seen, where the offender is a network of them. */
  seenAs?: readonly Address[];
}

/**
 * Alerts by offender. One of IPv6 has a whole network to attack from (RFC 6177), so its addresses count as one, by networks
 * of this prefix length.
 */
export function groupByOffender(waiting: readonly StoredAlert[], ipv6Prefix: number): Map<Address, AttackerAlert[]> {
  const groups = new Map<Address, AttackerAlert[]>();
  for (const stored of waiting) {
    const offenders = Map.groupBy(stored.alert.attackers, ({ address }) =>
      family(address) === 6 ? widen(address, ipv6Prefix) : address,
    );
    for (const [address, attackers] of offenders)
      groups.set(address, [...(groups.get(address) ?? []), asOne(stored, address, attackers)]);
  }
  return groups;
}

function asOne(stored: StoredAlert, address: Address, attackers: readonly Attacker[]): AttackerAlert {
  const [only] = attackers;
  if (only && attackers.length === 1 && only.address === address) return { stored, attacker: only };
  const join = (numbers: Array<number | undefined>) => {
    const known = numbers.filter((number) => number !== undefined);
    if (known.length === 0) return undefined;
    return stored.alert.counting === 'sum' ? known.reduce((a, b) => a + b, 0) : Math.max(...known);
  };
  const count = join(attackers.map((each) => each.count));
  const weighs = join(attackers.map((each) => each.weighs));
  return {
    stored,
    attacker: { address, ...(count === undefined ? {} : { count }), ...(weighs === undefined ? {} : { weighs }) },
    seenAs: attackers.map((each) => each.address),
  };
}
