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
  /** Those of them that are about the web. */
  webRules: readonly string[];
  seenAs: readonly Address[];
  /** Under which rules it would be blocked still, though a crawler speaks against the web rules. */
  rulesWith: (look: SecondLook) => readonly string[];
  /** Why automatic blocking went off because of the alerts of this round, in words; still being counted. */
  firing: Promise<string | undefined>;
}

/** Looks closer, once for each change of a record: what costs time, or counts, is done only here. */
export async function secondLook(deps: Deps, suspect: Suspect): Promise<SecondLook> {
  const { address, rules, rulesWith, webRules, seenAs, firing } = suspect;
  const doubt = webRules.length > 0 ? await crawlerDoubtOf(deps, address, seenAs) : undefined;
  const crawler = doubt === undefined ? {} : { crawler: doubt };
  // Its other rules go on speaking against a crawler; perhaps one that only met the block of the web rule before.
  const left = doubt === undefined ? rules : rulesWith(crawler);
  if (left.length === 0) return crawler;
  // The last of all: whoever gets leave is counted.
  const [leave, wide] = await Promise.all([reserveBlock(deps, { address, rules: left, at: deps.clock.now() }), firing]);
  const autoOff = leave ?? wide;
  return autoOff === undefined ? crawler : { ...crawler, autoOff };
}
