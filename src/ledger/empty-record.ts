import type { Address } from '../address/address.ts';
import type { AddressRecord } from './record.ts';

/** What we know of an address that we never met. Its `rev` is 0: nothing is stored yet. */
export function emptyRecord(address: Address): AddressRecord {
  return {
    address,
    rev: 0,
    events: [],
    claims: [],
    pastBlocks: [],
    snoozes: [],
    episodes: [],
    score: 0,
    outbox: [],
  };
}
