import type { Address } from '../address/address.ts';
import type { Entry, Rule } from './firewall.ts';
import { letsThrough, ruleKey, rulesFor } from './rule.ts';
import type { Limits, Slot, Wish } from './slots.ts';

/** What the numbers are given out on. */
export interface Ground {
  /** Entries that are not ours. */
  others: readonly Entry[];
  owned: ReadonlyMap<number, Slot>;
  /** Slots whose rule was asked for and does not show yet: nobody else is put there. */
  late: readonly Slot[];
  limits: Limits;
}

export interface Placed {
  slots: Array<{ ruleNumber: number; rule: Rule }>;
  /** Who finds no room, and why. */
  waiting: Map<Address, string>;
}

/**
 * Gives out our rule numbers in the order of the wishes. Once one finds no room, nobody behind it gets any: a lower
 * priority never holds a slot while a higher one waits.
 */
export function place(wishes: readonly Wish[], ground: Ground): Placed {
  const waiting = new Map<Address, string>();
  const chosen: Rule[] = [];
  let people = 0;
  let full: string | undefined;
  for (const wish of wishes) {
    const rules = rulesFor(wish.address, wish.scopes);
    const problem = rules.map((rule) => unusable(rule, ground)).find((each) => each !== undefined);
    full ??= problem
      ? undefined
      : shortage(chosen, rules, wish.pinned ? 0 : ground.limits.keptForPeople - people, ground);
    const why = problem ?? full;
    if (why) {
      waiting.set(wish.address, why);
      continue;
    }
    chosen.push(...rules);
    if (wish.pinned) people += rules.length;
  }
  return { slots: keepPlaces(chosen, ground) ?? numberAfresh(chosen, ground), waiting };
}

/** Why a rule can never work in this target, or undefined. */
function unusable(rule: Rule, ground: Ground): string | undefined {
  const lowest = lowestAllow(rule, ground);
  const { first } = ground.limits.numbers;
  return lowest > first
    ? undefined
    : `rule ${lowest} allows it and lies below our first number ${first}: move that rule above our numbers`;
}

/** Why these rules do not fit beside the chosen ones, or undefined. */
function shortage(chosen: readonly Rule[], rules: readonly Rule[], kept: number, ground: Ground): string | undefined {
  const { quota } = ground.limits;
  const reserved = Math.max(0, kept);
  const all = [...chosen, ...rules];
  if (all.length > quota - ground.others.length - reserved) {
    const forPeople = reserved > 0 ? `, ${reserved} kept for people` : '';
    return `no slot free: ${chosen.length} blocks and ${ground.others.length} other rules of at most ${quota}${forPeople}`;
  }
  // Each bound has enough numbers below it for all rules that must lie below it (Hall's condition for nested sets).
  const bounds = all.map((rule) => lowestAllow(rule, ground));
  const enough = bounds.every(
    (bound) => bounds.filter((each) => each <= bound).length + reserved <= usableNumbers(bound, ground).length,
  );
  return enough ? undefined : 'no rule number of ours is free below the lowest allow';
}

/** Who has a number that works stays there; the others take the lowest free. Undefined when somebody would be left out. */
function keepPlaces(rules: readonly Rule[], ground: Ground): Placed['slots'] | undefined {
  const placed = new Map<number, Rule>();
  const current = new Map([...ground.owned.values()].map((slot) => [ruleKey(slot.rule), slot.ruleNumber]));
  const homeless: Rule[] = [];
  for (const rule of rules) {
    const ruleNumber = current.get(ruleKey(rule));
    const works = ruleNumber !== undefined && ruleNumber < lowestAllow(rule, ground) && isInside(ruleNumber, ground);
    if (works && !placed.has(ruleNumber)) placed.set(ruleNumber, rule);
    else homeless.push(rule);
  }
  return fill(homeless, placed, ground);
}

/** All numbers given out anew, the tightest bound first. */
function numberAfresh(rules: readonly Rule[], ground: Ground): Placed['slots'] {
  return fill(rules, new Map(), ground) ?? [];
}

function fill(rules: readonly Rule[], placed: Map<number, Rule>, ground: Ground): Placed['slots'] | undefined {
  for (const rule of [...rules].sort((a, b) => lowestAllow(a, ground) - lowestAllow(b, ground))) {
    const free = usableNumbers(lowestAllow(rule, ground), ground).find((ruleNumber) => !placed.has(ruleNumber));
    if (free === undefined) return undefined;
    placed.set(free, rule);
  }
  return [...placed].map(([ruleNumber, rule]) => ({ ruleNumber, rule })).sort((a, b) => a.ruleNumber - b.ruleNumber);
}

/** Our numbers below a bound that nobody else has. */
function usableNumbers(bound: number, ground: Ground): number[] {
  const taken = new Set([...ground.others, ...ground.late].map((each) => each.ruleNumber));
  const { first, last } = ground.limits.numbers;
  const numbers: number[] = [];
  for (let ruleNumber = first; ruleNumber <= last && ruleNumber < bound; ruleNumber += 1)
    if (!taken.has(ruleNumber)) numbers.push(ruleNumber);
  return numbers;
}

function isInside(ruleNumber: number, ground: Ground): boolean {
  return ruleNumber >= ground.limits.numbers.first && ruleNumber <= ground.limits.numbers.last;
}

/** Entries are matched in rising order, so a deny works only below the first allow that lets its packets through. */
function lowestAllow(rule: Rule, ground: Ground): number {
  const numbers = ground.others.filter((entry) => letsThrough(entry, rule)).map((entry) => entry.ruleNumber);
  return Math.min(Number.POSITIVE_INFINITY, ...numbers);
}
