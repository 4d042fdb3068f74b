/** How EC2 limits the rate of one action: a bucket of tokens that fills again by so many a second. */
export interface Rate {
  bucket: number;
  perSecond: number;
}

/** https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html: "non-mutating" and "mutating" actions. */
export const rates = {
  describe: { bucket: 100, perSecond: 20 },
  mutating: { bucket: 50, perSecond: 5 },
} satisfies Record<string, Rate>;

/** A full bucket for each action: `take` spends a token and says whether there was one. As in EC2, each action has its own. */
export function createThrottle(now: () => number): { take(action: string, rate: Rate): boolean } {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(action, rate) {
      const at = now();
      const bucket = buckets.get(action) ?? { tokens: rate.bucket, at };
      const refill = (Math.max(0, at - bucket.at) / 1000) * rate.perSecond;
      const tokens = Math.min(rate.bucket, bucket.tokens + refill);
      const allowed = tokens >= 1;
      buckets.set(action, { tokens: allowed ? tokens - 1 : tokens, at });
      return allowed;
    },
  };
}
