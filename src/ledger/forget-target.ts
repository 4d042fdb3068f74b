import { liftBlock, liveBlock } from './block.ts';
import { isWantedIn } from './placing.ts';
import type { AddressRecord } from './record.ts';
import { settleTarget } from './settle-target.ts';

/**
 * Takes a target that is AISM's no longer out of the address's block, whose rule there is gone. The block goes on in its
 * other targets; one that was placed nowhere else is lifted. True when the record knew the target.
 */
export function forgetTarget(
  draft: AddressRecord,
  target: string,
  at: { now: number; by: string; graceMs: number },
): boolean {
  const { block } = draft;
  if (!block?.targets[target]) return false;
  settleTarget(draft, target, { state: 'out', ruleNumbers: [] }, at.now);
  const live = liveBlock(draft);
  if (!live) return true;
  delete live.targets[target];
  if (live.placed && isWantedIn(live, target)) live.placed = live.placed.filter((each) => each !== target);
  if (live.placed?.length === 0)
    liftBlock(draft, at.by, `${target} is no Network ACL of AISM any more, and it was blocked nowhere else`, at);
  return true;
}
