import type { Deps } from './deps.ts';
import { type Tally, tallyActions } from './tally-actions.ts';

/**
 * Counts the actions of the span that ends at a moment, and of the equally long one before it. However many there are, few
 * are in memory. Milliseconds.
 */
export async function countActions(deps: Deps, spanMs: number, until = deps.clock.now()): Promise<Tally> {
  const tallying = tallyActions(until - spanMs, until);
  await deps.ledger.actions.visit(until - 2 * spanMs, until, tallying.add);
  return tallying.result();
}
