import { z } from 'zod';
import { addressSchema } from '../address/address.ts';

/** Milliseconds since the Unix epoch, by the application's clock. */
const moment = z.number();

/** What must still be copied to the actions, and told to the channel where it has a text. */
const noteSchema = z.object({
  id: z.string(),
  at: moment,
  kind: z.string(),
  actor: z.string(),
  before: z.string(),
  after: z.string(),
  why: z.string(),
  text: z.string(),
});

/** Whether AISM may block by itself, and what the breaker counts. One item, changed by one conditional write. */
export const automaticSchema = z.object({
  rev: z.number(),
  /** Since when hours are counted: before that nothing is known, which is not the same as nothing happened. */
  since: moment.exactOptional(),
  /** A person said so; `until` null: until somebody resumes. */
  pause: z.object({ by: z.string(), at: moment, until: moment.nullable(), why: z.string() }).exactOptional(),
  /** A limit was passed; only a lead resumes. */
  trip: z.object({ at: moment, limit: z.enum(['blocks', 'addresses', 'surge']), why: z.string() }).exactOptional(),
  /** The automatic blocks within the breaker's window, each address once. Never more than its limit. */
  recent: z.array(z.object({ address: addressSchema, rule: z.string(), at: moment })),
  /** Automatic blocks in each clock hour of the last week in which there were any; hours since the epoch. */
  hours: z.array(z.object({ hour: z.number(), blocks: z.number() })),
  /** When it was resumed last: what was counted before counts no more. */
  resumedAt: moment.exactOptional(),
  outbox: z.array(noteSchema),
});

export type Automatic = z.infer<typeof automaticSchema>;
export type Pause = NonNullable<Automatic['pause']>;
export type AutomaticNote = z.infer<typeof noteSchema>;

/** Before anything happened. */
export function emptyAutomatic(): Automatic {
  return { rev: 0, recent: [], hours: [], outbox: [] };
}

/** The pause that holds at this moment. One that has run out holds no more, whether or not that was written down. */
export function activePause(state: Automatic, now: number): Pause | undefined {
  return state.pause && (state.pause.until === null || state.pause.until > now) ? state.pause : undefined;
}

/** Why nothing is blocked automatically at this moment, in words; undefined when it may be. */
export function offBecause(state: Automatic, now: number): string | undefined {
  if (state.trip) return `automatic blocking is off: ${state.trip.why}`;
  const pause = activePause(state, now);
  if (!pause) return undefined;
  const end = pause.until === null ? 'until somebody resumes it' : `until ${new Date(pause.until).toISOString()}`;
  return `a person paused automatic blocking ${end}${pause.why ? ` (${pause.why})` : ''}`;
}

/** Adds what is to be told to the change that is being made, under an id that repeats itself. */
export function noteChange(draft: Automatic, note: Omit<AutomaticNote, 'id'>): void {
  const rev = draft.rev + 1;
  const count = draft.outbox.filter((earlier) => earlier.id.startsWith(`automatic@${rev}.`)).length;
  draft.outbox.push({ id: `automatic@${rev}.${count}`, ...note });
}
