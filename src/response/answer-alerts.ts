import { display } from '../address/address.ts';
import type { Alert, Attacker } from '../alerts/alert.ts';
import { countEvents, dangerScore } from '../decision/count.ts';
import { type Decision, decide } from '../decision/decide.ts';
import { type Guard, guardDoubt, guardedBecause } from '../decision/guard.ts';
import { policyFor, type RulePolicy } from '../decision/policy.ts';
import type { SeenEvent } from '../decision/seen-event.ts';
import { addClaim, blockState, liveBlock, wishedScopes } from '../ledger/block.ts';
import { openEpisode, startEpisode, touchCards } from '../ledger/episode.ts';
import { noteAction } from '../ledger/note-action.ts';
import { type Placing, spreadBlock } from '../ledger/placing.ts';
import type { AddressRecord, Episode } from '../ledger/record.ts';
import type { Deps } from './deps.ts';
import type { AttackerAlert } from './group-attackers.ts';
import { newEpisode, tellEpisode } from './tell-episode.ts';

/** How many alerts a record remembers by their identity. */
const REMEMBERED = 300;
/** A card that only counts on is edited no more often than this. Milliseconds. */
const COUNTER_MS = 45_000;

type Parts = Pick<Deps, 'clock' | 'policy' | 'mode' | 'channel'>;

/** What was looked up before. */
export interface Around {
  guard: Guard;
  /** Live blocks of ranges that hold the address. */
  around: readonly AddressRecord[];
  place: Placing;
}

/** Puts what the alerts say of one attacker into its record, and decides: all in one change with its actions. */
export function answerAlerts(draft: AddressRecord, alerts: readonly AttackerAlert[], found: Around, deps: Parts): void {
  const fresh = alerts.filter((each) => remember(draft, each, deps));
  const byRule = Map.groupBy(fresh, (each) => each.stored.alert.rule);
  for (const [rule, group] of byRule) answerGroup(draft, rule, group, found, deps);
}

