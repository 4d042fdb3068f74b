import type { Entry, Rule } from './firewall.ts';
import { isEverything, letsThrough } from './rule.ts';

/** The rule of ours that another's entry could be, or why AISM could never have made it. */
export function adoptable(
  entry: Entry,
  entries: readonly Entry[],
): { ok: true; rule: Rule } | { ok: false; why: string } {
  const { action, cidr, protocol, ports, ruleNumber } = entry;
  const refuse = (why: string) => ({ ok: false as const, why });
  if (action === 'allow') return refuse('it allows, and AISM only denies');
  if (isEverything(cidr)) return refuse('it denies everybody');
  if (protocol !== '-1' && protocol !== '6' && protocol !== '17')
    return refuse('AISM denies all traffic, or ports of TCP or UDP, and this is another protocol');
  if (protocol !== '-1' && (!ports || ports.from < 1))
    return refuse('of TCP and UDP AISM denies ports from 1 to 65535, and this has others');
  const rule: Rule = protocol === '-1' || !ports ? { cidr, protocol } : { cidr, protocol, ports };
  const before = entries.find((each) => each.ruleNumber < ruleNumber && letsThrough(each, rule));
  if (before) return refuse(`rule ${before.ruleNumber} lets it through before this one is looked at`);
  return { ok: true, rule };
}
