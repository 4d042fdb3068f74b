import { type Address, family, prefixLength, widerBlocks } from '../address/address.ts';
import type { Rule } from './firewall.ts';
import { coversRule, rulesFor } from './rule.ts';
import type { Wish } from './slots.ts';

/** One rule of a wish: its own, or that of a wider block which denies the same and more. */
export interface Carrier {
  rule: Rule;
  /** The place in the list of the wish whose rule it is. */
  of: number;
}

/**
 * Which wishes are carried by wider ones: for each of those, and for each that carries, by its place in the list, what
 * stands for its rules. All others stand by rules of their own. A wish that is left out (`isOut`) carries nobody.
 */
export function absorb(wishes: readonly Wish[], isOut: (wish: Wish) => boolean): Map<number, Carrier[]> {
  const ranges = rangesOf(wishes, isOut);
  const carried = new Map<number, Carrier[]>();
  if (ranges.size === 0) return carried;
  const widest = { 4: 32, 6: 128 };
  for (const address of ranges.keys())
    widest[family(address)] = Math.min(widest[family(address)], prefixLength(address));
  for (const [at, wish] of wishes.entries()) {
    // The widest first: it carries what lies between as well.
    const around = widerBlocks(wish.address, widest[family(wish.address)])
      .reverse()
      .flatMap((wider) => ranges.get(wider) ?? []);
    if (around.length === 0) continue;
    const rules = rulesFor(wish.address, wish.scopes);
    const carriers = rules.map((rule) => around.find((each) => coversRule(each.rule, rule)) ?? { rule, of: at });
    if (carriers.some((each) => each.of !== at)) carried.set(at, carriers);
  }
  const carrying = new Set([...carried.values()].flat().map((carrier) => carrier.of));
  for (const own of ranges.values())
    for (const { of } of own) if (carrying.has(of) && !carried.has(of)) carried.set(of, own);
  return carried;
}

/** The rules of wishes that may hold others: ranges that are wider than the narrowest wish of their family. */
function rangesOf(wishes: readonly Wish[], isOut: (wish: Wish) => boolean): Map<Address, Carrier[]> {
  const ranges = new Map<Address, Carrier[]>();
  const narrowest = { 4: 0, 6: 0 };
  let isMixed = false;
  for (const { address } of wishes) {
    const which = family(address);
    const length = prefixLength(address);
    if (narrowest[which] > 0 && length !== narrowest[which]) isMixed = true;
    narrowest[which] = Math.max(narrowest[which], length);
  }
  // Mostly all are single addresses, however many there are.
  if (!isMixed) return ranges;
  for (const [at, wish] of wishes.entries()) {
    if (prefixLength(wish.address) >= narrowest[family(wish.address)] || isOut(wish)) continue;
    const rules = rulesFor(wish.address, wish.scopes);
    ranges.set(
      wish.address,
      rules.map((rule) => ({ rule, of: at })),
    );
  }
  return ranges;
}
