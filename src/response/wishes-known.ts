import type { Address } from '../address/address.ts';
import type { AddressRecord } from '../ledger/record.ts';
import type { Deps } from './deps.ts';
import type { TargetData } from './target-data.ts';

/** How many blocks beyond the quota are looked at as candidates for a slot, and how many unsettled ones in one pass. */
const CANDIDATES = 60;
const UNSETTLED = 300;

/** Changes under way: what the records become. One that fails is none. */
export type Changing = ReadonlyArray<Promise<readonly AddressRecord[]>>;

/** The records that a pass knows of. */
export interface Known {
  records(): AddressRecord[];
  get(address: Address): AddressRecord | undefined;
  add(more: readonly AddressRecord[]): void;
  /** Reads further down the live blocks; false when all are known. */
  readOn(): Promise<boolean>;
  /** The ranges whose rules carry blocks of others. */
  carriers: readonly Address[];
  /** Whether more unsettled ones wait behind those that were read, or more that a rule carried which goes. */
  isMoreUnsettled: boolean;
}

/**
 * Reads the top of the live blocks, everything that is not settled, the carriers, and whoever holds a slot now or held one
 * lately: after a stop nothing else leads to a record that still says so. Meanwhile others are being changed. A later change
 * than what was read or came of those wakes the target once more.
 */
export async function readWishes(
  deps: Deps,
  target: string,
  { slots, gone = [] }: TargetData,
  changing: Changing,
): Promise<Known> {
  const { records } = deps.ledger;
  let top = deps.limits.quota + CANDIDATES;
  const holders = [...slots, ...gone].map((each) => each.rule.cidr);
  const most = { live: top, unsettled: UNSETTLED };
  const [{ live, unsettled, holders: held }, carriers, changed] = await Promise.all([
    records.forTarget(target, most, holders),
    records.carriers(target),
    Promise.allSettled(changing),
  ]);
  const known = new Map<Address, AddressRecord>();
  const add = (more: readonly AddressRecord[]) => {
    for (const record of more) known.set(record.address, record);
  };
  add([...live, ...unsettled, ...held]);
  const became = changed.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
  add(became.filter((record) => record.rev > (known.get(record.address)?.rev ?? 0)));
  let isAll = live.length < top;
  return {
    records: () => [...known.values()],
    get: (address) => known.get(address),
    add,
    async readOn() {
      if (isAll) return false;
      top *= 4;
      const more = await records.live(top, [target]);
      isAll = more.length < top;
      add(more);
      return true;
    },
    carriers,
    isMoreUnsettled: unsettled.length >= UNSETTLED,
  };
}
