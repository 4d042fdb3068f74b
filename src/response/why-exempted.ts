import { type Address, display } from '../address/address.ts';
import { entryFor } from '../decision/allowlist.ts';
import { guardedBecause } from '../decision/guard.ts';
import type { Deps } from './deps.ts';
import { loadGuard } from './load-guard.ts';

/** Why one person alone may not have an address blocked now, by the never-block list or the allowlist; else undefined. */
export async function whyExempted(deps: Deps, address: Address): Promise<string | undefined> {
  const [guard, entries] = await Promise.all([loadGuard(deps), deps.ledger.allowlist.entries()]);
  const entry = entryFor(entries, address, deps.clock.now());
  return guardedBecause(guard, address) ?? (entry && `${display(entry.cidr)} is on the allowlist: ${entry.why}`);
}
