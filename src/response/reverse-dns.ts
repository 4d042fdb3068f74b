import type { Address } from '../address/address.ts';

/** Asks the name servers. Both throw when these do not answer, or not well, and when the signal is given. */
export interface ReverseDns {
  /** The names that the holder of an address gave it; none, if it has no name. */
  namesOf(address: Address, signal: AbortSignal): Promise<string[]>;
  /** The addresses that a name has, of one family; none, if there is no such name. */
  addressesOf(name: string, family: 4 | 6, signal: AbortSignal): Promise<Address[]>;
}

/** Knows no name and asks nobody: where no real name server may be asked. */
export const noNames: ReverseDns = {
  namesOf: async () => [],
  addressesOf: async () => [],
};
