import { type Address, contains, family, prefixLength } from '../address/address.ts';
import { crawlerDoubt, isCrawlerName, type Named } from '../decision/crawlers.ts';
import type { Deps } from './deps.ts';

/** The whole look-up of an attacker takes no longer: its packets go on meanwhile. Milliseconds. */
const LIMIT_MS = 1000;
/** So many names of an address are looked at, and so many addresses of a network; nobody has more for a good reason. */
const MOST = 4;

type Parts = Pick<Deps, 'reverseDns' | 'policy' | 'log'>;

/**
 * Why an attacker is rather asked about: it is a crawler that everybody knows, by forward-confirmed reverse DNS, or that
 * could not be told. Undefined: it is none. Of a network the single addresses that were seen are looked at.
 */
export async function crawlerDoubtOf(
  deps: Parts,
  address: Address,
  seenAs: readonly Address[],
): Promise<string | undefined> {
  const isOne = prefixLength(address) === (family(address) === 4 ? 32 : 128);
  const single = isOne ? [address] : [...new Set(seenAs)].filter((each) => contains(address, each)).slice(0, MOST);
  const signal = AbortSignal.timeout(LIMIT_MS);
  return crawlerDoubt(await Promise.all(single.map((each) => nameOf(deps, each, signal))));
}

/*
 *   address ──▶ its names, by its own holder: anybody may claim any name
 *                 │ those in a crawler's domain
 *                 ▼
 *            their addresses, by the crawler: the same address must be among them
 */
async function nameOf(deps: Parts, address: Address, signal: AbortSignal): Promise<Named> {
  try {
    const names = await deps.reverseDns.namesOf(address, signal);
    const claimed = names.filter((name) => isCrawlerName(name, deps.policy.crawlers)).slice(0, MOST);
    const [first] = claimed;
    if (first === undefined) return { kind: 'no-crawler' };
    for (const name of claimed) {
      const own = await deps.reverseDns.addressesOf(name, family(address), signal);
      if (own.includes(address)) return { kind: 'verified', name };
    }
    return { kind: 'impostor', name: first };
  } catch (error) {
    deps.log.warn({ err: error, address }, 'the name of an attacker could not be looked up; a person is asked');
    return { kind: 'unknown' };
  }
}
