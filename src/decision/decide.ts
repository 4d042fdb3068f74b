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
  /** Age of the newest event now. */
  ageMs: number;
  /** False when the alert cannot say that its address made the events (no query_key). */
  keyed: boolean;
  guarded: string | undefined;
  guardDoubt: string | undefined;
  snoozedUntil: number | undefined;
  /** A person unblocked the address lately. */
  inGrace: boolean;
  blockedUntil: number | null | undefined;
  /** A live block of a wider range denies the same and more, in words. */
  coveredBy: string | undefined;
}

/** What to do. `seen` says what happened, `sentence` what follows from it and why; `reasons` says the same as data. */
export type Decision = { reasons: string[]; seen: string; sentence: string } & (
  | { kind: 'block'; forMs: number }
  | { kind: 'ask'; blockable: boolean }
  | { kind: 'ignore' }
);

/** Events older than this never lead to an automatic block: ElastAlert re-sends for two days. */
const FRESH_MS = 3_600_000;

/** Decides what to do about one attacker under one rule: the same facts, the same decision, always with its reasons. */
export function decide(facts: Facts): Decision {
  const { policy, count } = facts;
  const seen = `${count} ${count === 1 ? 'event' : 'events'} in ${formatDuration(policy.window)}${onHosts(facts.hosts)}`;
  const say = (reasons: string[], what: string) => ({ reasons, seen, sentence: `${seen}${what}` });
  if (facts.guarded) return { kind: 'ask', ...say(['guarded'], `; never blocked: ${facts.guarded}`), blockable: false };
  if (facts.snoozedUntil !== undefined)
    return { kind: 'ignore', ...say(['snoozed'], `; a person said to ignore it until ${iso(facts.snoozedUntil)}`) };
  if (facts.blockedUntil !== undefined) return { kind: 'ignore', ...say(['already-blocked'], '; already blocked') };
  if (facts.coveredBy !== undefined)
    return { kind: 'ignore', ...say(['covered'], `; already denied by the block of ${facts.coveredBy}`) };
  if (count < policy.ask) return { kind: 'ignore', ...say(['below-ask'], `; asked about from ${policy.ask}`) };
  const ask = (reasons: string[], what: string): Decision => ({ kind: 'ask', ...say(reasons, what), blockable: true });
  if (policy.auto === 'never')
    return ask(['no-auto-threshold'], '. A person decides: this rule never blocks by itself.');
  if (count < policy.auto) return ask(['below-auto'], `. A person decides: it blocks by itself from ${policy.auto}.`);
  const doubts = doubtsOf(facts);
  if (doubts.length > 0) {
    const why = doubts.map(([, reason]) => reason).join('; ');
    return ask(
      doubts.map(([code]) => code),
      `, threshold ${policy.auto}. A person decides: ${why}.`,
    );
  }
  const block = `, threshold ${policy.auto}: automatic block for ${formatDuration(policy.block)}.`;
  return { kind: 'block', ...say(['over-threshold'], block), forMs: policy.block };
}

/** Everything that stands between a threshold and an automatic block. */
function doubtsOf(facts: Facts): Array<[code: string, why: string]> {
  const doubts: Array<[string, string] | false> = [
    !facts.policy.proven && ['unproven', 'this rule does not prove the source address'],
    !facts.keyed && ['not-keyed', 'the alert does not say that this address made the events'],
    !(facts.ageMs <= FRESH_MS) && ['late', `the events are ${formatDuration(facts.ageMs)} old`],
    facts.guardDoubt !== undefined && ['guard-doubt', facts.guardDoubt],
    facts.inGrace && ['grace', 'a person unblocked it lately'],
    facts.mode !== 'live' && [`mode-${facts.mode}`, `would have been blocked, but the mode is ${facts.mode}`],
  ];
  return doubts.filter((doubt) => doubt !== false);
}

function onHosts(hosts: number): string {
  return hosts > 1 ? ` on ${hosts} hosts` : '';
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}
