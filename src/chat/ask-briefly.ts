/** How long an answer of Slack is believed. Milliseconds. */
const FRESH_MS = 30_000;
/** So long an answer is waited for: a click has 3 s for everything. Milliseconds. */
const PATIENCE_MS = 500;
/** After a failure it is not asked again for so long, so that a silent Slack does not cost each click its patience. Milliseconds. */
const REST_MS = 5000;

interface Known<T> {
  value: T;
  at: number;
}

/**
 * Asks about one thing at a time, remembers the answer for a short while, and waits for a new one no longer than half a second.
 * When none comes, the last one counts if it is younger than `staleMs`; else it is undefined. A late answer counts the next time.
 */
export function askBriefly<T>(
  ask: (about: string) => Promise<T>,
  options: { staleMs: number; wall: () => number; onError: (error: unknown) => void },
): (about: string) => Promise<T | undefined> {
  const known = new Map<string, Known<T>>();
  const asked = new Map<string, Promise<void>>();
  const failedAt = new Map<string, number>();

  function askOnce(about: string): Promise<void> {
    const running = asked.get(about);
    if (running !== undefined) return running;
    const asking = ask(about)
      .then(
        (value) => {
          known.set(about, { value, at: options.wall() });
          failedAt.delete(about);
        },
        (error: unknown) => {
          failedAt.set(about, options.wall());
          options.onError(error);
        },
      )
      .finally(() => asked.delete(about));
    asked.set(about, asking);
    return asking;
  }

  const isYounger = (at: number | undefined, ms: number) => at !== undefined && options.wall() - at < ms;

  return async (about) => {
    if (isYounger(known.get(about)?.at, FRESH_MS)) return known.get(about)?.value;
    if (!isYounger(failedAt.get(about), REST_MS)) await atMost(PATIENCE_MS, askOnce(about));
    const last = known.get(about);
    return last && isYounger(last.at, options.staleMs) ? last.value : undefined;
  };
}

function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
