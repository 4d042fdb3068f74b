import { type Address, compareAddresses, family, prefixLength } from '../address/address.ts';
import type { Severity } from '../alerts/alert.ts';
import type { FoldedCard, FoldedState } from '../ledger/folded.ts';
import { worseOf } from './mention.ts';

/** How many addresses and rules a digest names; and how many its button blocks. */
const TOP = 10;
const RULES = 5;
/** An attacker may invent names of rules: more are counted, and not named. */
const NAMED_RULES = 1000;

/** One attacker of a storm, all its folded cards together. */
export interface StormAttacker {
  address: Address;
  /** Of the card with the most events. */
  episode: string;
  rule: string;
  state: FoldedState;
  isAutomatic: boolean;
  events: number;
}

/** What a storm's digest of one source tells. */
export interface StormCounts {
  addresses: number;
  cards: number;
  alerts: number;
  events: number;
  states: Partial<Record<FoldedState, number>>;
  /** The worst severity of those that somebody may have to look after; undefined where nobody must. */
  severity: Severity | undefined;
  /** Of all whose block lives, in whatever state. */
  automatic: number;
  top: StormAttacker[];
  /** The worst of those that a person is wanted for: whom the button blocks. */
  topAsking: StormAttacker[];
  rules: Array<{ rule: string; addresses: number }>;
  moreRules: number;
}

/** Adds the folded cards of one source up, one after the other; then tells what there was. */
export interface StormTally {
  add(card: FoldedCard): void;
  result(): StormCounts;
}

/** A tally of nothing. */
export function stormTally(): StormTally {
  const attackers = new Map<Address, StormAttacker>();
  const rules = new Map<string, number>();
  let [cards, alerts, events, moreRules] = [0, 0, 0, 0];
  let severity: Severity | undefined;
  return {
    add(card) {
      cards += 1;
      alerts += card.alerts;
      events += card.events;
      if (!SETTLED.has(card.state)) severity = worseOf(severity, card.severity);
      if (rules.has(card.rule) || rules.size < NAMED_RULES) rules.set(card.rule, (rules.get(card.rule) ?? 0) + 1);
      else moreRules += 1;
      const known = attackers.get(card.address);
      if (!known) attackers.set(card.address, attackerOf(card));
      else known.events += card.events;
      // Of several questions about one address, one that is open is what a person must know.
      if (known && card.state === 'ask' && known.state !== 'ask')
        Object.assign(known, { ...attackerOf(card), events: known.events });
    },
    result() {
      const states: StormCounts['states'] = {};
      let automatic = 0;
      for (const { state, isAutomatic } of attackers.values()) {
        states[state] = (states[state] ?? 0) + 1;
        if (isAutomatic) automatic += 1;
      }
      const byCount = [...rules].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      return {
        ...{ addresses: attackers.size, cards, alerts, events, states, severity, automatic },
        top: worst(attackers.values(), () => true),
        topAsking: worst(attackers.values(), mayBeBlockedAtOnce),
        rules: byCount.slice(0, RULES).map(([rule, addresses]) => ({ rule, addresses })),
        moreRules: Math.max(0, byCount.length - RULES) + moreRules,
      };
    },
  };
}

/** What nobody must look at. */
const SETTLED: ReadonlySet<FoldedState> = new Set(['guarded', 'ignored', 'ended']);

function attackerOf({ address, episode, rule, state, isAutomatic, events }: FoldedCard): StormAttacker {
  return { address, episode, rule, state, isAutomatic, events };
}

/** A range of others that did nothing is blocked by a look at its own question, never among ten others. */
function mayBeBlockedAtOnce({ address, state }: StormAttacker): boolean {
  return state === 'ask' && (family(address) === 6 || prefixLength(address) === 32);
}

function worst(attackers: Iterable<StormAttacker>, fits: (attacker: StormAttacker) => boolean): StormAttacker[] {
  const found: StormAttacker[] = [];
  for (const attacker of attackers) {
    const last = found.at(-1);
    if (!fits(attacker) || (found.length === TOP && last && isWorse(last, attacker))) continue;
    found.push(attacker);
    found.sort((a, b) => (isWorse(a, b) ? -1 : 1));
    found.splice(TOP);
  }
  return found;
}

function isWorse(a: StormAttacker, b: StormAttacker): boolean {
  return a.events !== b.events ? a.events > b.events : compareAddresses(a.address, b.address) < 0;
}
