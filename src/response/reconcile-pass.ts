import { type Entry, FirewallError } from '../firewall/firewall.ts';
import { ruleKey } from '../firewall/rule.ts';
import type { Slot } from '../firewall/slots.ts';
import type { Lease } from '../ledger/ledger.ts';
import { applyChanges } from './apply-changes.ts';
import type { Deps } from './deps.ts';
import { withComeBack } from './given-up.ts';
import { loadGuard } from './load-guard.ts';
import { noteDrift } from './note-drift.ts';
import { planTarget, type Sight } from './plan-target.ts';
import { withRecorded } from './recorded-slots.ts';
import { settleRecords } from './settle-records.ts';
import { readTargetData, type TargetData } from './target-data.ts';
import { type Known, readWishes } from './wishes-known.ts';

export interface Pass {
  changes: number;
  /** The plan could not be carried out as made: look again. */
  again: boolean;
  /** The lease was lost: another holder goes on. */
  lost: boolean;
}

/** One look at the target: describe, plan, apply, see, record. */
export async function reconcilePass(deps: Deps, target: string, lease: Lease): Promise<Pass> {
  const stored = readTargetData(lease.data);
  const { known, sight } = await lookAt(deps, target, stored);
  const plan = await planTarget(deps, target, known, sight);
  const drifts = await noteDrift(deps, target, plan.drift, stored.drifts ?? []);
  const { guard, entries } = sight;
  const records = known.records();
  if (plan.changes.length === 0 && sameSlots([...plan.slots, ...plan.limbo], stored.slots)) {
    const settled = await settleRecords(deps, target, { records, guard, plan, entries, trouble: undefined });
    return { changes: 0, again: known.isMoreUnsettled && settled > 0, lost: false };
  }
  const applied = await applyChanges(deps, target, lease, { before: { ...sight.data, drifts }, plan });
  if (applied.lost) return { changes: applied.made, again: false, lost: true };
  const trouble = applied.trouble && troubleOf(applied.trouble, target);
  const settled = await settleRecords(deps, target, { records, guard, plan, entries: applied.entries, trouble });
  if (applied.trouble) throw applied.trouble;
  return { changes: applied.made, again: applied.again || (known.isMoreUnsettled && settled > 0), lost: false };
}

/** Reads the ledger and the target at the same time. When the target does not show itself, the records say so. */
export async function lookAt(deps: Deps, target: string, stored: TargetData): Promise<{ known: Known; sight: Sight }> {
  const [known, guard, seen] = await Promise.all([
    readWishes(deps, target, stored.slots),
    loadGuard(deps),
    describeOr(deps, target),
  ]);
  if (seen instanceof FirewallError) {
    const blind = { guard: undefined, plan: undefined, entries: undefined, trouble: troubleOf(seen, target) };
    await settleRecords(deps, target, { records: known.records(), ...blind });
    throw seen;
  }
  const now = deps.wall();
  const back = withComeBack(stored.slots, stored.gone ?? [], seen, now);
  const slots = withRecorded(back, known.records(), seen, target, now);
  return { known, sight: { guard, entries: seen, data: { ...stored, slots } } };
}

/** The message names its target for those who read it alone; the records name it beside. */
function troubleOf({ trouble, message }: FirewallError, target: string) {
  return { kind: trouble, why: message.replace(` (${target})`, '') };
}

async function describeOr(deps: Deps, target: string): Promise<Entry[] | FirewallError> {
  try {
    return await deps.firewall.describe(target);
  } catch (error) {
    if (error instanceof FirewallError) return error;
    throw error;
  }
}

function sameSlots(a: readonly Slot[], b: readonly Slot[]): boolean {
  const id = (slot: Slot) => `${slot.ruleNumber} ${ruleKey(slot.rule)} ${slot.seen}`;
  return a.length === b.length && a.every((slot, index) => b[index] !== undefined && id(slot) === id(b[index]));
}
