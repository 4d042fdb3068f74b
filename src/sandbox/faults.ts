import { z } from 'zod';

/** What can be made to go wrong in one sandbox server. Times in milliseconds, rates from 0 to 1. */
export const faultSchema = z.strictObject({
  errorRate: z.number().min(0).max(1).optional(),
  /** The error code to answer with; each server has its own default (a throttle). */
  code: z.string().max(100).optional(),
  latencyMs: z.number().min(0).max(60_000).optional(),
  /** Connections are cut without an answer. */
  down: z.boolean().optional(),
  /** EC2 only: a Describe shows the state of so long ago. */
  describeLagMs: z.number().min(0).max(60_000).optional(),
  /** EC2 only: rules per Network ACL and direction. */
  quota: z.number().int().min(1).max(100).optional(),
  /** EC2 only: this region alone is at fault. */
  region: z.string().max(50).optional(),
});

export const faultsSchema = z.strictObject({
  ec2: faultSchema.optional(),
  sts: faultSchema.optional(),
  dynamodb: faultSchema.optional(),
  slack: faultSchema.optional(),
});

export type Fault = z.infer<typeof faultSchema>;
export type Faults = z.infer<typeof faultsSchema>;

/** The faults in force now; each server reads its own at every request. */
export interface FaultBox {
  current: Faults;
}
