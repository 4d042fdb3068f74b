import { absorb, type Carrier } from './absorb.ts';
import { candidate, type Ground } from './candidate.ts';
import { type Merged, mergeAll, mergeAsBefore, mergeable } from './merge.ts';
import { type Carriers, type Placed, place } from './place.ts';
import { ruleKey, rulesFor } from './rule.ts';
import type { Wish } from './slots.ts';

/**
 * Places the wishes with as few rules as needed: wider blocks carry the narrower ones in them, and where somebody would
 * wait otherwise neighbours are merged. A wider block that finds no place itself carries nobody.
 */
export function placeWhole(wishes: readonly Wish[], ground: Ground): Placed {
  const out = new Set<Wish>();
  for (;;) {
    const carried = absorb(wishes, (wish) => out.has(wish) || !mayWork(wish, ground));
    const placed = placeMerged(wishes, carried, ground);
    const idle = uselessCarriers(wishes, carried, placed);
    if (idle.length === 0) return placed;
    for (const wish of idle) out.add(wish);
  }
}

/** Merges neighbours only where it lets somebody in: who has a rule of his own keeps it, and what is merged stays so. */
function placeMerged(wishes: readonly Wish[], carried: ReadonlyMap<number, Carrier[]>, ground: Ground): Placed {
  const groups = mergeable(wishes, (at) => carried.has(at));
  const before = mergeAsBefore(wishes, groups, [...ground.owned.values()], ground.others);
  const placed = place(wishes, carriersBy(carried, before), ground);
  if (placed.waiting === 0) return placed;
  const closer = place(wishes, carriersBy(carried, mergeAll(wishes, groups, ground.others)), ground);
  return isBetter(closer, placed) ? closer : placed;
}

/** Whether the most dangerous of those whom they treat differently is let in by the one. */
function isBetter(one: Placed, other: Placed): boolean {
  const at = one.refusals.findIndex(
    (refusal, index) => (refusal === undefined) !== (other.refusals[index] === undefined),
  );
  return at >= 0 && one.refusals[at] === undefined;
}

function carriersBy(carried: ReadonlyMap<number, Carrier[]>, merged: Merged) {
  return (at: number): Carriers | undefined => {
    const carriers = carried.get(at);
    return carriers ? { isAlike: false, rules: carriers.map((carrier) => carrier.rule) } : merged(at);
  };
}

/**
 * Wider blocks without a place: they must not carry anybody. Their rule would deny what waits, or would keep from its own
 * place a narrower one that has looser bounds.
 */
function uselessCarriers(
  wishes: readonly Wish[],
  carried: ReadonlyMap<number, Carrier[]>,
  { slots, refusals }: Placed,
): Wish[] {
  const made = new Set(slots.map((slot) => ruleKey(slot.rule)));
  const useless = new Set<Wish>();
  for (const [at, carriers] of carried)
    for (const { of, rule } of carriers)
      if (of !== at && refusals[of] && (refusals[at] || made.has(ruleKey(rule)))) useless.add(wishes[of] as Wish);
  return [...useless];
}

function mayWork({ address, scopes }: Wish, ground: Ground): boolean {
  return rulesFor(address, scopes).every((rule) => candidate(rule, ground).bound > ground.limits.numbers.first);
}
