import type { Entry, Rule } from './firewall.ts';
import { isRule, letsThrough, ruleKey } from './rule.ts';
import type { Limits, Slot } from './slots.ts';

/** What the numbers are given out on. */
export interface Ground {
  /** Entries that are not ours. */
  others: readonly Entry[];
  /** What the target shows at each number. */
  shown: ReadonlyMap<number, Entry>;
  owned: ReadonlyMap<number, Slot>;
  /** Slots whose rule was asked for and does not show yet: nobody else is put there. */
  late: readonly Slot[];
  limits: Limits;
}

/** A rule that wants a number. */
export interface Candidate {
  rule: Rule;
  /** Its number must be lower than this one to work. */
  bound: number;
  own: OwnPlace | undefined;
}

/** A number of ours for a rule: where it shows, where it was asked for and may still appear, or where it was lost. */
export interface OwnPlace {
  ruleNumber: number;
  how: 'shown' | 'late' | 'lost';
}

/** Looks up where a rule may stand and where it stands. */
export function candidate(rule: Rule, ground: Ground): Candidate {
  const bound = lowestAllow(rule, ground);
  return { rule, bound, own: ownPlace(rule, bound, ground) };
}

/** Entries are matched in rising order, so a deny works only below the first allow that lets its packets through. */
function lowestAllow(rule: Rule, ground: Ground): number {
  const numbers = ground.others.filter((entry) => letsThrough(entry, rule)).map((entry) => entry.ruleNumber);
  return Math.min(Number.POSITIVE_INFINITY, ...numbers);
}

/** The best of the numbers that are a rule's own and work. */
function ownPlace(rule: Rule, bound: number, { owned, limits: { numbers }, ...ground }: Ground): OwnPlace | undefined {
  const key = ruleKey(rule);
  const places = [...owned.values()]
    .filter((slot) => slot.ruleNumber >= numbers.first && slot.ruleNumber <= numbers.last && slot.ruleNumber < bound)
    .filter((slot) => ruleKey(slot.rule) === key)
    .map(({ ruleNumber }) => ({ ruleNumber, how: howOwn(ruleNumber, rule, ground) }));
  const first = (how: OwnPlace['how']) => places.find((each) => each.how === how);
  return first('shown') ?? first('late') ?? first('lost');
}

function howOwn(ruleNumber: number, rule: Rule, { shown, late }: Pick<Ground, 'shown' | 'late'>): OwnPlace['how'] {
  const entry = shown.get(ruleNumber);
  if (entry && isRule(entry, rule)) return 'shown';
  return late.some((slot) => slot.ruleNumber === ruleNumber) ? 'late' : 'lost';
}
