import type { Clock } from '../clock.ts';
import type { Settings } from './settings.ts';

/** The application's clock: the machine's, run ahead by what was asked for. It never goes back, also after a restart. */
export function sandboxClock(settings: Settings, save: () => void): Clock & { advance(ms: number): void } {
  return {
    now: () => Date.now() + settings.clockOffsetMs,
    advance(ms) {
      settings.clockOffsetMs += ms;
      save();
    },
  };
}
