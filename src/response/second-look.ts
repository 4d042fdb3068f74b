import type { Address } from '../address/address.ts';
import type { Deps } from './deps.ts';

/** What speaks against an automatic block after all, in words. */
export interface SecondLook {
  crawler?: string;
  autoOff?: string;
}

/** Whom everything else speaks for blocking automatically: under which rules, and the single addresses that were seen. */
export interface Suspect {
  address: Address;
  rules: readonly string[];
  seenAs: readonly Address[];
}

/** Looks closer, once for each change of a record: what costs time, or counts, is done only here. */
export async function secondLook(_deps: Deps, _suspect: Suspect): Promise<SecondLook> {
  return {};
}
