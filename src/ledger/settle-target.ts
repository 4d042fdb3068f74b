import { blockState } from './block.ts';
import { touchCards } from './episode.ts';
import { unfold } from './folded.ts';
import { noteAction } from './note-action.ts';
import type { AddressRecord, Block, Episode, TargetState } from './record.ts';
import { blockedCard, shoutOn } from './shout.ts';

/** Records what a target really shows of the block. */
export function settleTarget(draft: AddressRecord, target: string, shown: TargetState, now: number): void {
  const block = draft.block;
  const before = block?.targets[target];
  if (!block || JSON.stringify(before) === JSON.stringify(shown)) return;
  block.targets[target] = shown;
  // Who waits goes on waiting whatever fills the slots: the new reason is kept, and is no news for card or actions.
  if (before?.state === 'waiting' && shown.state === 'waiting') return;
  if (before?.state !== shown.state || before.note !== shown.note || before.through?.join() !== shown.through?.join()) {
    noteAction(draft, {
      at: now,
      kind: shown.state === 'out' ? 'removed' : shown.state,
      actor: 'aism',
      before: describeTarget(before),
      after: describeTarget(shown),
      why: `${target}${shown.note ? `: ${shown.note}` : ''}`,
    });
  }
  touchCards(draft, now);
  tellFailure(draft, block, now);
}

/** That a block does not work must be heard: once, until it works. */
function tellFailure(draft: AddressRecord, block: Block, now: number): void {
  const state = blockState(block);
  if (state === 'active') delete block.isFailureTold;
  if (state !== 'failed' || block.isFailureTold) return;
  block.isFailureTold = true;
  const card = blockedCard(draft) ?? cardFromStorm(draft, now);
  const note = Object.values(block.targets).find((each) => FAILED.has(each.state))?.note;
  if (card) shoutOn(draft, card, { kind: 'failed', sentence: note ?? 'the firewall could not be changed', now });
}

/**
 * A card of its own for what a storm's digest told: after the storm nobody looks at that any more. While it goes on the
 * sender folds it again, and the digest tells.
 */
function cardFromStorm(draft: AddressRecord, now: number): Episode | undefined {
  const folded = draft.episodes.findLast(({ status, folded: storm }) => status === 'blocked' && storm !== undefined);
  if (folded) unfold(folded, now);
  return folded;
}

const FAILED: ReadonlySet<TargetState['state']> = new Set(['failed', 'unusable', 'lost']);

function describeTarget(target: TargetState | undefined): string {
  if (!target) return 'unknown';
  const range = target.through ? ` for ${target.through.join(', ')}` : '';
  return target.ruleNumbers.length > 0
    ? `${target.state}, rule ${target.ruleNumbers.join(', ')}${range}`
    : target.state;
}
