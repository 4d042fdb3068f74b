import type { Alert, Attacker } from '../alerts/alert.ts';
import { FRESH_MS } from '../decision/decide.ts';
import { policyFor } from '../decision/policy.ts';
import type { SeenEvent } from '../decision/seen-event.ts';
import type { AddressRecord } from '../ledger/record.ts';
import type { Deps } from './deps.ts';
import type { AttackerAlert } from './group-attackers.ts';

/** How many alerts a record remembers by their identity. */
const REMEMBERED = 300;

/**
 * Puts an alert among the events of its attacker. False when it is known, or so old that it may have been forgotten: then
 * it counts as known.
 */
export function remember(
  draft: AddressRecord,
  { stored, attacker }: AttackerAlert,
  deps: Pick<Deps, 'clock' | 'policy'>,
): boolean {
  const { alert } = stored;
  const at = Math.min(Date.parse(alert.at), deps.clock.now());
  if (draft.events.some((event) => event.id === alert.identity)) return false;
  if (mayBeForgotten(draft.events, alert.rule, at)) return false;
  const host = alert.hosts[0];
  const { eventsPerAlert, kind } = policyFor(deps.policy, alert.rule, alert.source);
  const weight = provenWeight(alert, attacker) ?? eventsPerAlert;
  draft.events.push({
    id: alert.identity,
    rule: alert.rule,
    at,
    weight,
    counting: alert.counting,
    ...(host ? { host } : {}),
    ...(deps.clock.now() - at > FRESH_MS ? { late: true as const } : {}),
    ...(kind === 'login' ? { login: true as const } : {}),
    ...(alert.keyed === false ? { unkeyed: true as const } : {}),
  });
  draft.events.sort((a, b) => a.at - b.at);
  if (draft.events.length > REMEMBERED) forgetOne(draft.events);
  return true;
}

/** The oldest of the rule that has the most goes: noise under one rule washes out nothing that another one counts. */
function forgetOne(events: SeenEvent[]): void {
  const rules = [...Map.groupBy(events, (event) => event.rule).values()];
  const [oldest] = rules.reduce((most, each) => (each.length > most.length ? each : most));
  if (oldest) events.splice(events.indexOf(oldest), 1);
}

/** Whether it is older than all that is remembered of its rule, of which something was forgotten. */
function mayBeForgotten(events: readonly SeenEvent[], rule: string, at: number): boolean {
  const own = events.filter((event) => event.rule === rule);
  // Only a rule with at least its share ever lost an event.
  const share = REMEMBERED / new Set(events.map((event) => event.rule)).size;
  const [oldest] = own;
  return events.length >= REMEMBERED && own.length + 1 >= share && oldest !== undefined && at < oldest.at;
}

/**
 * What the alert proves of this attacker. A spike or a metric whose query_key is not told may have counted everybody, and
 * its address be only that of the last event: it weighs no more than one alert.
 */
function provenWeight(alert: Alert, attacker: Attacker): number | undefined {
  return alert.counting === 'max' && alert.keyed !== true ? undefined : attacker.weighs;
}
