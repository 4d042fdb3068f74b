import type { AddressRecord, Episode } from './record.ts';

export type Shout = NonNullable<Episode['shout']>;

/**
 * Something that must be heard about a card: an edit wakes nobody, so it is also said below the card, to the channel. It
 * takes the place of one that is not said yet. The change's revision is in its name, by which it is found again.
 */
export function shoutOn(
  draft: AddressRecord,
  episode: Episode,
  { kind, sentence, now }: { kind: NonNullable<Shout['kind']>; sentence: string; now: number },
): void {
  // A storm's digest tells of it.
  if (episode.folded !== undefined) return;
  episode.shout = { id: `${draft.rev + 1}`, kind, sentence, isTried: false };
  episode.sayAt = now;
}

/** The card that speaks for the block of an address: of several, each with a rule of its own, one is enough. */
export function blockedCard(draft: AddressRecord): Episode | undefined {
  const blocked = draft.episodes.filter(({ status, folded }) => status === 'blocked' && folded === undefined);
  return blocked.findLast((episode) => episode.ts !== undefined) ?? blocked.at(-1);
}
