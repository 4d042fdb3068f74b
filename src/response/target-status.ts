import type { Deps } from './deps.ts';
import { HOUR_MS } from './note-drift.ts';
import { leaseName } from './reconcile.ts';
import { readTargetData } from './target-data.ts';

export interface TargetStatus {
  /** Our rules there. */
  rules: number;
  /** Inbound rules that it takes, as set, or as EC2 taught us. */
  quota: number;
  /** How often within the last hour something else changed our rules; and when it did so last. */
  drifts: number;
  lastDrift: number | undefined;
}

/** What the ledger knows of a target, without asking EC2. */
export async function targetStatus(deps: Deps, target: string): Promise<TargetStatus> {
  const held = await deps.ledger.leases.peek(leaseName(deps, target));
  const { slots, learned, drifts = [] } = readTargetData(held?.data);
  const lately = drifts.filter((moment) => deps.clock.now() - moment < HOUR_MS);
  return {
    rules: slots.length,
    quota: Math.min(deps.limits.quota, learned?.quota ?? deps.limits.quota),
    drifts: lately.length,
    lastDrift: lately.at(-1),
  };
}
