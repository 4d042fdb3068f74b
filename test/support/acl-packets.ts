import { type Address, contains } from '../../src/address/address.ts';
import type { Entry, Rule } from '../../src/firewall/firewall.ts';
import { address } from './address.ts';

/** A packet as a Network ACL looks at it. */
export interface Packet {
  from: Address;
  protocol: string;
  port: number;
}

/** Addresses at the edges of the ranges that the tests use. */
const SOURCES = [
  '203.0.113.0',
  '203.0.113.9',
  '203.0.113.255',
  '198.51.100.7',
  '192.0.2.1',
  '192.0.2.2',
  '192.0.2.3',
  '2001:db8::9',
].map(address);
const PORTS = [22, 53, 80, 443, 8080];
const PROTOCOLS = ['6', '17', '1'];

/** Packets that a rule is about. */
export function packetsOf(rule: Rule): Packet[] {
  const all = SOURCES.flatMap((from) =>
    PROTOCOLS.flatMap((protocol) => PORTS.map((port): Packet => ({ from, protocol, port }))),
  );
  return all.filter((packet) => matchesRule(rule, packet));
}

/** Whether a rule is about a packet. */
export function matchesRule(rule: Rule, packet: Packet): boolean {
  return matches({ ruleNumber: 0, action: 'deny', ...rule }, packet);
}

/** The entry that decides over a packet: the first in the order of numbers that matches it. */
export function firstMatch(entries: readonly Entry[], packet: Packet): Entry | undefined {
  return [...entries].sort((a, b) => a.ruleNumber - b.ruleNumber).find((entry) => matches(entry, packet));
}

function matches(entry: Entry, { from, protocol, port }: Packet): boolean {
  const isOfFamily = entry.cidr === (from.includes(':') ? '::/0' : '0.0.0.0/0');
  const isThere = isOfFamily || (!isEverything(entry.cidr) && contains(entry.cidr, from));
  if (!isThere) return false;
  if (entry.protocol === '-1') return true;
  if (entry.protocol !== protocol) return false;
  return !entry.ports || (entry.ports.from <= port && port <= entry.ports.to);
}

function isEverything(cidr: Entry['cidr']): cidr is '0.0.0.0/0' | '::/0' {
  return cidr === '0.0.0.0/0' || cidr === '::/0';
}
