import { touchCards } from './episode.ts';
import { noteAction } from './note-action.ts';
import type { AddressRecord } from './record.ts';

/** Ends a proposal to override the never-block list that nobody approved in time. True when there was one. */
export function lapseOverride(draft: AddressRecord, now: number): boolean {
  const { override } = draft;
  if (!override || override.expires > now) return false;
  delete draft.override;
  noteAction(draft, {
    at: now,
    kind: 'override-lapsed',
    actor: 'aism',
    before: `proposed by ${override.by}`,
    after: 'not blocked by it',
    why: 'nobody else approved it in time',
  });
  touchCards(draft, now, (episode) => episode.id === override.episode);
  return true;
}
