import { type Address, compareAddresses, contains, overlaps, parseAddress, size } from '../../src/address/address.ts';
import type { Entry, Rule } from '../../src/firewall/firewall.ts';
import { coversRule, isEverything, isRule, letsThrough, ruleKey, rulesFor } from '../../src/firewall/rule.ts';
import type { Limits, Slot, Wish } from '../../src/firewall/slots.ts';

interface Room {
  entries: readonly Entry[];
  foreign: readonly Entry[];
  owned: readonly Slot[];
  /** Numbers where a rule may still appear: only that rule may have them. */
  late: readonly Slot[];
  limits: Limits;
}

/**
 * Whether these wishes have room together, found by trying: with a rule for each, with neighbours merged, or with those
 * merged that are so already. It knows nothing of the planner's way.
 */
export function fits(wishes: readonly Wish[], room: Room): boolean {
  const needed = neededRules(wishes, room);
  const isMergedAlready = (block: Address) => room.owned.some((slot) => slot.rule.cidr === block);
  const ways = [needed, merge(needed, wishes, room, () => true), merge(needed, wishes, room, isMergedAlready)];
  return ways.some((rules) => fitTogether(rules, wishes, room));
}

/** The rules of all, without those that another one covers. Undefined for none: one that cannot work. */
function neededRules(wishes: readonly Wish[], room: Room): Rule[] {
  const all = wishes.flatMap((wish) => rulesFor(wish.address, wish.scopes));
  return all.filter((rule) => !all.some((other) => other !== rule && coversRule(other, rule) && canWork(other, room)));
}

/** Joins pairs again and again: two halves with the same scope, both of wishes with one rule that stand for themselves. */
function merge(
  rules: readonly Rule[],
  wishes: readonly Wish[],
  room: Room,
  mayBe: (block: Address) => boolean,
): Rule[] {
  const single = new Set(wishes.filter((wish) => wish.scopes.length === 1).map((wish) => wish.address));
  const carries = (rule: Rule) =>
    wishes.some((wish) => size(wish.address) < size(rule.cidr) && contains(rule.cidr, wish.address));
  let merged = [...rules];
  for (;;) {
    const pair = merged
      .flatMap((one) => merged.map((other) => ({ one, other, block: wholeOf(one, other) })))
      .find(
        ({ one, other, block }) =>
          block &&
          [one, other].every((each) => single.has(each.cidr) && !carries(each)) &&
          mayBe(block) &&
          room.foreign.every(
            ({ action, cidr }) =>
              action !== 'allow' || isEverything(cidr) || contains(cidr, block) || !overlaps(cidr, block),
          ),
      );
    if (!pair?.block) return merged;
    merged = [...merged.filter((rule) => rule !== pair.one && rule !== pair.other), { ...pair.one, cidr: pair.block }];
  }
}

/** The block whose two halves these are, or undefined. */
function wholeOf(one: Rule, other: Rule): Address | undefined {
  if (ruleKey({ ...one, cidr: other.cidr }) !== ruleKey(other) || compareAddresses(one.cidr, other.cidr) >= 0)
    return undefined;
  const [start, length] = one.cidr.split('/');
  const parsed = parseAddress(`${start}/${Number(length) - 1}`);
  if (!parsed.ok || !contains(parsed.address, one.cidr) || !contains(parsed.address, other.cidr)) return undefined;
  return size(one.cidr) === size(other.cidr) && one.cidr !== other.cidr ? parsed.address : undefined;
}

function canWork(rule: Rule, room: Room): boolean {
  return freeNumbers({ ...room, late: [] }).some((ruleNumber) => works(rule, ruleNumber, room));
}

/**
 * Everybody is given a number, and who is in the way moves on (augmenting paths). A slot kept for people must be of use
 * wherever an automatic block took one. A rule that may still appear takes room from a rule that must be made, not from
 * those that are there.
 */
