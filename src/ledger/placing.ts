import { touchCards } from './episode.ts';
import { noteAction } from './note-action.ts';
import type { AddressRecord, Block } from './record.ts';

/** Where a block is wanted: the targets of now, or some of them, with the reason. */
export interface Placing {
  targets: readonly string[];
  /** Only there, if it was looked up where the attacked hosts are. */
  placed?: readonly string[];
  placing?: string;
}

/** Whether a block is wanted in a target. */
export function isWantedIn(block: Block, target: string): boolean {
  return block.placed === undefined || block.placed.includes(target);
}

/** Takes a live block to where its address attacks as well. True when that was not wanted there before. */
export function spreadBlock(draft: AddressRecord, at: Placing & { now: number; why: string }): boolean {
  const live = draft.block;
  if (!live || live.ended || !isElsewhere(live, at)) return false;
  const before = live.placed?.join(', ') ?? '';
  spread(live, at);
  noteAction(draft, {
    at: at.now,
    kind: 'spread',
    actor: 'aism',
    before: `blocked in ${before}`,
    after: `blocked in ${live.placed?.join(', ') ?? 'every target'}`,
    why: at.why,
  });
  touchCards(draft, at.now);
  return true;
}

/** The states of a block that is not there yet. */
export function pendingIn(targets: readonly string[]): Block['targets'] {
  return Object.fromEntries(targets.map((id) => [id, { state: 'pending' as const, ruleNumbers: [] }]));
}

/** Whether a claim wants the block where it is not wanted yet. */
export function isElsewhere(live: Block, at: Placing): boolean {
  return live.placed !== undefined && (at.placed ?? at.targets).some((target) => !isWantedIn(live, target));
}

/** Wants the block there as well. */
export function spread(live: Block, at: Placing): void {
  if (!isElsewhere(live, at)) return;
  live.targets = { ...pendingIn(at.placed ?? at.targets), ...live.targets };
  if (at.placed) live.placed = [...new Set([...(live.placed ?? []), ...at.placed])];
  else delete live.placed;
  if (at.placing) live.placing = at.placing;
}
