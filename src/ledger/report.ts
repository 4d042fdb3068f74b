import { z } from 'zod';

/** Milliseconds since the Unix epoch, by the application's clock. */
const moment = z.number();

/** What happened in one slice of time. */
export const sliceSchema = z.object({
  from: moment,
  alerts: z.number(),
  automatic: z.number(),
  byPeople: z.number(),
});

/** The totals that are compared with those of the span before. */
export const totalsSchema = z.object({
  alerts: z.number(),
  addresses: z.number(),
  blocks: z.number(),
  automatic: z.number(),
  byPeople: z.number(),
  undone: z.number(),
  expired: z.number(),
  ignored: z.number(),
});

/** How often something was seen. */
const countedSchema = z.tuple([z.string(), z.number()]);

/** How long people took to decide. Milliseconds. */
export const decidedSchema = z.object({ count: z.number(), median: z.number(), p90: z.number() });

/** All that a report tells, so that its message and its picture can be drawn when it is sent. */
export const reportSchema = z.object({
  /** Why it is sent: it was due, or somebody asked for it. */
  kind: z.enum(['daily', 'weekly', 'now']),
  /** Who asked for it. */
  by: z.string().exactOptional(),
  from: moment,
  until: moment,
  sliceMs: z.number(),
  slices: z.array(sliceSchema),
  totals: totalsSchema,
  before: totalsSchema,
  decided: decidedSchema.exactOptional(),
  /** How many addresses would have been blocked automatically, had the mode been live. */
  would: z.number(),
  sources: z.array(countedSchema),
  addresses: z.array(countedSchema),
  rules: z.array(countedSchema),
  /** Addresses that were blocked several times in this span and the one before. */
  repeated: z.array(countedSchema),
  /** Rules of whose automatic blocks people took many back. */
  doubtful: z.array(z.object({ rule: z.string(), automatic: z.number(), undone: z.number() })),
  /** Blocks that end within a day, the next one first; `more`: how many are not named. */
  ending: z.object({ blocks: z.array(z.object({ address: z.string(), until: moment })), more: z.number() }),
  /** Questions that nobody has answered, the oldest first. */
  asking: z.object({
    questions: z.array(z.object({ address: z.string(), rule: z.string(), since: moment })),
    more: z.number(),
  }),
});

/** A regular report that could not be sent for so long is left out: at another hour it would surprise. Milliseconds. */
export const REPORT_LATEST_MS = 3 * 3_600_000;

/** Whether it is too late to send it. One that somebody asked for is always sent. */
export function isReportStale({ kind, until }: Pick<Report, 'kind' | 'until'>, now: number): boolean {
  return kind !== 'now' && now - until > REPORT_LATEST_MS;
}

export type Slice = z.infer<typeof sliceSchema>;
export type Totals = z.infer<typeof totalsSchema>;
export type Decided = z.infer<typeof decidedSchema>;
export type Report = z.infer<typeof reportSchema>;

/** Which regular reports were sent or left out. */
export const reportsSchema = z.object({
  rev: z.number(),
  /** Since when reports are due: none is sent for a time before AISM ran. */
  since: moment.exactOptional(),
  /** The last moment for which each was begun. */
  daily: moment.exactOptional(),
  weekly: moment.exactOptional(),
  /** Begun, and perhaps not in the channel's queue yet. */
  begun: z.array(z.object({ kind: z.enum(['daily', 'weekly']), due: moment })),
});
export type Reports = z.infer<typeof reportsSchema>;

/** No report was ever due. */
export function emptyReports(): Reports {
  return { rev: 0, begun: [] };
}
