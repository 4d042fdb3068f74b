import { z } from 'zod';

/** One alert as an address remembers it: enough to know it again and to weigh it in a window. */
export const seenEventSchema = z.object({
  id: z.string(),
  rule: z.string(),
  /** When it happened, in milliseconds. */
  at: z.number(),
  weight: z.number(),
  counting: z.enum(['sum', 'max']),
  host: z.string().exactOptional(),
  /** It was more than an hour old when it was counted: it brings nobody an automatic block, then or later. */
  late: z.literal(true).exactOptional(),
  /** A successful log-in: remembered, and no attack. */
  login: z.literal(true).exactOptional(),
  /** The alert could not say that this address made it. */
  unkeyed: z.literal(true).exactOptional(),
});
export type SeenEvent = z.infer<typeof seenEventSchema>;
