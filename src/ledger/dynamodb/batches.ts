import { LedgerUnavailableError } from '../errors.ts';

/** DynamoDB leaves out what it cannot take now; after so many batches of which it took nothing we give up. */
const TRIES = 8;
/** The first wait after such a batch; each next one is twice as long, up to the longest. Milliseconds. */
const FIRST_WAIT_MS = 25;
const LONGEST_WAIT_MS = 400;

/** Sends all in batches of at most `size`; `send` returns what was left out, which is sent again. */
export async function inBatches<T>(
  all: readonly T[],
  size: number,
  send: (batch: T[]) => Promise<readonly T[]>,
): Promise<void> {
  for (let at = 0; at < all.length; at += size) {
    let left: readonly T[] = all.slice(at, at + size);
    for (let idle = 0; left.length > 0; ) {
      if (idle === TRIES) throw new LedgerUnavailableError('DynamoDB takes no more at the moment');
      const before = left.length;
      left = await send([...left]);
      idle = left.length < before ? 0 : idle + 1;
      if (idle > 0) await new Promise((resolve) => setTimeout(resolve, waitMs(idle)));
    }
  }
}

function waitMs(idle: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (idle - 1), LONGEST_WAIT_MS);
}
