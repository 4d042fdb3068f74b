import type { ButtonAction } from '@slack/bolt';
import { parseDuration, SHORTEST_MS } from '../../decision/duration.ts';
import { pauseAutomatic } from '../../response/pause-automatic.ts';
import { sayPauseAnswer } from '../say-automatic.ts';
import { type ListenerDeps, onClick } from './listen.ts';

/** Pause on the Home tab: for as long as the button says. */
export function pauseClicked(listener: ListenerDeps) {
  return onClick<ButtonAction>(listener, 'pause', async ({ user, action }) => {
    const length = parseDuration(action.value ?? '');
    if (!length.ok || length.ms < SHORTEST_MS) return 'This button says no time that AISM knows.';
    return sayPauseAnswer(await pauseAutomatic(listener.deps, { by: user, forMs: length.ms, why: '' }));
  });
}
