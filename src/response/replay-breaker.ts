import type { Address } from '../address/address.ts';
import type { Alert } from '../alerts/alert.ts';
import { emptyAutomatic } from '../decision/automatic.ts';
import { firesTooWide, reserve } from '../decision/breaker.ts';
import { FRESH_MS } from '../decision/decide.ts';
import { type Policy, policyFor } from '../decision/policy.ts';
import { maySelfBlock } from './breaker.ts';
import type { ReplayedDecision } from './replay-alerts.ts';

/** When the breaker would have switched automatic blocking off, and why. Milliseconds. */
export interface ReplayedTrip {
  at: number;
  why: string;
}

/**
 * The breaker beside a replay. It only tells when it would have gone off: the replay goes on as if a lead had resumed at
 * once, so that one sees what the policy makes of the rest.
 */
export function createReplayBreaker(
  policy: Policy,
): (alert: Alert, decisions: readonly ReplayedDecision[]) => ReplayedTrip[] {
  const limits = policy.breaker;
  const firing = new Map<string, Map<Address, number>>();
  let state = emptyAutomatic();

  function tooWide({ rule, source, attackers, at, receivedAt }: Alert): boolean {
    if (receivedAt - Date.parse(at) > FRESH_MS || !maySelfBlock(policyFor(policy, rule, source))) return false;
    const seen = firing.get(rule) ?? new Map<Address, number>();
    firing.set(rule, seen);
    for (const { address } of attackers) {
      // Anew, so that the map stays in the order of time.
      seen.delete(address);
      seen.set(address, receivedAt);
    }
    for (const [address, moment] of seen) {
      if (moment > receivedAt - limits.window) break;
      seen.delete(address);
    }
    if (seen.size <= limits.addresses) return false;
    seen.clear();
    return true;
  }

  return (alert, decisions) => {
    const trips: ReplayedTrip[] = [];
    if (tooWide(alert)) trips.push({ at: alert.receivedAt, why: firesTooWide(alert.rule, limits) });
    for (const { kind, wouldBlock, address, rule, at } of decisions) {
      if (kind !== 'block' && !wouldBlock) continue;
      const leave = reserve(state, { address, rule, at }, limits);
      if (leave.kind === 'ok') continue;
      trips.push({ at, why: state.trip?.why ?? leave.why });
      const { trip: _trip, ...rest } = state;
      state = { ...rest, recent: [], resumedAt: at };
    }
    return trips;
  };
}
