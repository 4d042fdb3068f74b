import { display, family, prefixLength } from '../address/address.ts';
import { type Guard, guardedBecause, tooWide } from '../decision/guard.ts';
import { adoptable } from '../firewall/adoptable.ts';
import type { Entry, Rule } from '../firewall/firewall.ts';
import { isEverything } from '../firewall/rule.ts';
import type { Deps } from './deps.ts';
import { look } from './look-at-target.ts';
import { planNothing } from './own-rules.ts';
import type { Sight } from './plan-target.ts';
import { sayProtocol } from './preview-target.ts';
import { leaseName } from './reconcile.ts';
import { readTargetData } from './target-data.ts';

/** Another's entry inside our numbers. */
export interface ForeignRule {
  ruleNumber: number;
  address: string;
  scope: string;
}

export interface ForeignRules {
  /** Those that AISM could have made, each with the rule of ours that it is. */
  adoptable: Array<ForeignRule & { rule: Rule }>;
  /** The others, each with the reason. */
  refused: Array<ForeignRule & { why: string }>;
}

/** Which entries inside our numbers are not ours, and which of them can be. Changes nothing. */
export async function foreignRules(
  deps: Deps,
  target: string,
): Promise<({ kind: 'seen' } & ForeignRules) | { kind: 'trouble'; why: string }> {
  const held = await deps.ledger.leases.peek(leaseName(deps, target));
  const seen = await look(deps, target, readTargetData(held?.data));
  if (seen.kind === 'blind') return { kind: 'trouble', why: seen.error.message };
  return { kind: 'seen', ...sortForeign(deps, seen.sight) };
}

/** The same, from what was seen. */
export function sortForeign(deps: Deps, sight: Sight): ForeignRules {
  const sorted: ForeignRules = { adoptable: [], refused: [] };
  for (const entry of planNothing(deps, sight).foreign) {
    const { ruleNumber, cidr, protocol, ports } = entry;
    const address = isEverything(cidr) ? cidr : display(cidr);
    const listed = { ruleNumber, address, scope: sayProtocol(protocol, ports) };
    const found = asOurs(entry, sight);
    if (found.ok) sorted.adoptable.push({ ...listed, rule: found.rule });
    else sorted.refused.push({ ...listed, why: found.why });
  }
  return sorted;
}

function asOurs(entry: Entry, { entries, guard }: { entries: readonly Entry[]; guard: Guard }) {
  const found = adoptable(entry, entries);
  if (!found.ok) return found;
  const { cidr } = found.rule;
  const why = tooWide(family(cidr), prefixLength(cidr)) ?? guardedBecause(guard, cidr);
  return why === undefined ? found : { ok: false as const, why };
}
