import type { NetworkAclEntry } from '../state/sandbox-state.ts';

/** From this number on AWS's own rules of last resort stand; its console writes them `*`. */
const LAST_RESORT = 32_767;

const PROTOCOLS: Readonly<Record<string, string>> = {
  '-1': 'All traffic',
  '1': 'ICMP',
  '6': 'TCP',
  '17': 'UDP',
  '58': 'ICMPv6',
};

export function ruleNumber({ RuleNumber }: NetworkAclEntry): string {
  return RuleNumber >= LAST_RESORT ? '*' : RuleNumber.toString();
}

/** Protocol and ports, as in `TCP 22` or `All traffic`. */
export function ruleTraffic({ Protocol, PortRange }: NetworkAclEntry): string {
  const protocol = PROTOCOLS[Protocol] ?? `Protocol ${Protocol}`;
  if (PortRange?.From === undefined) return protocol;
  const { From, To = From } = PortRange;
  if (From === 0 && To === 65_535) return `${protocol}, all ports`;
  return From === To ? `${protocol} ${From}` : `${protocol} ${From}–${To}`;
}

export function ruleCidr({ CidrBlock, Ipv6CidrBlock }: NetworkAclEntry): string {
  return CidrBlock ?? Ipv6CidrBlock ?? '';
}

/** What makes a rule another one than before. */
export function ruleKey(entry: NetworkAclEntry): string {
  return [entry.Egress, entry.RuleNumber, ruleTraffic(entry), ruleCidr(entry), entry.RuleAction].join(' ');
}
