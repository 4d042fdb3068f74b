import { liveBlock } from '../ledger/block.ts';
import { forgetTarget } from '../ledger/forget-target.ts';
import type { Lease } from '../ledger/lease.ts';
import type { AddressRecord } from '../ledger/record.ts';
import { applyChanges } from './apply-changes.ts';
import type { Deps } from './deps.ts';
import { look } from './look-at-target.ts';
import { countOthers, type OwnRule, planNothing, toOwnRule } from './own-rules.ts';
import { leaseName } from './reconcile.ts';
import { giveBack, takeLease } from './take-lease.ts';
import { readTargetData } from './target-data.ts';

/** Looks at the target: one for the changes, one to see that nothing is left, the rest for what gets in between. */
const ROUNDS = 8;
/** How many records are read and written at a time. */
const PAGE = 300;
const AT_ONCE = 8;

export type Cleared =
  | { kind: 'out'; taken: OwnRule[]; left: number; blocks: number }
  | { kind: 'busy' }
  | { kind: 'trouble'; why: string };

/**
 * Takes our rules out of a target that is configured no longer: only its lease item and the records still know them. The
 * blocks go on in the other targets. Nobody reconciles such a target, so the rules do not come back. Safe to run again:
 * the records come last, and are found as long as one of them names the target.
 */
export async function clearTarget(deps: Deps, target: string, by: string): Promise<Cleared> {
  const lease = await takeLease(deps, leaseName(deps, target));
  if (!lease) return { kind: 'busy' };
  try {
    const out = await takeOut(deps, target, lease);
    return out.kind === 'out' ? { ...out, blocks: await forget(deps, target, by) } : out;
  } finally {
    await giveBack(deps, lease);
  }
}

/** The same for a target that exists no longer: with it went its rules. */
export async function forgetLost(deps: Deps, target: string, by: string): Promise<Cleared> {
  const lease = await takeLease(deps, leaseName(deps, target));
  if (!lease) return { kind: 'busy' };
  try {
    await deps.ledger.leases.save(lease, { slots: [] });
    return { kind: 'out', taken: [], left: 0, blocks: await forget(deps, target, by) };
  } finally {
    await giveBack(deps, lease);
  }
}

async function takeOut(
  deps: Deps,
  target: string,
  lease: Lease,
): Promise<{ kind: 'out'; taken: OwnRule[]; left: number } | Exclude<Cleared, { kind: 'out' }>> {
  const taken: OwnRule[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const seen = await look(deps, target, readTargetData(lease.data));
    if (seen.kind === 'blind') return { kind: 'trouble', why: seen.error.message };
    const plan = planNothing(deps, seen.sight);
    const isClear = plan.leaving.length === 0 && readTargetData(lease.data).slots.length === 0;
    if (isClear) return { kind: 'out', taken, left: countOthers(seen.sight.entries, new Set()) };
    const applied = await applyChanges(deps, target, lease, { before: seen.sight.data, plan });
    const out = new Set(applied.made.map((change) => change.ruleNumber));
    taken.push(...seen.sight.data.slots.filter((slot) => out.has(slot.ruleNumber)).map(toOwnRule));
    if (applied.lost) return { kind: 'busy' };
    if (applied.trouble) return { kind: 'trouble', why: applied.trouble.message };
    if (plan.limbo.length > 0 && plan.changes.length === 0) break;
  }
  return {
    kind: 'trouble',
    why: `a rule that was asked for lately may still appear in ${target}: try again in 5 minutes`,
  };
}

/** Live blocks are found in their order, ended ones as long as they are not settled. */
async function forget(deps: Deps, target: string, by: string): Promise<number> {
  const { records } = deps.ledger;
  const at = { now: deps.clock.now(), by, graceMs: deps.policy.graceMs };
  let count = 0;
  const forgetIn = async (found: readonly AddressRecord[]) => {
    const knowing = found.filter((record) => record.block?.targets[target]);
    for (let from = 0; from < knowing.length; from += AT_ONCE) {
      const some = knowing.slice(from, from + AT_ONCE);
      const done = await Promise.all(
        some.map(({ address }) => records.change(address, (draft) => forgetTarget(draft, target, at))),
      );
      count += done.filter(({ record }) => liveBlock(record)).length;
    }
    return knowing.length;
  };
  for (let top = PAGE; ; top *= 4) {
    const live = await records.live(top, [target]);
    await forgetIn(live);
    if (live.length < top) break;
  }
  while ((await forgetIn(await records.unsettled(target, PAGE))) > 0);
  deps.wake.announce();
  deps.wake.bookkeeping();
  return count;
}
