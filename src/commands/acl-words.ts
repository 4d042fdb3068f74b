import type { WholeEntry } from '../firewall/copy-entries.ts';
import type { Dedication } from '../firewall/dedicate-acl.ts';
import type { Reversion } from '../firewall/revert-acl.ts';

/** What `aism acl create` will do, for a person who decides about it. */
export function sayDedication({ original, subnets, copy }: Dedication, quota: number): string {
  const ids = subnets.map((each) => each.subnetId);
  const others = original.subnets.length - subnets.length;
  const was = new Map(copy.renumbered.map(({ from, to }) => [to, from]));
  const rows = copy.entries.map((entry) => entryRow(entry, entry.egress ? undefined : was.get(entry.ruleNumber)));
  const stay =
    others === 0
      ? `None stays with ${original.id}`
      : `With ${original.id} ${others === 1 ? 'stays' : 'stay'} ${others}`;
  const lines = [
    `A copy of ${original.id} in ${original.vpcId}, with every inbound allow at 100 or above:`,
    '',
    ...columns([['direction', 'number', 'action', 'traffic', 'range'], ...rows]),
    '',
    `These subnets move to it: ${ids.join(', ')}. ${stay}; it is not changed.`,
    `The copy has ${copy.inbound} inbound rules of ${quota}, * included: room for ${copy.room} of AISM's.`,
  ];
  if (copy.foreign.length > 0)
    lines.push(
      `Among AISM's numbers ${copy.foreign.length === 1 ? 'stays' : 'stay'} ${copy.foreign.join(', ')}. To AISM that is somebody else's: it steps around it, and never ends it.`,
    );
  return `${lines.join('\n')}\n`;
}

/** What `aism acl revert` will do. */
export function sayReversion({ acl, original, ending, returning }: Reversion): string {
  const ids = acl.subnets.map((each) => each.subnetId).join(', ');
  const list = (entries: readonly WholeEntry[]) => columns(entries.map((entry) => entryRow(entry)));
  const lines = [
    `${ids || 'No subnet'} ${ids ? `will use ${original.id} again` : 'uses it'}; then ${acl.id} is deleted.`,
  ];
  if (ending.length > 0)
    lines.push('', `These rules end with ${acl.id}; what AISM blocks gets in again:`, '', ...list(ending));
  if (returning.length > 0)
    lines.push('', `These rules are in ${original.id} alone, and count again:`, '', ...list(returning));
  return `${lines.join('\n')}\n`;
}

const PROTOCOLS = new Map([
  ['-1', 'all'],
  ['1', 'icmp'],
  ['6', 'tcp'],
  ['17', 'udp'],
  ['58', 'icmpv6'],
]);

function entryRow({ egress, ruleNumber, action, protocol, cidr, ports, icmp }: WholeEntry, was?: number): string[] {
  const range = ports && (ports.from === ports.to ? `${ports.from}` : `${ports.from}-${ports.to}`);
  const kind = icmp && `type ${star(icmp.type)} code ${star(icmp.code)}`;
  const traffic = [PROTOCOLS.get(protocol) ?? `protocol ${protocol}`, range ?? kind].filter(Boolean).join(' ');
  return [
    egress ? 'out' : 'in',
    was === undefined ? `${ruleNumber}` : `${was} -> ${ruleNumber}`,
    action,
    traffic,
    cidr,
  ];
}

function star(value: number): string {
  return value === -1 ? '*' : String(value);
}

function columns(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_cell, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd());
}
