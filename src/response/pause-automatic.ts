import { activePause, noteChange, type Pause } from '../decision/automatic.ts';
import { formatDuration } from '../decision/duration.ts';
import type { Deps } from './deps.ts';
import { noticeMoment, noticeWords } from './notice-words.ts';
import { orLater } from './or-later.ts';
import { tellAutomatic } from './tell-automatic.ts';

/** A pause that would end only so much later changes nothing: the same wish, said twice. Milliseconds. */
const SAME_MOMENT = 60_000;

export type PauseAnswer = { kind: 'paused' | 'lengthened' | 'already-paused'; pause: Pause; isTripped: boolean };

/** A person stops automatic blocking for a time, or until somebody resumes it (`forMs` null). Said twice it is one pause. */
export async function pauseAutomatic(
  deps: Deps,
  request: { by: string; forMs: number | null; why: string },
): Promise<PauseAnswer> {
  const { by, forMs, why } = request;
  const answer = await deps.ledger.automatic.change((draft): PauseAnswer => {
    const now = deps.clock.now();
    const until = forMs === null ? null : now + forMs;
    const isTripped = draft.trip !== undefined;
    const before = activePause(draft, now);
    if (before && endOf(until) <= endOf(before.until) + SAME_MOMENT)
      return { kind: 'already-paused', pause: before, isTripped };
    const pause = { by, at: now, until, why };
    draft.pause = pause;
    const end = until === null ? 'until somebody says `/aism resume`' : `until ${noticeMoment(until)}`;
    const because = why ? ` Why: ${noticeWords(why, 300)}.` : '';
    noteChange(draft, {
      at: now,
      kind: 'pause',
      actor: by,
      before: before ? `paused ${words(before.until)}` : 'on',
      after: `paused ${words(until)}`,
      why: why || (forMs === null ? 'no reason was given' : `for ${formatDuration(forMs)}`),
      text: `:pause_button: <@${by}> paused automatic blocking ${end}.${because} Attackers are asked about meanwhile; what is blocked stays blocked.`,
    });
    return { kind: before ? 'lengthened' : 'paused', pause, isTripped };
  });
  // It stands: nobody may be told that nothing was stored, and the tick tells the channel.
  await orLater(deps, () => tellAutomatic(deps));
  return answer;
}

function words(until: number | null): string {
  return until === null ? 'until resumed' : `until ${new Date(until).toISOString()}`;
}

function endOf(until: number | null): number {
  return until ?? Number.POSITIVE_INFINITY;
}
