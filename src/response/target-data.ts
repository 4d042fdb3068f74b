import { z } from 'zod';
import { addressSchema } from '../address/address.ts';

const ruleSchema = z.object({
  cidr: addressSchema,
  protocol: z.enum(['-1', '6', '17']),
  ports: z.object({ from: z.number(), to: z.number() }).exactOptional(),
});

/** What a lease item holds of its target. */
const targetDataSchema = z.object({
  slots: z.array(
    z.object({
      ruleNumber: z.number(),
      rule: ruleSchema,
      was: ruleSchema.exactOptional(),
      seen: z.boolean(),
      isAltered: z.literal(true).exactOptional(),
      at: z.number(),
    }),
  ),
  /** Numbers that were ours lately, should a call that was held up put our rule there once more. */
  gone: z.array(z.object({ ruleNumber: z.number(), rule: ruleSchema, at: z.number() })).exactOptional(),
  /** The quota that EC2 taught us. */
  learned: z.object({ quota: z.number(), at: z.number() }).exactOptional(),
  /** When something else changed rules of ours: the last time, and within the hour before it; the oldest first. */
  drifts: z.array(z.number()).exactOptional(),
});
export type TargetData = z.infer<typeof targetDataSchema>;

/** What the last holder of the lease wrote down. */
export function readTargetData(data: unknown): TargetData {
  return data === undefined ? { slots: [] } : targetDataSchema.parse(data);
}
