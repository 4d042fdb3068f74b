/** Runs posts so that a channel takes them: a few at once, then one a second. */
export type Pace = <T>(post: () => Promise<T>) => Promise<T>;

/**
 * chat.postMessage allows about one message a second per channel, and short bursts (docs.slack.dev, "Rate limits").
 * A burst that Slack refuses all the same comes back as 429 and is sent later. Milliseconds.
 */
const POST_EVERY_MS = 1000;
const BURST = 4;

/** A bucket of posts that fills up by one a second. */
export function createPace(wall: () => number, sleep: (ms: number) => Promise<void>): Pace {
  let tokens = BURST;
  let filledAt = wall();
  const fill = () => {
    tokens = Math.min(BURST, tokens + (wall() - filledAt) / POST_EVERY_MS);
    filledAt = wall();
  };
  return async (post) => {
    fill();
    while (tokens < 1) {
      await sleep((1 - tokens) * POST_EVERY_MS);
      fill();
    }
    tokens -= 1;
    return post();
  };
}