/** False when this alert is known, or so old that it may have been forgotten: then it counts as known. */
function remember(draft: AddressRecord, { stored, attacker }: AttackerAlert, deps: Parts): boolean {
  const { alert } = stored;
  const at = Math.min(Date.parse(alert.at), deps.clock.now());
  if (draft.events.some((event) => event.id === alert.identity)) return false;
  if (mayBeForgotten(draft.events, alert.rule, at)) return false;
  const host = alert.hosts[0];
  const weight = provenWeight(stored.alert, attacker) ?? policyFor(deps.policy, alert.rule).eventsPerAlert;
  draft.events.push({
    id: alert.identity,
    rule: alert.rule,
    at,
    weight,
    counting: alert.counting,
    ...(host ? { host } : {}),
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

function answerGroup(
  draft: AddressRecord,
  rule: string,
  group: readonly AttackerAlert[],
  found: Around,
  deps: Parts,
): void {
  const now = deps.clock.now();
  const policy = policyFor(deps.policy, rule);
  const episode = openEpisode(draft, rule, now);
  const count = countEvents(draft.events, rule, policy.window, newestOf(group, now));
  const decision = decideGroup(draft, rule, group, { found, policy, deps, count });
  const severity =
    group.map((each) => each.stored.alert.severity).find((each) => each !== undefined) ?? policy.severity;
  draft.score = dangerScore({ severity, count, repeats: draft.pastBlocks.length, lastSeen: now });
  noteAction(draft, {
    at: now,
    kind: 'alert',
    actor: `rule:${rule}`,
    before: '',
    after: decision.kind,
    why: `${group.length} new ${group.length === 1 ? 'alert' : 'alerts'}: ${decision.sentence}`,
  });
  if (decision.kind === 'block') {
    const told = tell(draft, episode ?? newEpisode(draft, rule, severity, deps), group, decision, now);
    told.status = 'blocked';
    told.severity = severity;
    const until = now + decision.forMs;
    addClaim(
      draft,
      { by: `rule:${rule}`, scopes: policy.scope, until, why: decision.sentence },
      { now, ...found.place, severity },
    );
    touchCards(draft, now, (each) => each.id === told.id);
    shout(told, decision.sentence);
    return;
  }
  if (decision.kind === 'ignore' && !episode && !liveBlock(draft)) return;
  spreadBlock(draft, { ...found.place, now, why: `it attacks there as well: ${decision.seen}` });
  const told = tell(draft, episode ?? newEpisode(draft, rule, severity, deps), group, decision, now);
  updateStatus(draft, told, decision, now);
}

/** An open card counts on; it asks anew only when what it said before is over. */
function updateStatus(draft: AddressRecord, told: Episode, decision: Decision, now: number): void {
  const isNew = told.shown === 0 && told.revision === 0;
  if (liveBlock(draft)) told.status = 'blocked';
  else if (decision.kind === 'ask' && told.status !== 'ask') {
    told.status = 'ask';
    delete told.answer;
    told.revision += 1;
    told.sayAt = now;
    shout(told, decision.sentence);
    return;
  }
  // An edit that already waits takes this one along; a later moment for each alert would put it off for ever.
  if (isNew) told.sayAt = now;
  else if (told.revision === told.shown) told.sayAt = now + COUNTER_MS;
  told.revision += 1;
}

/** An edit wakes nobody, so what must be seen on a card that already stands is also said below it, to the channel. */
function shout(told: Episode, sentence: string): void {
  if (told.ts !== undefined) told.shout = { sentence, isTried: false };
}

function tell(
  draft: AddressRecord,
  episode: Episode,
  group: readonly AttackerAlert[],
  decision: Decision,
  now: number,
): Episode {
  if (!draft.episodes.includes(episode)) startEpisode(draft, episode);
  tellEpisode(episode, group, decision, now);
  return episode;
}

function decideGroup(
  draft: AddressRecord,
  rule: string,
  group: readonly AttackerAlert[],
  with_: { found: Around; policy: RulePolicy; deps: Parts; count: number },
): Decision {
  const { found, policy, deps, count } = with_;
  const now = deps.clock.now();
  const live = liveBlock(draft);
  const recent = draft.events.filter((event) => event.rule === rule && event.at > now - policy.window);
  const snooze = draft.snoozes.find((each) => each.rule === rule && each.until > now);
  return decide({
    rule,
    policy,
    mode: deps.mode,
    count,
    hosts: new Set(recent.map((event) => event.host).filter(Boolean)).size,
    // By now, not by receipt: an alert that waited in the inbox through an outage is no fresher for it.
    ageMs: Math.min(...group.map((each) => now - Date.parse(each.stored.alert.at))),
    keyed: group.some((each) => each.stored.alert.keyed !== false),
    guarded: guardedBecause(found.guard, draft.address),
    guardDoubt: guardDoubt(found.guard, now),
    snoozedUntil: snooze?.until,
    inGrace: draft.grace !== undefined && draft.grace.until > now,
    blockedUntil: live?.until,
    coveredBy: coverOf(found.around, policy.scope),
  });
}

/** The range whose block denies in these scopes what a block of the address would. One that waits denies nothing. */
function coverOf(around: readonly AddressRecord[], scopes: readonly string[]): string | undefined {
  const cover = around.find((range) => {
    const state = range.block && blockState(range.block);
    const denied = wishedScopes(range);
    return (
      (state === 'active' || state === 'pending') &&
      (denied.includes('all') || scopes.every((scope) => denied.includes(scope)))
    );
  });
  return cover && display(cover.address);
}

/** Late alerts are counted in the window in which they happened. */
function newestOf(group: readonly AttackerAlert[], now: number): number {
  return Math.min(now, Math.max(...group.map((each) => Date.parse(each.stored.alert.at))));
}
