import type { Ports } from './firewall.ts';

/** One entry of a Network ACL, whole and in either direction. */
export interface WholeEntry {
  ruleNumber: number;
  egress: boolean;
  action: 'allow' | 'deny';
  /** `-1` is all; else the IANA number as text. */
  protocol: string;
  /** As EC2 writes it, IPv4 or IPv6. */
  cidr: string;
  ports?: Ports;
  /** Of protocols 1 and 58; -1 is all. */
  icmp?: { type: number; code: number };
}

/** What a copy of a Network ACL is made of. */
export interface Copy {
  /** Without the `*` entries, which every Network ACL has of itself. */
  entries: WholeEntry[];
  /** Inbound entries that get another number. */
  renumbered: Array<{ from: number; to: number }>;
  /** Numbers of inbound denies that stay among AISM's numbers, and are foreign to it. */
  foreign: number[];
  /** Inbound entries, `*` included. */
  inbound: number;
  /** Rules that AISM may then add. */
  room: number;
}

/** From here on allows may stand; what is below is AISM's (the default of AISM_RULE_NUMBERS is 1-99). */
const FIRST_FREE = 100;
/** The largest number that a rule may have; `*` comes after it (API_CreateNetworkAclEntry). */
const LAST = 32_766;

/**
 * Plans a copy that lets through and denies exactly what the original does, and leaves the numbers below 100 before every
 * inbound allow. `quota` is how many entries a Network ACL may have per direction, `*` included.
 */
export function planCopy(original: readonly WholeEntry[], quota: number): Copy {
  const entries = original.filter((entry) => entry.ruleNumber <= LAST);
  const before = inOrder(entries.filter((entry) => !entry.egress));
  const after = renumber(before);
  const foreign = after.map((entry) => entry.ruleNumber).filter((number) => number < FIRST_FREE);
  const inbound = original.filter((entry) => !entry.egress).length;
  return {
    entries: [...after, ...inOrder(entries.filter((entry) => entry.egress))],
    renumbered: before.flatMap(({ ruleNumber: from }, index) => {
      const to = after[index]?.ruleNumber ?? from;
      return from === to ? [] : [{ from, to }];
    }),
    foreign,
    inbound,
    room: Math.max(0, Math.min(quota - inbound, FIRST_FREE - 1 - foreign.length)),
  };
}

/** One text for one entry: equal entries have equal keys. */
export function entryKey({ ruleNumber, egress, action, protocol, cidr, ports, icmp }: WholeEntry): string {
  const what = ports ? `${ports.from}-${ports.to}` : icmp ? `${icmp.type}/${icmp.code}` : '';
  return [egress ? 'out' : 'in', ruleNumber, action, protocol, cidr, what].join(' ');
}

/** Entries of the first list that the second does not have, the `*` entries left out. */
export function entriesMissing(wanted: readonly WholeEntry[], shown: readonly WholeEntry[]): WholeEntry[] {
  const keys = new Set(shown.map(entryKey));
  return wanted.filter((entry) => entry.ruleNumber <= LAST && !keys.has(entryKey(entry)));
}

/**
 * Entries are matched in rising order, so the first allow and all after it may move up together. Each keeps its distance to
 * the others; only against the end of the numbers they stand closer.
 */
function renumber(inbound: readonly WholeEntry[]): WholeEntry[] {
  const first = inbound.findIndex((entry) => entry.action === 'allow');
  const firstAllow = inbound[first]?.ruleNumber ?? FIRST_FREE;
  if (firstAllow >= FIRST_FREE) return [...inbound];
  return inbound.map((entry, index) => {
    if (index < first) return entry;
    const latest = LAST - (inbound.length - 1 - index);
    return { ...entry, ruleNumber: Math.min(entry.ruleNumber + FIRST_FREE, latest) };
  });
}

function inOrder(entries: readonly WholeEntry[]): WholeEntry[] {
  return [...entries].sort((a, b) => a.ruleNumber - b.ruleNumber);
}
