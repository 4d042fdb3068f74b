import { LedgerUnavailableError } from '../ledger/errors.ts';
import type { Deps } from './deps.ts';

/**
 * What follows from something that is stored already, and that the tick would do as well: when the ledger does not answer
 * it is left to the tick, for nobody may be told that nothing was stored. Undefined then.
 */
export async function orLater<T>(deps: Pick<Deps, 'log'>, story: () => Promise<T>): Promise<T | undefined> {
  try {
    return await story();
  } catch (error) {
    if (!(error instanceof LedgerUnavailableError)) throw error;
    deps.log.warn({ err: error }, 'what follows from a change could not be stored yet; the tick goes on');
    return undefined;
  }
}
