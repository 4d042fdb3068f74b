import { FirewallError } from '../firewall/firewall.ts';
import type { Lease } from '../ledger/lease.ts';
import type { Deps } from './deps.ts';
import type { ExplainedChange } from './explain-changes.ts';
import { reconcilePass } from './reconcile-pass.ts';
import { giveBack } from './take-lease.ts';
import type { Changing } from './wishes-known.ts';

/** Rounds of one call: a number taken by another, a quota learned, a wish that came meanwhile each cost one. */
const ROUNDS = 8;

export type Reconciled =
  | { kind: 'done'; changes: ExplainedChange[] }
  /** Another process is at it, and has been told to look again. */
  | { kind: 'busy'; until: number }
  /** The target could not be read or changed; the wishes are marked, the tick tries again. */
  | { kind: 'trouble'; why: string; changes: ExplainedChange[] };

/** The lease of a target, which also holds our slots there. */
export function leaseName(deps: Pick<Deps, 'mode'>, target: string): string {
  return deps.mode === 'shadow' ? `shadow:${target}` : target;
}

/**
 * Makes a target equal to the ledger's wishes. Safe to run at any time, any number of times, by any number of processes.
 * Records that are still being changed are waited for with the lease, while everything else is read.
 */
export async function reconcile(deps: Deps, target: string, changing: Changing = []): Promise<Reconciled> {
  const name = leaseName(deps, target);
  const take = () => deps.ledger.leases.wantAndAcquire(name, deps.holder, deps.leaseMs);
  let lease = await take();
  if ('heldUntil' in lease && changing.length > 0) {
    // The other holder may have looked too early: a wish counts from when its record stands.
    await Promise.allSettled(changing);
    lease = await take();
  }
  if ('heldUntil' in lease) return { kind: 'busy', until: lease.heldUntil };
  return holdAndWork(deps, target, lease, changing);
}

async function holdAndWork(deps: Deps, target: string, lease: Lease, changing: Changing): Promise<Reconciled> {
  const changes: ExplainedChange[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      // What the records became is news once; later rounds read them again.
      const pass = await reconcilePass(deps, target, lease, round === 0 ? changing : []);
      changes.push(...pass.changes);
      if (pass.trouble) throw pass.trouble;
      if (pass.lost) return { kind: 'busy', until: 0 };
      if (pass.again) continue;
      const released = await deps.ledger.leases.release(lease);
      if (released !== 'wanted-again') return { kind: 'done', changes };
    }
  } catch (error) {
    await giveBack(deps, lease);
    if (!(error instanceof FirewallError)) throw error;
    return { kind: 'trouble', why: error.message, changes };
  }
  await giveBack(deps, lease);
  return { kind: 'trouble', why: `${target} keeps changing under us`, changes };
}
