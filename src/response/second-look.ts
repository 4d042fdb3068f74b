import type { Address } from '../address/address.ts';
import { reserveBlock } from './breaker.ts';
import type { Deps } from './deps.ts';
import { crawlerDoubtOf } from './known-crawler.ts';

/** What speaks against an automatic block after all, in words. */
export interface SecondLook {
  /** Against one for a web rule. */
  crawler?: string;
  autoOff?: string;
}

/** Whom everything else speaks for blocking automatically: under which rules, and the single addresses that were seen. */
export interface Suspect {
  address: Address;
  rules: readonly string[];
  /** Whether any of these rules is about the web. */
  isWeb: boolean;
  seenAs: readonly Address[];
  /** Why automatic blocking went off because of the alerts of this round, in words; still being counted. */
  firing: Promise<string | undefined>;
}

/** Looks closer, once for each change of a record: what costs time, or counts, is done only here. */
export async function secondLook(deps: Deps, { address, rules, seenAs, isWeb, firing }: Suspect): Promise<SecondLook> {
  const crawler = isWeb ? await crawlerDoubtOf(deps, address, seenAs) : undefined;
  if (crawler !== undefined) return { crawler };
  // The last of all: whoever gets leave is counted.
  const [leave, wide] = await Promise.all([reserveBlock(deps, { address, rules, at: deps.clock.now() }), firing]);
  const autoOff = leave ?? wide;
  return autoOff === undefined ? {} : { autoOff };
}
