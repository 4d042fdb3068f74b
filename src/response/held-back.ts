import { type Guard, guardedBecause } from '../decision/guard.ts';
import { overriders } from '../ledger/block.ts';
import type { AddressRecord } from '../ledger/record.ts';

/** Why a block may not reach the firewall: the never-block list, unless two people override it. */
export function heldBack(guard: Guard, record: AddressRecord): string | undefined {
  return overriders(record) ? undefined : guardedBecause(guard, record.address);
}
