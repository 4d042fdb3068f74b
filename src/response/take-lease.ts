import type { Lease } from '../ledger/lease.ts';
import type { Deps } from './deps.ts';

/** Another holder is waited for so long at most: a lease of one that died ends by itself before. Milliseconds. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** The lease, once its holder lets go; undefined when that takes too long. */
export async function takeLease(deps: Deps, name: string): Promise<Lease | undefined> {
  const end = deps.wall() + PATIENCE_MS;
  do {
    const lease = await deps.ledger.leases.acquire(name, deps.holder, deps.leaseMs);
    if (lease) return lease;
    await deps.sleep(LOOK_EVERY_MS);
  } while (deps.wall() < end);
  return undefined;
}

/** Lets go. A wish that came meanwhile is seen by whoever reconciles next. */
export async function giveBack(deps: Pick<Deps, 'ledger'>, lease: Lease): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt += 1)
    if ((await deps.ledger.leases.release(lease)) !== 'wanted-again') return;
}
