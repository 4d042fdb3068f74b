import type { AddressRecord } from './record.ts';
import { settleTarget } from './settle-target.ts';

/** Targets of the block that are configured no longer and not told as left yet. */
export function formerTargets({ block }: AddressRecord, configured: readonly string[]): string[] {
  return Object.entries(block?.targets ?? {})
    .filter(([id, { state }]) => state !== 'left' && state !== 'out' && !configured.includes(id))
    .map(([id]) => id);
}

/** Says of each of them that nobody looks at it any more, so that no card waits for it. */
export function leaveFormerTargets(draft: AddressRecord, configured: readonly string[], now: number): void {
  for (const target of formerTargets(draft, configured)) {
    const ruleNumbers = draft.block?.targets[target]?.ruleNumbers ?? [];
    const note = `it is not configured any more: aism uninstall --target ${target} takes our rules out`;
    settleTarget(draft, target, { state: 'left', ruleNumbers, note }, now);
  }
}
