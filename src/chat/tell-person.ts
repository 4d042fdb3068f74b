import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../response/deps.ts';

/** How long is waited before an answer is tried again that Slack did not take. Milliseconds. */
const WAITS: readonly number[] = [1000, 3000, 10_000];

/**
 * Tells one person something in the first of these ways that Slack takes, and tries all of them again for a while: it may be
 * busy (429) or down for a moment. An answer that came twice is better than none, so nothing is looked for before. At last
 * it is given up, and logged.
 */
export async function tellPerson(user: string, ways: ReadonlyArray<() => Promise<unknown>>, log: Log): Promise<void> {
  for (const wait of [...WAITS, undefined]) {
    let last: unknown;
    for (const way of ways)
      try {
        await way();
        return;
      } catch (error) {
        last = error;
      }
    if (wait === undefined) return log.error({ err: last, user }, 'an answer could not be shown to whoever asked');
    log.warn({ err: last, user }, 'an answer could not be shown yet; it is tried again');
    await sleep(wait, undefined, { ref: false });
  }
}
