import type { Address } from '../address/address.ts';
import { formatDuration } from '../decision/duration.ts';
import { liveBlock } from '../ledger/block.ts';
import { blockMark } from '../ledger/block-mark.ts';
import { touchCards } from '../ledger/episode.ts';
import { noteAction } from '../ledger/note-action.ts';
import type { Block, Episode } from '../ledger/record.ts';
import type { Deps } from './deps.ts';

export type IgnoreAnswer =
  | { kind: 'ignored'; until: number }
  | { kind: 'already-ignored'; by: string; until: number }
  | { kind: 'already-blocked'; block: Block }
  /** The card was drawn before a block that has ended since. */
  | { kind: 'changed'; last: Block }
  | { kind: 'no-such-card' };

/** Ignore: this rule is silent about this address until a moment. */
export async function ignoreAlerts(
  deps: Deps,
  request: {
    address: Address;
    episode: string;
    by: string;
    forMs: number;
    /** The mark of the block that the card showed; absent: it is not told. */
    asOf?: string | undefined;
  },
): Promise<IgnoreAnswer> {
  const { result } = await deps.ledger.records.change(request.address, (draft): IgnoreAnswer => {
    const now = deps.clock.now();
    const episode = draft.episodes.find((each) => each.id === request.episode);
    if (!episode) return { kind: 'no-such-card' };
    const live = liveBlock(draft);
    if (live) return { kind: 'already-blocked', block: live };
    if (draft.block && request.asOf !== undefined && request.asOf !== blockMark(draft))
      return { kind: 'changed', last: draft.block };
    const snooze = draft.snoozes.find((each) => each.rule === episode.rule && each.until > now);
    if (snooze && isAnswered(episode)) return { kind: 'already-ignored', by: snooze.by, until: snooze.until };
    const until = now + request.forMs;
    draft.snoozes = [
      ...draft.snoozes.filter((each) => each.until > now && each.rule !== episode.rule),
      { rule: episode.rule, until, by: request.by },
    ];
    const what = `ignored for ${formatDuration(request.forMs)}`;
    episode.status = 'ignored';
    episode.answer = { by: request.by, at: now, until, what };
    noteAction(draft, {
      at: now,
      kind: 'ignore',
      actor: request.by,
      before: 'asked',
      after: what,
      why: `alerts of ${episode.rule} about this address are silent`,
    });
    touchCards(draft, now, (each) => each.id === episode.id);
    return { kind: 'ignored', until };
  });
  deps.wake.announce();
  deps.wake.bookkeeping();
  return result;
}

function isAnswered(episode: Episode): boolean {
  return episode.status === 'ignored';
}
