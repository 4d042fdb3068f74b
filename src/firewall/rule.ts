import { type Address, family, overlaps } from '../address/address.ts';
import type { Entry, Rule } from './firewall.ts';

/** The rules that deny an address in these scopes, each once: `all` is one, each protocol with its ports is one. */
export function rulesFor(address: Address, scopes: readonly string[]): Rule[] {
  const rules = scopes.map((scope) => ruleFor(address, scope));
  return [...new Map(rules.map((rule) => [ruleKey(rule), rule])).values()];
}

function ruleFor(address: Address, scope: string): Rule {
  if (scope === 'all') return { cidr: address, protocol: '-1' };
  const [protocol = '', ports = ''] = scope.split('/');
  const [from = '', to = from] = ports.split('-');
  return { cidr: address, protocol: protocol === 'udp' ? '17' : '6', ports: { from: Number(from), to: Number(to) } };
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

/** Whether an allow would let through something that the rule denies, if its number came first. */
export function letsThrough(entry: Entry, rule: Rule): boolean {
  if (entry.action !== 'allow') return false;
  if (!coversSome(entry, rule.cidr)) return false;
  if (entry.protocol === '-1' || rule.protocol === '-1') return true;
  if (entry.protocol !== rule.protocol) return false;
  if (!entry.ports || !rule.ports) return true;
  return entry.ports.from <= rule.ports.to && rule.ports.from <= entry.ports.to;
}

function coversSome(entry: Entry, address: Address): boolean {
  if (entry.cidr === '0.0.0.0/0') return family(address) === 4;
  if (entry.cidr === '::/0') return family(address) === 6;
  return overlaps(entry.cidr, address);
}
