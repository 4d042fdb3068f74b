import { exemptedBecause, type Guard, guardedBecause } from '../decision/guard.ts';
import { overriders } from '../ledger/block.ts';
import type { AddressRecord } from '../ledger/record.ts';

/** Why a block may not reach the firewall: the never-block list, unless two people override it, and the allowlist always. */
export function heldBack(guard: Guard, record: AddressRecord): string | undefined {
  const because = overriders(record) ? exemptedBecause : guardedBecause;
  return because(guard, record.address);
}
