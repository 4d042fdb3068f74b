import { type Automatic, activePause } from '../decision/automatic.ts';
import type { PauseAnswer } from '../response/pause-automatic.ts';
import type { ResumeAnswer } from '../response/resume-automatic.ts';
import { escapeMrkdwn } from './cards/plain.ts';
import { slackDate } from './say-result.ts';

/** Why nothing is blocked automatically, who can change that, and until when; nothing while it may be. */
export function sayOff(state: Automatic, now: number): string[] {
  const pause = activePause(state, now);
  const trip = state.trip
    ? [
        `:octagonal_sign: Automatic blocking is off since ${slackDate(state.trip.at)}: ${escapeMrkdwn(state.trip.why)}. A lead resumes it with \`/aism resume\`.`,
      ]
    : [];
  return pause ? [`:pause_button: Automatic blocking is paused ${sayPause(pause)}.`, ...trip] : trip;
}

/** The answer to somebody who paused it. */
export function sayPauseAnswer({ kind, pause, isTripped }: PauseAnswer): string {
  const off = isTripped ? ' The breaker has switched it off besides; that ends only when a lead resumes it.' : '';
  switch (kind) {
    case 'paused':
      return `Automatic blocking is paused ${sayEnd(pause.until)}. Attackers are asked about meanwhile.${off}`;
    case 'lengthened':
      return `The pause now lasts ${sayEnd(pause.until)}.${off}`;
    case 'already-paused':
      return `Automatic blocking is already paused ${sayPause(pause)}. Nothing changed; \`/aism resume\` ends it.${off}`;
  }
}

/** The answer to somebody who resumed it. */
export function sayResumeAnswer(answer: ResumeAnswer): string {
  switch (answer.kind) {
    case 'resumed':
      return 'Automatic blocking goes on. The breaker counts anew from now.';
    case 'only-a-lead': {
      const paused = answer.pause
        ? 'The pause is over, but automatic blocking stays off'
        : 'Automatic blocking stays off';
      return `${paused}: ${escapeMrkdwn(answer.why)}. Only a lead may resume it.`;
    }
    case 'is-on':
      return answer.resumedAt === undefined
        ? 'Automatic blocking is not paused. Nothing changed.'
        : `Automatic blocking is on; it was resumed ${slackDate(answer.resumedAt)}. Nothing changed.`;
  }
}

function sayPause({ by, at, until, why }: NonNullable<Automatic['pause']>): string {
  return `by <@${by}> since ${slackDate(at)}, ${sayEnd(until)}${why ? `, because: ${escapeMrkdwn(why)}` : ''}`;
}

function sayEnd(until: number | null): string {
  return until === null ? 'until somebody says `/aism resume`' : `until ${slackDate(until)}`;
}
