import type { Address } from '../address/address.ts';
import { type Candidate, candidate, type Ground, type OwnPlace } from './candidate.ts';
import type { Rule } from './firewall.ts';
import { rulesFor } from './rule.ts';
import type { Wish } from './slots.ts';

export interface Placed {
  slots: Array<{ ruleNumber: number; rule: Rule }>;
  /** Who finds no room, and why. */
  waiting: Map<Address, string>;
}

/**
 * Gives out our rule numbers in the order of the wishes: each has its place before the next one is looked at, so a lower
 * priority only ever takes what no higher one could use.
 */
export function place(wishes: readonly Wish[], ground: Ground): Placed {
  const waiting = new Map<Address, string>();
  const chosen: Candidate[] = [];
  let people = 0;
  for (const wish of wishes) {
    const more = rulesFor(wish.address, wish.scopes).map((rule) => candidate(rule, ground));
    const kept = wish.pinned ? 0 : Math.max(0, ground.limits.keptForPeople - people);
    const why = unusable(more, ground) ?? shortage(chosen, more, kept, ground);
    if (why) {
      waiting.set(wish.address, why);
      continue;
    }
    chosen.push(...more);
    if (wish.pinned) people += more.length;
  }
  return { slots: giveNumbers(chosen, ground), waiting };
}

/** Why one of these can never work in this target, or undefined. */
function unusable(candidates: readonly Candidate[], ground: Ground): string | undefined {
  const { first } = ground.limits.numbers;
  const bound = Math.min(...candidates.map((each) => each.bound));
  return bound > first
    ? undefined
    : `rule ${bound} allows it and lies below our first number ${first}: move that rule above our numbers`;
}

/** Why these do not fit beside the chosen ones, or undefined. */
function shortage(
  chosen: readonly Candidate[],
  more: readonly Candidate[],
  kept: number,
  ground: Ground,
): string | undefined {
  const { others, late, limits } = ground;
  const forPeople = kept > 0 ? `, ${kept} kept for people` : '';
  const candidates = [...chosen, ...more];
  // Who is late has a number already. What may still appear takes room from what must be made, not from what is there.
  const all = candidates.filter(({ own }) => own?.how !== 'late');
  const mayAppear = candidates.every(({ own }) => own?.how === 'shown') ? 0 : late.length;
  if (all.length + mayAppear + others.length + kept > limits.quota) {
    const ours = all.length + mayAppear - more.filter(({ own }) => own?.how !== 'late').length;
    return `no slot free: ${ours} rules of ours and ${others.length} others of at most ${limits.quota}${forPeople}`;
  }
  // Each bound has enough numbers below it for all that must lie below it (Hall's condition for nested sets).
  const own = Math.min(...more.map((each) => each.bound));
  const short = [...new Set([own, ...all.map((each) => each.bound)])].find((bound) => {
    const needed = all.filter((each) => each.bound <= bound).length + (bound < own ? 0 : kept);
    return needed > usableNumbers(bound, ground).length;
  });
  if (short === undefined) return undefined;
  const below = short === Number.POSITIVE_INFINITY ? '' : ` below rule ${short}, which allows it`;
  return `no rule number of ours is free${below}${forPeople}`;
}

/**
 * Numbers for all chosen rules. Who has one that works stays there and the others take the lowest free, as long as nobody
 * is left out; else numbers are given out anew, to all but those that may appear where they were asked for.
 */
function giveNumbers(chosen: readonly Candidate[], ground: Ground): Placed['slots'] {
  return (
    fill(chosen, ground, ['shown', 'late', 'lost']) ??
    fill(chosen, ground, ['shown', 'late']) ??
    fill(chosen, ground, ['late']) ??
    []
  );
}

/** Those with such a place stay; each other takes the lowest free number below its bound, the tightest bound first. */
function fill(
  chosen: readonly Candidate[],
  ground: Ground,
  staying: readonly OwnPlace['how'][],
): Placed['slots'] | undefined {
  const placed = new Map<number, Rule>();
  const homeless: Candidate[] = [];
  for (const each of chosen) {
    if (each.own && staying.includes(each.own.how)) placed.set(each.own.ruleNumber, each.rule);
    else homeless.push(each);
  }
  for (const { rule, bound } of homeless.sort((a, b) => a.bound - b.bound)) {
    const free = usableNumbers(bound, ground).find((ruleNumber) => !placed.has(ruleNumber));
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
