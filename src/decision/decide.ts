import { formatDuration } from './duration.ts';
import { type Escalation, escalate } from './escalate.ts';
import { ordinal } from './ordinal.ts';
import type { RulePolicy } from './policy.ts';
import type { Snoozed } from './snooze.ts';
import { reached, sayThreshold, type Tally } from './threshold.ts';

export type Mode = 'shadow' | 'ask' | 'live';

/** Everything that a decision may look at. Moments and spans in milliseconds. */
export interface Facts {
  rule: string;
  policy: RulePolicy;
  mode: Mode;
  /** What this attacker did in the policy's window. */
  tally: Tally;
  /** The same of those events alone that alerts ascribe to the address; others may only name it, by another's doing. */
  keyedTally: Tally;
  /** Of these again without those that were late: both sorts count for a question, and never for an automatic block. */
  freshTally: Tally;
  /** Age of the newest event now, and when it was received. */
  ageMs: number;
  ageAtReceiptMs: number;
  /** False when the alert cannot say that its address made the events (no query_key). */
  keyed: boolean;
  /** Why it is never blocked; why it is exempted; both in words. */
  guarded: string | undefined;
  guardDoubt: string | undefined;
  allowed: string | undefined;
  snoozed: Snoozed | undefined;
  /** A person unblocked the address lately. */
  inGrace: boolean;
  /** Why automatic blocking is off, in words. */
  autoOff: string | undefined;
  /** That it is a crawler which everybody knows, or that this could not be told, in words. */
  crawler: string | undefined;
  /** Successful log-ins from it that are known. */
  goodLogins: number;
  /** How it is blocked now: may the block grow? Not if a person made it, nor again within the same window. */
  blocked: { mayGrow: boolean } | undefined;
  /** A live block of a wider range denies the same and more, in words. */
  coveredBy: string | undefined;
  /** The how-manieth block this would be, from 1 on, and how such blocks grow. */
  offence: number;
  escalation: Escalation;
  /** From 0 to 1, by chance: how much of the jitter is taken off. */
  chance: number;
}

/** What to do. `seen` says what happened, `sentence` what follows from it and why; `reasons` says the same as data. */
export type Decision = { reasons: string[]; seen: string; sentence: string } & (
  | { kind: 'block' | 'prolong'; forMs: number }
  | { kind: 'ask'; blockable: boolean }
  | { kind: 'ignore' }
);

/** Events older than this never lead to an automatic block: ElastAlert re-sends for two days. */
export const FRESH_MS = 3_600_000;
/** Events older than this on receipt are only recorded, and told together. */
export const LATE_MS = 24 * 3_600_000;

/** Decides what to do about one attacker under one rule: the same facts, the same decision, always with its reasons. */
export function decide(facts: Facts): Decision {
  const { policy } = facts;
  const seen = saySeen(facts);
  const say = (reasons: string[], what: string) => ({ reasons, seen, sentence: `${seen}${what}` });
  const quiet = (reason: string, what: string): Decision => ({ kind: 'ignore', ...say([reason], what) });
  if (!(facts.ageAtReceiptMs <= LATE_MS))
    return quiet('too-late', `; only recorded: the events were ${formatDuration(facts.ageAtReceiptMs)} old on arrival`);
  if (facts.guarded) return { kind: 'ask', ...say(['guarded'], `. ${facts.guarded}.`), blockable: false };
  if (facts.allowed) return quiet('allowlisted', `; not blocked: ${facts.allowed}`);
  if (facts.snoozed)
    return quiet(
      'snoozed',
      `; a person said to ignore ${SNOOZED[facts.snoozed.scope]} until ${iso(facts.snoozed.until)}`,
    );
  const hit = policy.auto === 'never' ? undefined : reached(policy.auto, facts.tally);
  const doubts = doubtsOf(facts);
  if (facts.blocked) {
    if (!facts.blocked.mayGrow || hit === undefined || doubts.length > 0)
      return quiet('already-blocked', '; already blocked');
    const { forMs, words } = lengthOf(facts, facts.offence);
    return {
      kind: 'prolong',
      ...say(['goes-on'], `, ${hit}, while it is blocked: its block goes on for ${words} from now.`),
      forMs,
    };
  }
  if (facts.coveredBy !== undefined) return quiet('covered', `; already denied by the block of ${facts.coveredBy}`);
  // Who reaches the higher threshold is not kept from it by a lower one that counts something else.
  if (hit === undefined && !reached(policy.ask, facts.tally))
    return quiet('below-ask', `; asked about from ${sayThreshold(policy.ask)}`);
  const ask = (reasons: string[], what: string): Decision => ({ kind: 'ask', ...say(reasons, what), blockable: true });
  if (policy.auto === 'never')
    return ask(['no-auto-threshold'], '. A person decides: this rule never blocks by itself.');
  if (hit === undefined)
    return ask(['below-auto'], `. A person decides: it blocks by itself from ${sayThreshold(policy.auto)}.`);
  if (doubts.length > 0) {
    const why = doubts.map(([, reason]) => reason).join('; ');
    return ask(
      doubts.map(([code]) => code),
      `, ${hit}. A person decides: ${why}.`,
    );
  }
  const { forMs, words } = lengthOf(facts, facts.offence);
  return { kind: 'block', ...say(['over-threshold'], `, ${hit}: automatic block for ${words}.`), forMs };
}

