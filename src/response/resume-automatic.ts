import { type Automatic, activePause, noteChange, type Pause } from '../decision/automatic.ts';
import type { Deps } from './deps.ts';
import { noticeWords } from './notice-words.ts';
import { orLater } from './or-later.ts';
import { tellAutomatic } from './tell-automatic.ts';

export type ResumeAnswer =
  | { kind: 'resumed'; pause: Pause | undefined; trip: Automatic['trip'] }
  /** The pause is over, if there was one; what the breaker switched off only a lead switches on. */
  | { kind: 'only-a-lead'; pause: Pause | undefined; why: string }
  | { kind: 'is-on'; resumedAt: number | undefined };

/** A person switches automatic blocking on again: ends a pause, and for a lead what the breaker did. Counting begins anew. */
export async function resumeAutomatic(deps: Deps, request: { by: string; isLead: boolean }): Promise<ResumeAnswer> {
  const { by, isLead } = request;
  const answer = await deps.ledger.automatic.change((draft): ResumeAnswer => {
    const now = deps.clock.now();
    const { trip } = draft;
    const pause = activePause(draft, now);
    if (!trip && !pause) return { kind: 'is-on', resumedAt: draft.resumedAt };
    delete draft.pause;
    if (trip && !isLead) {
      if (pause) note(draft, { by, now, pause, after: 'off until a lead resumes it' });
      return { kind: 'only-a-lead', pause, why: trip.why };
    }
    delete draft.trip;
    draft.resumedAt = now;
    draft.recent = [];
    note(draft, { by, now, pause, trip, after: 'on' });
    return { kind: 'resumed', pause, trip };
  });
  // It stands: nobody may be told that nothing was stored, and the tick tells the channel.
  await orLater(deps, () => tellAutomatic(deps));
  return answer;
}

function note(
  draft: Automatic,
  what: { by: string; now: number; pause: Pause | undefined; trip?: Automatic['trip']; after: string },
): void {
  const { by, now, pause, trip, after } = what;
  const paused = pause ? `a pause of <@${pause.by}>` : '';
  const tripped = trip ? `it was off because ${noticeWords(trip.why, 500)}` : '';
  const ended = [paused, tripped].filter(Boolean).join(', and ');
  const isOn = after === 'on';
  noteChange(draft, {
    at: now,
    kind: 'resume',
    actor: by,
    before: [pause ? 'paused' : '', trip ? 'switched off by the breaker' : ''].filter(Boolean).join(' and '),
    after,
    why: trip?.why ?? pause?.why ?? '',
    text: isOn
      ? `:arrow_forward: <@${by}> resumed automatic blocking (${ended}). What was asked about meanwhile still waits for an answer on its card.`
      : `:arrow_forward: <@${by}> ended ${paused} of automatic blocking. It stays off until a lead says \`/aism resume\`.`,
  });
}
