import { formatDuration } from './duration.ts';
import type { RulePolicy } from './policy.ts';

export type Mode = 'shadow' | 'ask' | 'live';

/** Everything that a decision may look at. Moments and spans in milliseconds. */
export interface Facts {
  rule: string;
  policy: RulePolicy;
  mode: Mode;
  /** Events of this attacker in the policy's window. */
  count: number;
  hosts: number;
  /** Age of the newest event when it was received. */
  ageMs: number;
  /** False when the alert cannot say that its address made the events (no query_key). */
  keyed: boolean;
  guarded: string | undefined;
  guardDoubt: string | undefined;
  snoozedUntil: number | undefined;
  /** A person unblocked the address lately. */
  inGrace: boolean;
  blockedUntil: number | null | undefined;
}

export type Decision =
  | { kind: 'block'; reasons: string[]; sentence: string; forMs: number }
  | { kind: 'ask'; reasons: string[]; sentence: string; blockable: boolean }
  | { kind: 'ignore'; reasons: string[]; sentence: string };

/** Events older than this at receipt never lead to an automatic block: ElastAlert re-sends for two days. */
const FRESH_MS = 3_600_000;

/** Decides what to do about one attacker under one rule: the same facts, the same decision, always with its reasons. */
export function decide(facts: Facts): Decision {
  const { policy, count } = facts;
  const seen = `${count} ${count === 1 ? 'event' : 'events'} in ${formatDuration(policy.window)}${onHosts(facts.hosts)}`;
  if (facts.guarded)
    return {
      kind: 'ask',
      reasons: ['guarded'],
      sentence: `${seen}; not blockable: ${facts.guarded}`,
      blockable: false,
    };
  if (facts.snoozedUntil !== undefined)
    return {
      kind: 'ignore',
      reasons: ['snoozed'],
      sentence: `${seen}; ignored by a person until ${iso(facts.snoozedUntil)}`,
    };
  if (facts.blockedUntil !== undefined)
    return { kind: 'ignore', reasons: ['already-blocked'], sentence: `${seen}; already blocked` };
  if (count < policy.ask)
    return { kind: 'ignore', reasons: ['below-ask'], sentence: `${seen}; asked about from ${policy.ask}` };
  if (policy.auto === 'never')
    return ask(['no-auto-threshold'], `${seen}; rule "${facts.rule}" is never blocked automatically`);
  if (count < policy.auto) return ask(['below-auto'], `${seen}, below ${policy.auto}`);
  const doubts = doubtsOf(facts);
  if (doubts.length > 0)
    return ask(
      doubts.map(([code]) => code),
      `${seen}, threshold ${policy.auto}; not automatic: ${doubts.map(([, why]) => why).join('; ')}`,
    );
  return {
    kind: 'block',
    reasons: ['over-threshold'],
    sentence: `${seen}, threshold ${policy.auto}: ${formatDuration(policy.block)}`,
    forMs: policy.block,
  };
}

/** Everything that stands between a threshold and an automatic block. */
function doubtsOf(facts: Facts): Array<[code: string, why: string]> {
  const doubts: Array<[string, string] | false> = [
    !facts.policy.proven && ['unproven', 'this rule does not prove the source address'],
    !facts.keyed && ['not-keyed', 'the alert does not say that this address made the events'],
    facts.ageMs > FRESH_MS && ['late', `the events are ${formatDuration(facts.ageMs)} old`],
    facts.guardDoubt !== undefined && ['guard-doubt', facts.guardDoubt],
    facts.inGrace && ['grace', 'a person unblocked it lately'],
    facts.mode !== 'live' && [`mode-${facts.mode}`, `would have been blocked, but the mode is ${facts.mode}`],
  ];
  return doubts.filter((doubt) => doubt !== false);
}

function ask(reasons: string[], sentence: string): Decision {
  return { kind: 'ask', reasons, sentence, blockable: true };
}

function onHosts(hosts: number): string {
  return hosts > 1 ? ` on ${hosts} hosts` : '';
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}
