import { contains, family, size } from '../address/address.ts';
import { type Candidate, candidate, type Ground, type OwnPlace } from './candidate.ts';
import type { Rule } from './firewall.ts';
import { isEverything, ruleKey, rulesFor } from './rule.ts';
import type { Wish } from './slots.ts';

/** Why a wish has no place: no slot is free now, or none could ever work. */
export interface Refusal {
  kind: 'waiting' | 'unusable';
  why: string;
}

/** The rules that stand for a wish where these are not its own. */
export interface Carriers {
  rules: readonly Rule[];
  /** One rule with the scope of the wish, which finds room where the wish's own would. */
  isAlike: boolean;
}

export interface Placed {
  slots: Array<{ ruleNumber: number; rule: Rule }>;
  /** For each wish, by its place in the list, why it has none. */
  refusals: Array<Refusal | undefined>;
  /** How many wait for a slot. */
  waiting: number;
  /** No automatic block finds a slot, whatever its address and scope. */
  isFull: boolean;
}

/**
 * Gives out our rule numbers in the order of the wishes: each has its place before the next one is looked at, so a lower
 * priority only ever takes what no higher one could use. `carriersOf` tells the rules that stand for a wish where these are
 * not its own; what was chosen for one wish costs the next one nothing.
 */
export function place(
  wishes: readonly Wish[],
  carriersOf: (at: number) => Carriers | undefined,
  ground: Ground,
): Placed {
  const chosen = new Map<string, Candidate>();
  const refusals: Placed['refusals'] = new Array(wishes.length);
  const alike = sameFate(ground);
  const stand = new Set<Carriers>();
  let people = 0;
  let waiting = 0;
  for (let at = 0; at < wishes.length; at += 1) {
    const wish = wishes[at] as Wish;
    const carriers = carriersOf(at);
    if (carriers && stand.has(carriers)) continue;
    const isAlike = carriers?.isAlike !== false;
    const known = isAlike ? alike.get(wish) : undefined;
    const more = known ? [] : missing(carriers?.rules ?? rulesFor(wish.address, wish.scopes), chosen, ground);
    const kept = wish.pinned ? 0 : Math.max(0, ground.limits.keptForPeople - people);
    const refusal = known ?? unusable(more, ground) ?? shortage([...chosen.values()], more, kept, ground);
    if (refusal) {
      refusals[at] = refusal;
      if (refusal.kind === 'waiting') waiting += 1;
      if (isAlike && !known) alike.set(wish, refusal);
      continue;
    }
    for (const each of more) chosen.set(ruleKey(each.rule), each);
    if (carriers) stand.add(carriers);
    if (wish.pinned) people += more.length;
  }
  const kept = Math.max(0, ground.limits.keptForPeople - people);
  const isFull = shortage([...chosen.values()], [loosest(ground)], kept, ground) !== undefined;
  return { slots: giveNumbers([...chosen.values()], ground), refusals, waiting, isFull };
}

/** A rule that needs no lower number than any rule does: of all that may come it finds room most easily. */
function loosest({ others }: Ground): Need {
  const bounds = (['0.0.0.0/0', '::/0'] as const).map((all) => {
    const allows = others.filter((each) => each.action === 'allow' && each.protocol === '-1' && each.cidr === all);
    return Math.min(Number.POSITIVE_INFINITY, ...allows.map((each) => each.ruleNumber));
  });
  return { bound: Math.max(...bounds), own: undefined };
}

function missing(rules: readonly Rule[], chosen: ReadonlyMap<string, Candidate>, ground: Ground): Candidate[] {
  const fresh = new Map<string, Candidate>();
  for (const rule of rules) {
    const key = ruleKey(rule);
    if (!chosen.has(key) && !fresh.has(key)) fresh.set(key, candidate(rule, ground));
  }
  return [...fresh.values()];
}

