import { contains } from '../address/address.ts';
import type { Guard } from '../decision/guard.ts';
import type { Entry, Trouble } from '../firewall/firewall.ts';
import { coversRule, isEverything, isRule, rulesFor } from '../firewall/rule.ts';
import type { Plan, Slot } from '../firewall/slots.ts';
import { liveBlock, wishedScopes } from '../ledger/block.ts';
import { formerTargets, leaveFormerTargets } from '../ledger/former-targets.ts';
import { isWantedIn } from '../ledger/placing.ts';
import type { AddressRecord, TargetState } from '../ledger/record.ts';
import { settleTarget } from '../ledger/settle-target.ts';
import type { Deps } from './deps.ts';
import { heldBack } from './held-back.ts';

/** How many records are written at the same time. */
const AT_ONCE = 8;

/** What a pass saw. Without entries nobody could look at the target. */
interface Seen {
  guard: Guard | undefined;
  plan: Plan | undefined;
  entries: readonly Entry[] | undefined;
  /** What went wrong, and in words for a person. */
  trouble: { kind: Trouble; why: string } | undefined;
}

/**
 * Writes into each record what the target really shows of it. Returns how many changed. One that cannot be stored is told
 * of after all others were.
 */
export async function settleRecords(
  deps: Deps,
  target: string,
  seen: Seen & { records: readonly AddressRecord[] },
): Promise<number> {
  const different = seen.records.filter((record) => {
    const shown = shownOf(record, target, seen);
    const isNew = shown !== undefined && JSON.stringify(record.block?.targets[target]) !== JSON.stringify(shown);
    return isNew || formerTargets(record, deps.targets).length > 0;
  });
  const results: PromiseSettledResult<void>[] = [];
  for (let at = 0; at < different.length; at += AT_ONCE) {
    const some = different.slice(at, at + AT_ONCE);
    results.push(...(await Promise.allSettled(some.map((record) => settle(deps, target, record, seen)))));
  }
  if (different.length > 0) {
    deps.wake.announce();
    deps.wake.bookkeeping();
  }
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return different.length;
}

/** A record that changed since the pass read it is left for the next pass, which its change has asked for. */
async function settle(deps: Deps, target: string, read: AddressRecord, seen: Seen): Promise<void> {
  await deps.ledger.records.change(read.address, (draft) => {
    if (draft.block?.id !== read.block?.id || wishOf(draft) !== wishOf(read)) return;
    const shown = shownOf(draft, target, seen);
    if (shown) settleTarget(draft, target, shown, deps.clock.now());
    leaveFormerTargets(draft, deps.targets, deps.clock.now());
  });
}

function wishOf(record: AddressRecord): string {
  return liveBlock(record) ? wishedScopes(record).join() : '';
}

function shownOf(record: AddressRecord, target: string, seen: Seen): TargetState | undefined {
  const { block } = record;
  if (!block) return undefined;
  const current = block.targets[target] ?? { state: 'pending', ruleNumbers: [] };
  if (!block.targets[target] && !isWantedIn(block, target)) return undefined;
  return liveBlock(record) ? shownOfLive(record, current, seen) : shownOfEnded(record, current, seen);
}

function shownOfLive(record: AddressRecord, current: TargetState, seen: Seen): TargetState {
  const guarded = seen.guard && heldBack(seen.guard, record);
  if (guarded) return { state: 'failed', ruleNumbers: [], note: guarded };
  const { entries, plan, trouble } = seen;
  if (entries && plan) {
    const rules = rulesFor(record.address, wishedScopes(record));
    const carriers = rules.flatMap((rule) => plan.slots.find((slot) => coversRule(slot.rule, rule)) ?? []);
    const shown = carriers.filter((slot) => shows(entries, slot));
    const ruleNumbers = [...new Set(shown.map((slot) => slot.ruleNumber))].sort((a, b) => a - b);
    const ranges = new Set(carriers.map((slot) => slot.rule.cidr).filter((cidr) => cidr !== record.address));
    const through = ranges.size > 0 ? { through: [...ranges] } : {};
    if (shown.length === rules.length) return { state: 'active', ruleNumbers, ...through };
    const unusable = plan.unusable.get(record.address);
    if (unusable) return { state: 'unusable', ruleNumbers, note: unusable };
    const waiting = plan.waiting.get(record.address);
    if (waiting) return { state: 'waiting', ruleNumbers, note: waiting };
    return trouble ? { state: 'failed', ruleNumbers, note: trouble.why } : { state: 'pending', ruleNumbers };
  }
  if (trouble?.kind === 'lost') return { state: 'lost', ruleNumbers: [], note: trouble.why };
  // Nobody could look: what was seen to work is believed until somebody can, the rest has failed for now.
  return current.state === 'active' || !trouble ? current : { ...current, state: 'failed', note: trouble.why };
}

function shownOfEnded(record: AddressRecord, current: TargetState, seen: Seen): TargetState {
  // With the Network ACL its rules are gone.
  if (seen.trouble?.kind === 'lost') return { state: 'out', ruleNumbers: [] };
  const note = seen.trouble ? { note: seen.trouble.why } : {};
  // What was seen gone is told once; that nobody can look now is no news about it.
  if (!seen.entries) return current.state === 'out' ? current : { ...current, ...note };
  const { entries, plan } = seen;
  // A rule may be out there whose number nobody noted in the record before its block ended; and one of a range that held it.
  const leaving = plan?.leaving.filter((slot) => contains(slot.rule.cidr, record.address)) ?? [];
  const making = plan?.slots.filter((slot) => slot.was && contains(slot.was.cidr, record.address)) ?? [];
  const numbers = new Set([...current.ruleNumbers, ...[...leaving, ...making].map((slot) => slot.ruleNumber)]);
  const left = [...numbers].filter((number) => {
    const entry = entries.find((each) => each.ruleNumber === number);
    if (entry?.action !== 'deny' || !holds(entry.cidr, record)) return false;
    // A range that goes on being wished, or one that others are carried by, is not this block's any more.
    const slot = plan?.slots.find((each) => each.ruleNumber === number);
    return !(slot && isRule(entry, slot.rule));
  });
  const mayAppear = plan?.limbo.some((slot) => contains(slot.rule.cidr, record.address)) ?? false;
  return left.length > 0 || mayAppear
    ? { state: 'lifting', ruleNumbers: left, ...note }
    : { state: 'out', ruleNumbers: [] };
}

function holds(cidr: Entry['cidr'], record: AddressRecord): boolean {
  return !isEverything(cidr) && contains(cidr, record.address);
}

function shows(entries: readonly Entry[], slot: Slot): boolean {
  return entries.some((entry) => entry.ruleNumber === slot.ruleNumber && isRule(entry, slot.rule));
}
