import type { FirewallError } from '../firewall/firewall.ts';
import { ruleKey } from '../firewall/rule.ts';
import type { Slot } from '../firewall/slots.ts';
import type { Lease } from '../ledger/lease.ts';
import { applyChanges } from './apply-changes.ts';
import type { Deps } from './deps.ts';
import { type ExplainedChange, explainChanges } from './explain-changes.ts';
import { look } from './look-at-target.ts';
import { noteDrift } from './note-drift.ts';
import { planTarget, type Sight } from './plan-target.ts';
import { settleRecords } from './settle-records.ts';
import { readTargetData, type TargetData } from './target-data.ts';
import type { Changing, Known } from './wishes-known.ts';

export interface Pass {
  /** What was really changed. */
  changes: ExplainedChange[];
  /** The plan could not be carried out as made: look again. */
  again: boolean;
  /** The lease was lost: another holder goes on. */
  lost: boolean;
  /** The target refused or did not answer; it is in the records. */
  trouble?: FirewallError;
}

/** One look at the target: describe, plan, apply, see, record. */
export async function reconcilePass(deps: Deps, target: string, lease: Lease, changing: Changing): Promise<Pass> {
  const stored = readTargetData(lease.data);
  const { known, sight } = await lookAt(deps, target, stored, changing);
  const plan = await planTarget(deps, target, known, sight);
  const drifts = await noteDrift(deps, target, plan.drift, stored.drifts ?? []);
  const { guard, entries } = sight;
  const records = known.records();
  if (plan.changes.length === 0 && sameSlots([...plan.slots, ...plan.limbo], stored.slots)) {
    const settled = await settleRecords(deps, target, { records, guard, plan, entries, trouble: undefined });
    return { changes: [], again: known.isMoreUnsettled && settled > 0, lost: false };
  }
  const applied = await applyChanges(deps, target, lease, { before: { ...sight.data, drifts }, plan });
  const changes = explainChanges(applied.made, { plan, records, guard, slots: sight.data.slots });
  if (applied.lost) return { changes, again: false, lost: true };
  const trouble = applied.trouble && troubleOf(applied.trouble, target);
  const settled = await settleRecords(deps, target, { records, guard, plan, entries: applied.entries, trouble });
  if (applied.trouble) return { changes, again: false, lost: false, trouble: applied.trouble };
  return { changes, again: applied.again || (known.isMoreUnsettled && settled > 0), lost: false };
}

/** When the target does not show itself, the records say so. */
async function lookAt(
  deps: Deps,
  target: string,
  stored: TargetData,
  changing: Changing,
): Promise<{ known: Known; sight: Sight }> {
  const seen = await look(deps, target, stored, changing);
  if (seen.kind === 'seen') return seen;
  const blind = { guard: undefined, plan: undefined, entries: undefined, trouble: troubleOf(seen.error, target) };
  await settleRecords(deps, target, { records: seen.known.records(), ...blind });
  throw seen.error;
}

/** The message names its target for those who read it alone; the records name it beside. */
function troubleOf({ trouble, message }: FirewallError, target: string) {
  return { kind: trouble, why: message.replace(` (${target})`, '') };
}

function sameSlots(a: readonly Slot[], b: readonly Slot[]): boolean {
  const id = ({ ruleNumber, rule, was, seen, isAltered }: Slot) =>
    [ruleNumber, ruleKey(rule), was && ruleKey(was), seen, isAltered].join();
  return a.length === b.length && a.every((slot, index) => b[index] !== undefined && id(slot) === id(b[index]));
}
