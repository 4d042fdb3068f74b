import fc from 'fast-check';
import { contains } from '../../src/address/address.ts';
import type { WholeEntry } from '../../src/firewall/copy-entries.ts';
import { address } from './address.ts';

/** A packet as a Network ACL looks at it, on its way in or out. */
export interface WholePacket {
  egress: boolean;
  peer: string;
  protocol: string;
  port: number;
  icmp: { type: number; code: number };
}

/** The `*` entries that every Network ACL has. */
export const STARS: WholeEntry[] = [true, false].flatMap((egress) => [
  { ruleNumber: 32_767, egress, action: 'deny', protocol: '-1', cidr: '0.0.0.0/0' },
  { ruleNumber: 32_768, egress, action: 'deny', protocol: '-1', cidr: '::/0' },
]);

/** What becomes of a packet: the first entry of its direction that matches decides. */
export function verdict(entries: readonly WholeEntry[], packet: WholePacket): 'allow' | 'deny' | undefined {
  return [...entries]
    .sort((a, b) => a.ruleNumber - b.ruleNumber)
    .find((entry) => entry.egress === packet.egress && matches(entry, packet))?.action;
}

function matches({ protocol, cidr, ports, icmp }: WholeEntry, packet: WholePacket): boolean {
  if (cidr.includes(':') !== packet.peer.includes(':')) return false;
  if (!cidr.endsWith('/0') && !contains(address(cidr), address(packet.peer))) return false;
  if (protocol === '-1') return true;
  if (protocol !== packet.protocol) return false;
  if (ports && (packet.port < ports.from || packet.port > ports.to)) return false;
  if (icmp && icmp.type !== -1 && icmp.type !== packet.icmp.type) return false;
  return !icmp || icmp.code === -1 || icmp.code === packet.icmp.code;
}

const port = fc.constantFrom(22, 80, 443, 1024, 65_535);
const icmp = fc.record({ type: fc.constantFrom(-1, 0, 8), code: fc.constantFrom(-1, 0, 1) });
const range = fc.constantFrom(
  ...['0.0.0.0/0', '203.0.113.0/24', '203.0.113.9/32', '198.51.100.0/25', '::/0', '2001:db8::/32', '2001:db8::9/128'],
);
const kind = fc.oneof(
  fc.constantFrom({ protocol: '-1' }, { protocol: '50' }),
  fc.record({
    protocol: fc.constantFrom('6', '17'),
    ports: fc.tuple(port, port).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
  }),
  fc.record({ protocol: fc.constantFrom('1', '58'), icmp }),
);
const number = fc.oneof(
  fc.integer({ min: 1, max: 99 }),
  fc.integer({ min: 95, max: 210 }),
  fc.integer({ min: 32_600, max: 32_766 }),
);
const entry = fc
  .tuple(
    kind,
    fc.record({ ruleNumber: number, egress: fc.boolean(), action: fc.constantFrom('allow', 'deny'), cidr: range }),
  )
  .map(([what, where]): WholeEntry => ({ ...where, ...what }));

/** Whole Network ACLs as EC2 could show them, in any order: numbers are used once per direction. */
export const wholeAcls: fc.Arbitrary<WholeEntry[]> = fc
  .uniqueArray(entry, { maxLength: 36, selector: (each) => `${each.egress} ${each.ruleNumber}` })
  .map((entries) => [...STARS, ...entries]);

export const wholePackets: fc.Arbitrary<WholePacket> = fc.record({
  egress: fc.boolean(),
  peer: fc.constantFrom('203.0.113.9', '203.0.113.10', '198.51.100.1', '198.51.100.200', '2001:db8::9', '2001:db9::1'),
  protocol: fc.constantFrom('6', '17', '1', '58', '50'),
  port,
  icmp: fc.record({ type: fc.constantFrom(0, 8), code: fc.constantFrom(0, 1) }),
});
