import type { Lease } from '../ledger/lease.ts';
import { type Announcer, MessageRefusedError } from './announcer.ts';
import type { Deps } from './deps.ts';

/** Another process speaks now. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError';
}

/** What one who speaks in the channel needs. */
export interface Say {
  deps: Deps;
  announcer: Announcer;
  /** Right before each message: Slack knows no fence, so nothing may lie between this and the call. Throws LeaseLostError. */
  check: () => Promise<void>;
}

/** What Slack refuses for what it says is not said: what counts is in the log and in the ledger. */
export function unlessRefused(deps: Deps, text: string): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof MessageRefusedError)) throw error;
    deps.log.error({ err: error, text }, 'Slack refuses these words; they are left out');
    return undefined;
  };
}

/** More time for the one who speaks. Throws LeaseLostError. */
export async function keepSpeaking(deps: Deps, lease: Lease): Promise<void> {
  if (lease.until - deps.wall() > deps.leaseMs / 2) return;
  if (!(await deps.ledger.leases.renew(lease, deps.leaseMs))) throw new LeaseLostError('another process speaks now');
}
