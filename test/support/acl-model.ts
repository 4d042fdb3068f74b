import type { Change, Entry, Rule } from '../../src/firewall/firewall.ts';
import type { Limits, Slot, Wish } from '../../src/firewall/slots.ts';
import { address } from './address.ts';

/** What the planner's tests take for granted unless they say otherwise: the numbers of the default, no slots kept. */
export const LIMITS: Limits = { numbers: { first: 1, last: 99 }, quota: 20, keptForPeople: 0 };

/** The rules that no Network ACL is without, and the allows of a VPC's own. */
export const ALLOW_ALL: Entry[] = [
  { ruleNumber: 100, action: 'allow', protocol: '-1', cidr: '0.0.0.0/0' },
  { ruleNumber: 101, action: 'allow', protocol: '-1', cidr: '::/0' },
];
export const STARS: Entry[] = [
  { ruleNumber: 32767, action: 'deny', protocol: '-1', cidr: '0.0.0.0/0' },
  { ruleNumber: 32768, action: 'deny', protocol: '-1', cidr: '::/0' },
];

export function denyAll(cidr: string): Rule {
  return { cidr: address(cidr), protocol: '-1' };
}

export function entryOf(ruleNumber: number, rule: Rule): Entry {
  return { ruleNumber, action: 'deny', ...rule };
}

export function wish(cidr: string, more: Partial<Omit<Wish, 'address'>> = {}): Wish {
  return { address: address(cidr), scopes: ['all'], pinned: false, score: 0, ...more };
}

export function slot(ruleNumber: number, rule: Rule, seen = true): Slot {
  return { ruleNumber, rule, seen, at: 0 };
}

/** What a Network ACL is after a change; throws where EC2 would refuse. */
export function afterChange(entries: readonly Entry[], change: Change): Entry[] {
  const there = entries.some((entry) => entry.ruleNumber === change.ruleNumber);
  if (there !== (change.kind !== 'create')) throw new Error(`EC2 would refuse to ${change.kind} ${change.ruleNumber}`);
  const others = entries.filter((entry) => entry.ruleNumber !== change.ruleNumber);
  const after = change.kind === 'delete' ? others : [...others, entryOf(change.ruleNumber, change.rule)];
  return after.sort((a, b) => a.ruleNumber - b.ruleNumber);
}

/** The Network ACL after each change, the state before all of them first. */
export function statesOf(entries: readonly Entry[], changes: readonly Change[]): Entry[][] {
  const states = [[...entries]];
  for (const change of changes) states.push(afterChange(states.at(-1) ?? [], change));
  return states;
}
