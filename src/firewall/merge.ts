import { type Address, aggregate, contains, type Joined, joinNeighbours, overlaps, size } from '../address/address.ts';
import type { Entry, Rule } from './firewall.ts';
import type { Carriers } from './place.ts';
import { isEverything, ruleFor, ruleKey } from './rule.ts';
import type { Slot, Wish } from './slots.ts';

/** What stands for a wish and its neighbours, the same for all of them; undefined where the wish has a rule of its own. */
export type Merged = (at: number) => Carriers | undefined;

/** What may be merged: wishes with one scope that neither carry others nor are carried, by their scope. */
export type Mergeable = ReadonlyMap<string, readonly number[]>;

/** Sorts out who may be merged with whom. `isBusy`: carries others, or is carried. */
export function mergeable(wishes: readonly Wish[], isBusy: (at: number) => boolean): Mergeable {
  const groups = new Map<string, number[]>();
  for (let at = 0; at < wishes.length; at += 1) {
    const scopes = wishes[at]?.scopes;
    const [scope] = scopes ?? [];
    if (scope === undefined || scopes?.length !== 1 || isBusy(at)) continue;
    const group = groups.get(scope);
    if (group) group.push(at);
    else groups.set(scope, [at]);
  }
  return groups;
}

/**
 * Blocks that hold exactly the wishes of neighbours, no address more: each frees slots. One that an allow lets through in
 * part stays apart, since its parts do not work at the same numbers.
 */
export function mergeAll(wishes: readonly Wish[], groups: Mergeable, others: readonly Entry[]): Merged {
  const blockOf = new Int32Array(wishes.length).fill(-1);
  const made: Array<Carriers | undefined> = [];
  const isUneven = others.some(({ action, cidr }) => action === 'allow' && !isEverything(cidr));
  for (const [scope, members] of groups) {
    const joined = joinNeighbours(members.map((at) => addressAt(wishes, at)));
    const first = made.length;
    for (let number = 0; number < joined.count; number += 1)
      made.push(isUneven && !isEven(joined.block(number), others) ? undefined : standing(joined, number, scope));
    for (let index = 0; index < members.length; index += 1) {
      const number = joined.blockOf[index] ?? -1;
      if (number >= 0) blockOf[members[index] ?? 0] = first + number;
    }
  }
  return (at) => made[blockOf[at] ?? -1];
}

/** Of a hundred thousand blocks a few dozen are ever placed: the rule is made when it is asked for. */
function standing(joined: Joined, number: number, scope: string): Carriers {
  let rules: Rule[] | undefined;
  return {
    isAlike: true,
    get rules() {
      rules ??= [ruleFor(joined.block(number), scope)];
      return rules;
    },
  };
}

/** Only the blocks that stand in slots of ours already and still hold exactly their wishes: what is merged stays so. */
export function mergeAsBefore(
  wishes: readonly Wish[],
  groups: Mergeable,
  slots: readonly Slot[],
  others: readonly Entry[],
): Merged {
  const merged = new Map<number, Carriers>();
  const blocks = slots.filter(({ rule }) => size(rule.cidr) > 1n);
  const wished = new Set(blocks.length > 0 ? wishes.map((wish) => wish.address) : []);
  for (const { rule } of blocks) {
    if (wished.has(rule.cidr) || !isEven(rule.cidr, others)) continue;
    for (const [scope, group] of groups) {
      if (ruleKey(ruleFor(rule.cidr, scope)) !== ruleKey(rule)) continue;
      const members = group.filter((at) => contains(rule.cidr, addressAt(wishes, at)));
      const whole = aggregate(members.map((at) => addressAt(wishes, at)));
      if (whole.length === 1 && whole[0] === rule.cidr) {
        const carriers = { isAlike: true, rules: [rule] };
        for (const at of members) merged.set(at, carriers);
      }
    }
  }
  return (at) => merged.get(at);
}

/** Whether every allow that touches the block lets all of it through. */
function isEven(block: Address, others: readonly Entry[]): boolean {
  return others.every(
    ({ action, cidr }) => action !== 'allow' || isEverything(cidr) || contains(cidr, block) || !overlaps(cidr, block),
  );
}

function addressAt(wishes: readonly Wish[], at: number): Address {
  return (wishes[at] as Wish).address;
}
