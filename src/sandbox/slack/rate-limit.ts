/** A token bucket's shape: how many calls at once, and how many a minute after that. */
export interface Rate {
  burst: number;
  perMinute: number;
}

// Slack's tiers are "N+ a minute" with bursts that it does not number: https://docs.slack.dev/apis/web-api/rate-limits
export const TIER_1: Rate = { burst: 10, perMinute: 10 };
export const TIER_2: Rate = { burst: 20, perMinute: 20 };
export const TIER_3: Rate = { burst: 50, perMinute: 50 };
export const TIER_4: Rate = { burst: 100, perMinute: 100 };
/** chat.postMessage: about one a second in a channel, short bursts allowed. */
export const POSTING: Rate = { burst: 10, perMinute: 60 };
/** auth.test: hundreds a minute. */
export const AUTH: Rate = { burst: 600, perMinute: 600 };

export interface RateLimiter {
  /** Takes one call from the bucket; 0 if it is allowed, else the seconds to wait (whole, at least 1). */
  take(key: string, rate: Rate): number;
}

export function createRateLimiter(now: () => number): RateLimiter {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(key, { burst, perMinute }) {
      const at = now();
      const bucket = buckets.get(key) ?? { tokens: burst, at };
      const refilled = Math.min(burst, bucket.tokens + (Math.max(0, at - bucket.at) * perMinute) / 60_000);
      const allowed = refilled >= 1;
      buckets.set(key, { tokens: allowed ? refilled - 1 : refilled, at });
      return allowed ? 0 : Math.max(1, Math.ceil(((1 - refilled) * 60) / perMinute));
    },
  };
}
