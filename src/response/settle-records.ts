import { type Guard, guardedBecause } from '../decision/guard.ts';
import type { Entry } from '../firewall/firewall.ts';
import { isRule, rulesFor } from '../firewall/rule.ts';
import type { Plan } from '../firewall/slots.ts';
import { liveBlock, wishedScopes } from '../ledger/block.ts';
import type { AddressRecord, TargetState } from '../ledger/record.ts';
import { settleTarget } from '../ledger/settle-target.ts';
import type { Deps } from './deps.ts';

/** How many records are written at the same time. */
const AT_ONCE = 8;

/** What a pass saw. Without entries nobody could look at the target. */
interface Seen {
  guard: Guard | undefined;
  plan: Plan | undefined;
  entries: readonly Entry[] | undefined;
  /** What went wrong, in words for a person. */
  trouble: string | undefined;
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
    return shown !== undefined && JSON.stringify(record.block?.targets[target]) !== JSON.stringify(shown);
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
  });
}

function wishOf(record: AddressRecord): string {
  return liveBlock(record) ? wishedScopes(record).join() : '';
}

function shownOf(record: AddressRecord, target: string, seen: Seen): TargetState | undefined {
  if (!record.block) return undefined;
  const current = record.block.targets[target] ?? { state: 'pending', ruleNumbers: [] };
  return liveBlock(record) ? shownOfLive(record, current, seen) : shownOfEnded(record, current, seen);
}

function shownOfLive(record: AddressRecord, current: TargetState, seen: Seen): TargetState {
  const guarded = seen.guard && guardedBecause(seen.guard, record.address);
  if (guarded) return { state: 'failed', ruleNumbers: [], note: guarded };
  const { entries, plan, trouble } = seen;
  if (entries && plan) {
    const rules = rulesFor(record.address, wishedScopes(record));
    const slots = plan.slots.filter(({ rule }) => rules.some((each) => isRule(asEntry(each), rule)));
    const numbers = slots.map((slot) => slot.ruleNumber).filter((number) => shows(entries, number, record));
    if (numbers.length > 0 && numbers.length === rules.length) return { state: 'active', ruleNumbers: numbers };
    const waiting = plan.waiting.get(record.address);
    if (waiting) return { state: 'waiting', ruleNumbers: numbers, note: waiting };
    return trouble
      ? { state: 'failed', ruleNumbers: numbers, note: trouble }
      : { state: 'pending', ruleNumbers: numbers };
  }
  // Nobody could look: what was seen to work is believed until somebody can, the rest has failed for now.
  return current.state === 'active' || !trouble ? current : { ...current, state: 'failed', note: trouble };
}

function shownOfEnded(record: AddressRecord, current: TargetState, seen: Seen): TargetState {
  const note = seen.trouble ? { note: seen.trouble } : {};
  if (!seen.entries) return { ...current, ...note };
  const { entries } = seen;
  // A rule may be out there whose number nobody noted in the record before its block ended.
  const leaving = seen.plan?.leaving.filter((slot) => slot.rule.cidr === record.address) ?? [];
  const numbers = new Set([...current.ruleNumbers, ...leaving.map((slot) => slot.ruleNumber)]);
  const left = [...numbers].filter((number) => shows(entries, number, record));
  const mayAppear = seen.plan?.limbo.some((slot) => slot.rule.cidr === record.address) ?? false;
  return left.length > 0 || mayAppear
    ? { state: 'lifting', ruleNumbers: left, ...note }
    : { state: 'out', ruleNumbers: [] };
}

function shows(entries: readonly Entry[], ruleNumber: number, record: AddressRecord): boolean {
  return entries.some(
    (entry) => entry.ruleNumber === ruleNumber && entry.action === 'deny' && entry.cidr === record.address,
  );
}

function asEntry(rule: {
  cidr: AddressRecord['address'];
  protocol: string;
  ports?: { from: number; to: number };
}): Entry {
  return { ruleNumber: 0, action: 'deny', ...rule };
}
