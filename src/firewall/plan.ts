import { type Address, contains, size } from '../address/address.ts';
import { changesTo } from './changes.ts';
import type { Entry, Rule } from './firewall.ts';
import type { Placed } from './place.ts';
import { placeWhole } from './place-whole.ts';
import { coversRule, isRule, ruleKey, rulesFor } from './rule.ts';
import type { Limits, Plan, Slot, Wish } from './slots.ts';

/** A waiting block takes a slot from an automatic one only if it is this much more dangerous: no churn among equals. */
const SWAP_MARGIN = 0.5;

/**
 * From the wishes, the entries that the target shows, and our slots: the changes that make it so. Foreign entries are
 * never touched. Each rule gets the lowest free number of ours below the lowest allow that would let it through.
 */
export function plan(
  wishes: readonly Wish[],
  entries: readonly Entry[],
  slots: readonly Slot[],
  limits: Limits,
  now: number,
): Plan {
  const shown = new Map(entries.map((entry) => [entry.ruleNumber, entry]));
  const ours = slots.filter((slot) => isOurs(slot, shown.get(slot.ruleNumber)));
  const owned = new Map(ours.map((slot) => [slot.ruleNumber, asSeen(slot, shown.get(slot.ruleNumber))]));
  const others = entries.filter((entry) => !owned.has(entry.ruleNumber));
  const late = [...owned.values()].filter((slot) => !slot.seen && !shown.has(slot.ruleNumber));
  const inOrder = ordered(wishes, owned);
  const placed = placeWhole(inOrder, { others, shown, owned, late, limits });
  const kept = new Set(placed.slots.map((slot) => slot.ruleNumber));
  // Made when asked for: of a million wishes nearly all are refused.
  let refused: ReturnType<typeof refusedIn> | undefined;
  return {
    get waiting() {
      refused ??= refusedIn(inOrder, placed.refusals);
      return refused.waiting;
    },
    get unusable() {
      refused ??= refusedIn(inOrder, placed.refusals);
      return refused.unusable;
    },
    isFull: placed.isFull,
    changes: changesTo(placed.slots, owned, shown, limits.quota - late.length),
    slots: placed.slots.map((slot) => withPast(slot, owned.get(slot.ruleNumber), shown.get(slot.ruleNumber), now)),
    leaving: [...owned.values()]
      .filter((slot) => !kept.has(slot.ruleNumber) && (shown.has(slot.ruleNumber) || !slot.seen))
      .map((slot) => {
        const entry = shown.get(slot.ruleNumber);
        return { ...slot, seen: entry !== undefined, ...alteredMark(slot, entry) };
      }),
    limbo: late.filter((slot) => !kept.has(slot.ruleNumber)),
    foreign: others.filter((entry) => isInside(entry.ruleNumber, limits)),
    drift: driftOf(placed.slots, owned, shown),
  };
}

function refusedIn(wishes: readonly Wish[], refusals: Placed['refusals']): Pick<Plan, 'waiting' | 'unusable'> {
  const refused = { waiting: new Map<Address, string>(), unusable: new Map<Address, string>() };
  for (let at = 0; at < wishes.length; at += 1) {
    const refusal = refusals[at];
    if (refusal) refused[refusal.kind].set((wishes[at] as Wish).address, refusal.why);
  }
  return refused;
}

/** Seen is a number where a rule of ours shows: it stays ours while that rule makes way for another one. */
function withPast(
  wanted: Pick<Slot, 'ruleNumber' | 'rule'>,
  owned: Slot | undefined,
  entry: Entry | undefined,
  now: number,
): Slot {
  if (!owned || (owned.seen && !entry)) return { ...wanted, seen: false, at: now };
  const standing = entry && standingRule(owned, entry);
  const was = standing && ruleKey(standing) !== ruleKey(wanted.rule) ? { was: standing } : {};
  return { ...wanted, seen: entry !== undefined, at: owned.at, ...was, ...alteredMark(owned, entry) };
}

/** Our rule that shows there; undefined where the entry says something else. */
function standingRule({ rule, was }: Slot, entry: Entry): Rule | undefined {
  return [rule, was].find((each) => each && isRule(entry, each));
}

/** It is news once, however long it takes to put it right. */
function alteredMark(owned: Slot, entry: Entry | undefined): Pick<Slot, 'isAltered'> {
  return owned.seen && entry && !standingRule(owned, entry) ? { isAltered: true } : {};
}

/** Ours is what the ledger says is ours, unless another's entry came first to a number where ours was never seen. */
function isOurs({ rule, was, seen }: Slot, entry: Entry | undefined): boolean {
  if (entry === undefined || isRule(entry, rule)) return true;
  return was ? isRule(entry, was) : seen;
}

/** Where the rule before has made way and the one for which it did does not show, that one was never seen. */
function asSeen(slot: Slot, entry: Entry | undefined): Slot {
  const { was, ...rest } = slot;
  return was && !entry ? { ...rest, seen: false } : slot;
}

/**
 * Holders of a slot count a little more, so that a nearly equal newcomer does not push them out. Who only lies in a block
 * whose rule does not deny all that he is to be denied holds none.
 */
function ordered(wishes: readonly Wish[], owned: ReadonlyMap<number, Slot>): readonly Wish[] {
  if (owned.size === 0) return wishes;
  const held = new Set([...owned.values()].map((slot) => slot.rule.cidr));
  const blocks = [...owned.values()].map((slot) => slot.rule).filter((rule) => size(rule.cidr) > 1n);
  const isCarried = ({ address, scopes }: Wish) => {
    const around = blocks.filter((block) => contains(block.cidr, address));
    if (around.length === 0) return false;
    return rulesFor(address, scopes).every((rule) => around.some((block) => coversRule(block, rule)));
  };
  const isHolder = (wish: Wish) => held.has(wish.address) || isCarried(wish);
  const pinned: Wish[] = [];
  const holders: Wish[] = [];
  const others: Wish[] = [];
  for (const wish of wishes) (wish.pinned ? pinned : isHolder(wish) ? holders : others).push(wish);
  // Both lists are in order already: a million others need no sorting.
  const automatic: Wish[] = [];
  let next = 0;
  for (const other of others) {
    for (let holder = holders[next]; holder && holder.score + SWAP_MARGIN >= other.score; holder = holders[next]) {
      automatic.push(holder);
      next += 1;
    }
    automatic.push(other);
  }
  return [...pinned, ...automatic, ...holders.slice(next)];
}

function isInside(ruleNumber: number, limits: Limits): boolean {
  return ruleNumber >= limits.numbers.first && ruleNumber <= limits.numbers.last;
}

/** A rule that is gone and that nobody wishes is no drift: it was on its way out. */
function driftOf(
  wanted: readonly Pick<Slot, 'ruleNumber' | 'rule'>[],
  owned: ReadonlyMap<number, Slot>,
  shown: ReadonlyMap<number, Entry>,
): Plan['drift'] {
  const drift: Plan['drift'] = [];
  for (const slot of owned.values()) {
    const { ruleNumber, rule, seen } = slot;
    const entry = shown.get(ruleNumber);
    const isWanted = wanted.some((each) => each.ruleNumber === ruleNumber && ruleKey(each.rule) === ruleKey(rule));
    if (seen && !entry && isWanted) drift.push({ ruleNumber, rule, what: 'gone' });
    if (alteredMark(slot, entry).isAltered && !slot.isAltered) drift.push({ ruleNumber, rule, what: 'altered' });
  }
  return drift;
}
