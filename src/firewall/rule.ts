import { type Address, contains, family, overlaps } from '../address/address.ts';
import type { Entry, Everything, Rule } from './firewall.ts';

/** The fewest rules that deny an address in these scopes: `all` is one, each protocol with its ports is one. */
export function rulesFor(address: Address, scopes: readonly string[]): Rule[] {
  const rules = scopes.map((scope) => ruleFor(address, scope));
  const unique = [...new Map(rules.map((rule) => [ruleKey(rule), rule])).values()];
  return unique.filter((rule) => !unique.some((other) => other !== rule && coversRule(other, rule)));
}

/** The rule that denies an address in one scope. */
export function ruleFor(address: Address, scope: string): Rule {
  if (scope === 'all') return { cidr: address, protocol: '-1' };
  const [protocol = '', ports = ''] = scope.split('/');
  const [from = '', to = from] = ports.split('-');
  return { cidr: address, protocol: protocol === 'udp' ? '17' : '6', ports: { from: Number(from), to: Number(to) } };
}

/** The scope in which a rule denies: what `ruleFor` makes a rule of. TCP or UDP without ports is all of its ports. */
export function scopeOf({ protocol, ports }: Pick<Rule, 'protocol' | 'ports'>): string {
  if (protocol === '-1') return 'all';
  const { from, to } = ports ?? { from: 1, to: 65535 };
  return `${protocol === '17' ? 'udp' : 'tcp'}/${from}${to === from ? '' : `-${to}`}`;
}

/** One text for one rule: equal rules have equal keys. */
export function ruleKey(rule: Rule): string {
  return `${rule.cidr} ${rule.protocol} ${rule.ports ? `${rule.ports.from}-${rule.ports.to}` : ''}`;
}

/** Whether an entry is this very deny. */
export function isRule(entry: Entry, rule: Rule): boolean {
  return (
    entry.action === 'deny' &&
    entry.cidr === rule.cidr &&
    entry.protocol === rule.protocol &&
    entry.ports?.from === rule.ports?.from &&
    entry.ports?.to === rule.ports?.to
  );
}

/** Whether every packet that `inner` denies is denied by `outer` too. */
export function coversRule(outer: Rule, inner: Rule): boolean {
  if (outer.protocol !== '-1' && outer.protocol !== inner.protocol) return false;
  const isInPorts =
    !outer.ports || (inner.ports && outer.ports.from <= inner.ports.from && inner.ports.to <= outer.ports.to);
  return Boolean(isInPorts) && contains(outer.cidr, inner.cidr);
}

/** Whether an allow would let through something that the rule denies, if its number came first. */
export function letsThrough(entry: Entry, rule: Rule): boolean {
  if (entry.action !== 'allow') return false;
  return coversSome(entry, rule.cidr) && isAboutSame(entry, rule);
}

/** Whether both deny some packet. */
export function meet(one: Rule, other: Rule): boolean {
  return overlaps(one.cidr, other.cidr) && isAboutSame(one, other);
}

/** Whether some packets are of the protocols and ports of both. */
function isAboutSame(one: Pick<Entry, 'protocol' | 'ports'>, other: Pick<Entry, 'protocol' | 'ports'>): boolean {
  if (one.protocol === '-1' || other.protocol === '-1') return true;
  if (one.protocol !== other.protocol) return false;
  if (!one.ports || !other.ports) return true;
  return one.ports.from <= other.ports.to && other.ports.from <= one.ports.to;
}

/** Whether this is all of IPv4 or IPv6. */
export function isEverything(cidr: Entry['cidr']): cidr is Everything {
  return cidr === '0.0.0.0/0' || cidr === '::/0';
}

function coversSome(entry: Entry, address: Address): boolean {
  if (entry.cidr === '0.0.0.0/0') return family(address) === 4;
  if (entry.cidr === '::/0') return family(address) === 6;
  return overlaps(entry.cidr, address);
}
