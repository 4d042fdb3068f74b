import { display } from '../address/address.ts';
import { allowedBecause } from '../decision/allowlist.ts';
import { tally } from '../decision/count.ts';
import type { Facts } from '../decision/decide.ts';
import { earlierOffences } from '../decision/escalate.ts';
import { guardDoubt, guardedBecause } from '../decision/guard.ts';
import { policyFor, type RulePolicy } from '../decision/policy.ts';
import type { SeenEvent } from '../decision/seen-event.ts';
import { snoozeFor } from '../decision/snooze.ts';
import { attacks } from '../ledger/attacks.ts';
import { blockState, isByRules, liveBlock, wishedScopes } from '../ledger/block.ts';
import type { AddressRecord } from '../ledger/record.ts';
import { SELF_TEST } from '../ledger/self-test-rule.ts';
import type { Deps } from './deps.ts';
import type { AttackerAlert } from './group-attackers.ts';
import type { Exemptions } from './known-exemptions.ts';
import type { SecondLook } from './second-look.ts';

/** Successful log-ins so long ago say nothing of who has the address today. Milliseconds. */
const LOGIN_MS = 30 * 24 * 3_600_000;

/** What was looked up before a record is changed. */
export interface Known extends Exemptions {
  /** Live blocks of ranges that hold the address. */
  around: readonly AddressRecord[];
  /** What is asked only of whom everything else speaks against; absent: not asked yet. */
  look?: SecondLook | undefined;
}

/** Everything that the decision about one attacker under one rule may look at. */
export function gatherFacts(
  record: AddressRecord,
  rule: string,
  group: readonly AttackerAlert[],
  known: Known,
  deps: Pick<Deps, 'clock' | 'policy' | 'mode' | 'random'>,
): Facts {
  const now = deps.clock.now();
  const policy = policyFor(deps.policy, rule, group[0]?.stored.alert.source);
  const live = liveBlock(record);
  const times = group.map(({ stored }) => ({ at: Date.parse(stored.alert.at), receivedAt: stored.receivedAt }));
  const events = attacks(record);
  const keyed = events.filter((event) => event.unkeyed === undefined);
  const count = (some: readonly SeenEvent[]) =>
    tally(some, rule, {
      windowMs: policy.window,
      // Late alerts are counted in the window in which they happened.
      now: Math.min(now, Math.max(...times.map(({ at }) => at))),
      together: (other) => provesAsMuch(deps.policy, other, policy),
      isSummed: policy.counts === 'attacker',
    });
  return {
    rule,
    policy,
    mode: deps.mode,
    tally: count(events),
    keyedTally: count(keyed),
    freshTally: count(keyed.filter((event) => event.late === undefined)),
    // By now, not by receipt: an alert that waited in the inbox through an outage is no fresher for it.
    ageMs: Math.min(...times.map(({ at }) => now - at)),
    ageAtReceiptMs: Math.min(...times.map(({ at, receivedAt }) => receivedAt - at)),
    keyed: group.some((each) => each.stored.alert.keyed !== false),
    guarded: guardedBecause(known.guard, record.address),
    guardDoubt: guardDoubt(known.guard, now),
    allowed: allowedBecause(known.allowlist, record.address, now),
    snoozed: snoozeFor(rule, record.snoozes, known.ruleSnoozes, now),
    inGrace: record.grace !== undefined && record.grace.until > now,
    autoOff: known.look?.autoOff ?? known.autoOff,
    crawler: policy.web ? known.look?.crawler : undefined,
    goodLogins: record.logins && record.logins.last > now - LOGIN_MS ? record.logins.count : 0,
    blocked: live && { mayGrow: mayGrow(record, policy, now) },
    coveredBy: coverOf(known.around, policy.scope),
    offence: 1 + earlierOffences(endedBlocks(record), deps.policy.escalation.within, now),
    escalation: deps.policy.escalation,
    chance: deps.random(),
  };
}

function endedBlocks({ block, pastBlocks }: AddressRecord) {
  return [...pastBlocks, ...(block ? [block] : [])].filter(({ by }) => by !== SELF_TEST);
}

/** A rule that proves less may not lend its events to one that proves more. */
function provesAsMuch(policy: Deps['policy'], other: string, than: RulePolicy): boolean {
  return policyFor(policy, other).proven || !than.proven;
}

/** What a person decided stays so long. A block of rules grows once in a window: its own echo must not feed it. */
function mayGrow(record: AddressRecord, policy: RulePolicy, now: number): boolean {
  return isByRules(record) && record.claims.every((claim) => claim.from <= now - policy.window);
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
