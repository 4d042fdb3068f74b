import { display } from '../address/address.ts';
import type { Entry } from '../firewall/firewall.ts';
import { plan } from '../firewall/plan.ts';
import { scopeOf } from '../firewall/rule.ts';
import type { Plan, Slot } from '../firewall/slots.ts';
import type { Deps } from './deps.ts';
import { look } from './look-at-target.ts';
import { type Sight, standingSlots } from './plan-target.ts';
import { leaseName } from './reconcile.ts';
import { readTargetData } from './target-data.ts';

/** The last number that a person may give a rule; above it are the rules that no Network ACL is without (AWS, "Network ACL rules"). */
const LAST_NUMBER = 32766;

/** A rule of ours that a target shows. */
export interface OwnRule {
  ruleNumber: number;
  address: string;
  scope: string;
}

export type OwnRules = { kind: 'seen'; rules: OwnRule[]; others: number } | { kind: 'lost' | 'trouble'; why: string };

/** What of a target is ours, as the lease item says and the target shows, and how many inbound rules are not. Changes nothing. */
export async function ownRules(deps: Deps, target: string): Promise<OwnRules> {
  const held = await deps.ledger.leases.peek(leaseName(deps, target));
  const seen = await look(deps, target, readTargetData(held?.data));
  if (seen.kind === 'blind')
    return { kind: seen.error.trouble === 'lost' ? 'lost' : 'trouble', why: seen.error.message };
  const { entries, data } = seen.sight;
  const out = new Set(planNothing(deps, seen.sight).changes.map((change) => change.ruleNumber));
  const rules = data.slots.filter((slot) => out.has(slot.ruleNumber)).map(toOwnRule);
  return { kind: 'seen', rules, others: countOthers(entries, out) };
}

export function toOwnRule({ ruleNumber, rule }: Slot): OwnRule {
  return { ruleNumber, address: display(rule.cidr), scope: scopeOf(rule) };
}

/** The plan for a target in which nothing is wished: each rule of ours goes, and nothing else. */
export function planNothing(deps: Deps, { entries, data }: Pick<Sight, 'entries' | 'data'>): Plan {
  return plan([], entries, standingSlots(deps, data, entries), deps.limits, deps.wall());
}

/** Inbound rules besides these numbers and besides those that nobody can change. */
export function countOthers(entries: readonly Entry[], ours: ReadonlySet<number>): number {
  return entries.filter(({ ruleNumber }) => ruleNumber <= LAST_NUMBER && !ours.has(ruleNumber)).length;
}
