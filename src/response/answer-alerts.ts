import { dangerScore } from '../decision/count.ts';
import { type Decision, decide, type Facts, isTooLate, wouldBlock } from '../decision/decide.ts';
import { formatDuration } from '../decision/duration.ts';
import { escalate } from '../decision/escalate.ts';
import { policyFor } from '../decision/policy.ts';
import { askTimes, beginAsk } from '../ledger/asking.ts';
import { addClaim, liveBlock, prolongBlock } from '../ledger/block.ts';
import { countOn, openEpisode, startEpisode, touchCards } from '../ledger/episode.ts';
import { fold, isFoldable, unfold } from '../ledger/folded.ts';
import { noteAction } from '../ledger/note-action.ts';
import { type Placing, spreadBlock } from '../ledger/placing.ts';
import type { AddressRecord, Episode } from '../ledger/record.ts';
import { shoutOn } from '../ledger/shout.ts';
import type { Deps } from './deps.ts';
import { gatherFacts, type Known } from './gather-facts.ts';
import type { AttackerAlert } from './group-attackers.ts';
import { remember } from './remember-alerts.ts';
import { rememberLogins } from './remember-logins.ts';
import { newEpisode, tellEpisode } from './tell-episode.ts';

/** What the answer to alerts takes of what the stories need: nothing that reads or writes. */
export type AnswerParts = Pick<Deps, 'clock' | 'policy' | 'mode' | 'channel' | 'random'>;

/** What was looked up before. */
export interface Around extends Known {
  place: Placing;
  /** The storm into which new cards are folded, if one goes on. */
  storm?: string | undefined;
}

/** What was decided about one attacker under one rule. */
export interface Answer {
  rule: string;
  decision: Decision;
}

/**
 * Puts what the alerts say of one attacker into its record, and decides: all in one change with its actions. Returns the
 * decisions, none for alerts that are known already.
 */
export function answerAlerts(
  draft: AddressRecord,
  alerts: readonly AttackerAlert[],
  found: Around,
  deps: AnswerParts,
): Answer[] {
  const fresh = alerts.filter((each) => remember(draft, each, deps));
  const kindOf = ({ stored: { alert } }: AttackerAlert) => policyFor(deps.policy, alert.rule, alert.source).kind;
  const { login = [], attack = [] } = Object.groupBy(fresh, kindOf);
  // First of all: who failed and logged in may be told of at once, in any order.
  for (const [rule, group] of byRule(login)) rememberLogins(draft, rule, group, deps.clock.now());
  return byRule(attack).map(([rule, group]) => ({ rule, decision: answerGroup(draft, rule, group, found, deps) }));
}

function byRule(alerts: readonly AttackerAlert[]): Array<[rule: string, AttackerAlert[]]> {
  return [...Map.groupBy(alerts, (each) => each.stored.alert.rule)];
}

function answerGroup(
  draft: AddressRecord,
  rule: string,
  group: readonly AttackerAlert[],
  found: Around,
  deps: AnswerParts,
): Decision {
  const now = deps.clock.now();
  const facts = gatherFacts(draft, rule, group, found, deps);
  const { policy } = facts;
  const episode = openEpisode(draft, rule, now);
  const decision = decide(facts);
  const severity =
    group.map((each) => each.stored.alert.severity).find((each) => each !== undefined) ?? policy.severity;
  draft.score = dangerScore({
    severity,
    count: facts.tally.events,
    repeats: draft.pastBlocks.length,
    lastSeen: now,
  });
  noteAction(draft, {
    at: now,
    kind: 'alert',
    actor: `rule:${rule}`,
    before: '',
    after: decision.kind,
    why: `${group.length} new ${group.length === 1 ? 'alert' : 'alerts'}: ${decision.sentence}`,
    reasons: decision.reasons,
    count: group.length,
    ...sourceOf(group),
  });
  // What is so old opens no card and changes none: the channel hears of all of it together.
  if (isTooLate(decision)) return decision;
  if (decision.kind === 'ignore' && !episode && !liveBlock(draft)) return decision;
  const claim = { by: `rule:${rule}`, scopes: policy.scope, why: decision.sentence };
  if (decision.kind !== 'block')
    spreadBlock(draft, { ...found.place, now, why: `it attacks there as well: ${decision.seen}` });
  const told = tell(draft, episode ?? newEpisode(draft, rule, severity, deps), group, decision, now);
  if (found.storm !== undefined && isFoldable(told)) fold(told, found.storm);
  if (decision.kind === 'block') {
    told.status = 'blocked';
    told.severity = severity;
    addClaim(draft, { ...claim, until: now + decision.forMs }, { now, ...found.place, severity });
    touchCards(draft, now, (each) => each.id === told.id);
    if (found.storm === undefined) unfold(told, now);
    shoutOn(draft, told, { kind: 'blocked', sentence: decision.sentence, now });
    return decision;
  }
  if (decision.kind === 'prolong') prolongBlock(draft, { ...claim, until: now + decision.forMs }, now);
  if (wouldBlock(decision)) noteWouldBlock(draft, told, facts, now);
  updateStatus(draft, told, decision, deps);
  // What still asks after the storm gets its card; what was decided in it stays with its digest.
  if (found.storm === undefined && told.status === 'ask') unfold(told, now);
  return decision;
}

function sourceOf([first]: readonly AttackerAlert[]): { source?: string } {
  return first ? { source: first.stored.alert.source } : {};
}

/** Once in an episode, so that one can count what the mode `live` would have done, beside what people did. */
function noteWouldBlock(draft: AddressRecord, told: Episode, facts: Facts, now: number): void {
  if (told.wouldBlock !== undefined) return;
  told.wouldBlock = now;
  const { nominal } = escalate(facts.policy.block, facts.offence, facts.escalation, 0);
  noteAction(draft, {
    at: now,
    kind: 'would-block',
    actor: `rule:${told.rule}`,
    before: '',
    after: `would have blocked for ${formatDuration(nominal)}`,
    why: told.sentence,
  });
}

/** An open card counts on; it asks anew only when what it said before is over. */
function updateStatus(draft: AddressRecord, told: Episode, decision: Decision, deps: AnswerParts): void {
  const now = deps.clock.now();
  const isNew = told.shown === 0 && told.revision === 0;
  if (liveBlock(draft)) told.status = 'blocked';
  else if (decision.kind === 'ask' && told.status !== 'ask') {
    told.status = 'ask';
    delete told.answer;
    told.revision += 1;
    if (decision.blockable) beginAsk(told, askTimes(told, deps.policy), now);
    shoutOn(draft, told, { kind: 'asks-anew', sentence: decision.sentence, now });
    return;
  }
  countOn(told, now);
  if (!isNew) return;
  told.sayAt = now;
  // What is never blocked has no question that somebody must answer.
  if (decision.kind === 'ask' && decision.blockable) beginAsk(told, askTimes(told, deps.policy), now);
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