/**
 * Remembers who was refused: once a wish without a number of its own found no room, none like it will, since room only
 * becomes less. Only where every allow is for all of a family are wishes alike whose addresses differ.
 */
function sameFate(ground: Ground) {
  const isPossible = ground.others.every(({ action, cidr }) => action !== 'allow' || isEverything(cidr));
  const ours = new Set([...ground.owned.values()].map((slot) => slot.rule.cidr));
  const blocks = [...ours].filter((cidr) => size(cidr) > 1n);
  const mayStand = ({ address }: Wish) => ours.has(address) || blocks.some((block) => contains(block, address));
  const fates = [0, 1, 2, 3].map(() => new Map<string, Refusal>());
  const fatesOf = ({ address, pinned }: Wish) => fates[(pinned ? 2 : 0) + (family(address) === 4 ? 0 : 1)];
  const scopeOf = ({ scopes }: Wish) => (scopes.length === 1 ? (scopes[0] ?? '') : scopes.join());
  return {
    get: (wish: Wish) => (isPossible && !mayStand(wish) ? fatesOf(wish)?.get(scopeOf(wish)) : undefined),
    set(wish: Wish, refusal: Refusal) {
      if (isPossible && !mayStand(wish)) fatesOf(wish)?.set(scopeOf(wish), refusal);
    },
  };
}

/** Of a rule, what decides whether there is room for it. */
type Need = Pick<Candidate, 'bound' | 'own'>;

/** Why one of these can never work in this target, or undefined. */
function unusable(candidates: readonly Candidate[], ground: Ground): Refusal | undefined {
  const { first, last } = ground.limits.numbers;
  for (const { bound } of candidates) {
    if (bound <= first)
      return {
        kind: 'unusable',
        why: `rule ${bound} lets it through before our numbers ${first} to ${last} are looked at: move that rule to ${last + 1} or above`,
      };
    const others = new Set(ground.others.map((entry) => entry.ruleNumber));
    const end = Math.min(last, bound - 1);
    const isFull = Array.from({ length: Math.min(end - first + 1, others.size + 1) }, (_, at) => first + at).every(
      (ruleNumber) => others.has(ruleNumber),
    );
    if (isFull)
      return {
        kind: 'unusable',
        why: `other people's rules take all of our numbers from ${first} to ${end}: move one of them to another number`,
      };
  }
  return undefined;
}

/** Why these do not fit beside the chosen ones, or undefined. */
function shortage(chosen: readonly Need[], more: readonly Need[], kept: number, ground: Ground): Refusal | undefined {
  if (more.length === 0) return undefined;
  const { others, late, limits } = ground;
  const forPeople = kept > 0 ? `, ${kept} kept for people` : '';
  const candidates = [...chosen, ...more];
  // Who is late has a number already. What may still appear takes room from what must be made, not from what is there.
  const all = candidates.filter(({ own }) => own?.how !== 'late');
  const mayAppear = candidates.every(({ own }) => own?.how === 'shown') ? 0 : late.length;
  if (all.length + mayAppear + others.length + kept > limits.quota) {
    const ours = all.length + mayAppear - more.filter(({ own }) => own?.how !== 'late').length;
    return {
      kind: 'waiting',
      why: `no slot free: ${ours} rules of ours and ${others.length} others of at most ${limits.quota}${forPeople}`,
    };
  }
  // Each bound has enough numbers below it for all that must lie below it (Hall's condition for nested sets).
  const own = Math.min(...more.map((each) => each.bound));
  const short = [...new Set([own, ...all.map((each) => each.bound)])].find((bound) => {
    const needed = all.filter((each) => each.bound <= bound).length + (bound < own ? 0 : kept);
    return needed > usableNumbers(bound, ground).length;
  });
  if (short === undefined) return undefined;
  const below = short === Number.POSITIVE_INFINITY ? '' : ` below rule ${short}, which allows it`;
  return { kind: 'waiting', why: `no rule number of ours is free${below}${forPeople}` };
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
