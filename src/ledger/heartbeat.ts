import { z } from 'zod';

/** That a source of alerts was heard: an alert, or a body that could not be read. Moments in milliseconds. */
export const heartbeatSchema = z.object({ source: z.string(), at: z.number() });
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** When each source was heard last, as far as it was noted: once a minute by each process, so up to that much later. */
export interface Heartbeats {
  /** Notes it. An earlier moment than the one that is noted changes nothing. */
  note(beat: Heartbeat): Promise<void>;
  /** Of every source that was ever heard. */
  read(): Promise<Heartbeat[]>;
}

/** The sources that were heard before, and have been silent for so long. */
export function silentSources(beats: readonly Heartbeat[], now: number, silenceMs: number): Heartbeat[] {
  return beats.filter(({ at }) => now - at >= silenceMs);
}
