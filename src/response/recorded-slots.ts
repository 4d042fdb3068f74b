import type { Entry, Rule } from '../firewall/firewall.ts';
import type { Slot } from '../firewall/slots.ts';
import type { AddressRecord } from '../ledger/record.ts';

/**
 * The slots with those that only the records know: a rule of ours that shows at the very number that its record names.
 * Without this a lease item that was lost (a restored table) would make all our rules foreign and have them made twice.
 */
export function withRecorded(
  slots: readonly Slot[],
  records: readonly AddressRecord[],
  entries: readonly Entry[],
  target: string,
  now: number,
): Slot[] {
  const all = new Map(slots.map((slot) => [slot.ruleNumber, slot]));
  for (const { address, block } of records) {
    const shown = block?.targets[target];
    if (!shown || (shown.state !== 'active' && shown.state !== 'lifting')) continue;
    for (const ruleNumber of shown.ruleNumbers) {
      const entry = entries.find((each) => each.ruleNumber === ruleNumber);
      const rule = entry?.action === 'deny' && entry.cidr === address ? ruleOf(entry, address) : undefined;
      if (rule && !all.has(ruleNumber)) all.set(ruleNumber, { ruleNumber, rule, seen: true, at: now });
    }
  }
  return [...all.values()];
}

function ruleOf({ protocol, ports }: Entry, cidr: Rule['cidr']): Rule | undefined {
  if (protocol !== '-1' && protocol !== '6' && protocol !== '17') return undefined;
  return { cidr, protocol, ...(ports ? { ports } : {}) };
}