function fitTogether(rules: readonly Rule[], wishes: readonly Wish[], room: Room): boolean {
  const people = wishes.filter((wish) => wish.pinned);
  const isPeoples = (rule: Rule) =>
    people.some((wish) => rulesFor(wish.address, wish.scopes).some((each) => coversRule(rule, each)));
  const automatic = rules.filter((rule) => !isPeoples(rule));
  const isAutomatic = wishes.some((wish) => !wish.pinned) && automatic.length > 0;
  const kept = isAutomatic ? Math.max(0, room.limits.keptForPeople - (rules.length - automatic.length)) : 0;
  const isMade = (rule: Rule) => ownNumbers(rule, room).some((slot) => isShown(rule, slot, room));
  const mayAppear = rules.every(isMade)
    ? []
    : room.late.filter((slot) => !rules.some((rule) => staysLate(rule, slot, room)));
  if (rules.length + kept + mayAppear.length + room.foreign.length > room.limits.quota) return false;
  const anybodys = freeNumbers(room).filter((ruleNumber) => automatic.every((rule) => works(rule, ruleNumber, room)));
  const choices = rules.map((rule) => numbersFor(rule, room));
  return canAllHave([...choices, ...Array.from({ length: kept }, () => anybodys)]);
}

/** Whether these rules have room together while some of them keep their numbers. */
export function fitAround(rules: readonly Rule[], keep: readonly Slot[], room: Room): boolean {
  const choices = rules.map((rule) => {
    const kept = keep.find((slot) => ruleKey(slot.rule) === ruleKey(rule));
    return kept ? [kept.ruleNumber] : numbersFor(rule, room);
  });
  return canAllHave(choices);
}

function canAllHave(choices: readonly number[][]): boolean {
  const holder = new Map<number, number>();
  const seat = (who: number, tried: Set<number>): boolean =>
    (choices[who] ?? []).some((ruleNumber) => {
      if (tried.has(ruleNumber)) return false;
      tried.add(ruleNumber);
      const other = holder.get(ruleNumber);
      if (other !== undefined && !seat(other, tried)) return false;
      holder.set(ruleNumber, who);
      return true;
    });
  return choices.every((_, who) => seat(who, new Set()));
}

/** The numbers where a rule may be put, and works. */
export function numbersFor(rule: Rule, room: Room): number[] {
  const own = room.late.find((slot) => staysLate(rule, slot, room));
  return own ? [own.ruleNumber] : freeNumbers(room).filter((ruleNumber) => works(rule, ruleNumber, room));
}

function freeNumbers(room: Room): number[] {
  const taken = new Set([...room.foreign, ...room.late].map((each) => each.ruleNumber));
  const { first, last } = room.limits.numbers;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index).filter((number) => !taken.has(number));
}

/** A rule stays where it may still appear, unless that number works no longer or the rule shows at another that works. */
function staysLate(rule: Rule, slot: Slot, room: Room): boolean {
  const own = ownNumbers(rule, room);
  if (own.some((each) => isShown(rule, each, room))) return false;
  return own.find((each) => room.late.includes(each)) === slot;
}

/** Our numbers where this rule was put, and would work. */
function ownNumbers(rule: Rule, room: Room): Slot[] {
  return room.owned.filter(
    (slot) =>
      ruleKey(slot.rule) === ruleKey(rule) &&
      isInside(slot.ruleNumber, room.limits) &&
      works(rule, slot.ruleNumber, room),
  );
}

function isShown(rule: Rule, slot: Slot, room: Room): boolean {
  return room.entries.some((entry) => entry.ruleNumber === slot.ruleNumber && isRule(entry, rule));
}

function isInside(ruleNumber: number, limits: Limits): boolean {
  return limits.numbers.first <= ruleNumber && ruleNumber <= limits.numbers.last;
}

function works(rule: Rule, ruleNumber: number, room: Room): boolean {
  return !room.foreign.some((entry) => letsThrough(entry, rule) && entry.ruleNumber < ruleNumber);
}
