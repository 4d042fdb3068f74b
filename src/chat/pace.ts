/** Runs posts so that a channel takes them: a few at once, then one a second. */
export type Pace = <T>(post: () => Promise<T>) => Promise<T>;

/**
 * chat.postMessage allows about one message a second per channel, and short bursts (docs.slack.dev, "Rate limits").
 * A burst that Slack refuses all the same comes back as 429 and is sent later.
 */
const SLACK: PostRate = { burst: 4, perMinute: 60 };

/** So many posts at once, then so many a minute. */
export interface PostRate {
  burst: number;
  perMinute: number;
}

/** A bucket of posts that fills up by one a second, unless told another rate. */
export function createPace(
  wall: () => number,
  sleep: (ms: number) => Promise<void>,
  { burst, perMinute }: PostRate = SLACK,
): Pace {
  const everyMs = 60_000 / perMinute;
  let tokens = burst;
  let filledAt = wall();
  const fill = () => {
    tokens = Math.min(burst, tokens + (wall() - filledAt) / everyMs);
    filledAt = wall();
  };
  return async (post) => {
    fill();
    while (tokens < 1) {
      await sleep((1 - tokens) * everyMs);
      fill();
    }
    tokens -= 1;
    return post();
  };
}