/** Whether only the mode kept it from an automatic block. */
export function wouldBlock(decision: Decision): boolean {
  return decision.reasons.length === 1 && /^mode-/.test(decision.reasons[0] ?? '');
}

/** Whether it is only recorded, since it came so late. */
export function isTooLate(decision: Decision): boolean {
  return decision.reasons.includes('too-late');
}

const SNOOZED: Record<Snoozed['scope'], string> = {
  this: 'it',
  address: 'this address',
  rule: 'this rule',
};

/** How long the block would last, and in words why so. */
function lengthOf({ policy, escalation, chance }: Facts, offence: number): { forMs: number; words: string } {
  const { nominal, forMs } = escalate(policy.block, offence, escalation, chance);
  const most = forMs < nominal ? 'up to ' : '';
  return { forMs, words: `${most}${formatDuration(nominal)}${offence > 1 ? ` (${ordinal(offence)} offence)` : ''}` };
}

/** Everything that stands between a threshold and an automatic block. */
function doubtsOf(facts: Facts): Array<[code: string, why: string]> {
  const { goodLogins } = facts;
  const doubts: Array<[string, string] | false> = [
    !facts.policy.proven && ['unproven', 'this rule does not prove the source address'],
    isNotKeyed(facts) && ['not-keyed', 'too few of the alerts say that this address made the events'],
    ...lateness(facts),
    facts.guardDoubt !== undefined && ['guard-doubt', facts.guardDoubt],
    facts.inGrace && ['grace', 'a person unblocked it lately'],
    goodLogins > 0 && [
      'good-logins',
      `${goodLogins} successful ${goodLogins === 1 ? 'log-in' : 'log-ins'} from it, too`,
    ],
    facts.crawler !== undefined && ['crawler', facts.crawler],
    facts.autoOff !== undefined && ['auto-off', facts.autoOff],
    facts.mode !== 'live' && [`mode-${facts.mode}`, `would have been blocked, but the mode is ${facts.mode}`],
  ];
  return doubts.filter((doubt) => doubt !== false);
}

function isNotKeyed({ keyed, policy, keyedTally }: Facts): boolean {
  return !keyed || !suffices(policy, keyedTally);
}

/** Whether these alone reach the threshold of automatic blocking, if there is one. */
function suffices({ auto }: RulePolicy, tally: Tally): boolean {
  return auto === 'never' || reached(auto, tally) !== undefined;
}

/** One fresh event makes those of hours ago no fresher. */
function lateness(facts: Facts): Array<[string, string]> {
  const { ageMs, policy, freshTally } = facts;
  if (!(ageMs <= FRESH_MS)) return [['late', `the events are ${formatDuration(ageMs)} old`]];
  if (isNotKeyed(facts) || suffices(policy, freshTally)) return [];
  return [['late', 'events of more than an hour ago count only for a question']];
}

function saySeen({ tally: { events, hosts, rules }, policy }: Facts): string {
  const what = events === 1 ? 'event' : (policy.what ?? 'events');
  const on = hosts > 1 ? ` on ${hosts} hosts` : '';
  const under = rules > 1 ? `, seen by ${rules} rules` : '';
  return `${events} ${what} in ${formatDuration(policy.window)}${on}${under}`;
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}
