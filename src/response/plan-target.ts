import type { Address } from '../address/address.ts';
import type { Guard } from '../decision/guard.ts';
import type { Entry } from '../firewall/firewall.ts';
import { plan } from '../firewall/plan.ts';
import { ruleKey } from '../firewall/rule.ts';
import type { Plan, Slot, Wish } from '../firewall/slots.ts';
import { isPinned, liveBlock, wishedScopes } from '../ledger/block.ts';
import { isWantedIn } from '../ledger/placing.ts';
import type { AddressRecord } from '../ledger/record.ts';
import type { Deps } from './deps.ts';
import { heldBack } from './held-back.ts';
import type { TargetData } from './target-data.ts';
import type { Known } from './wishes-known.ts';

/** A learned quota is tried again after a day. Milliseconds. */
const RELEARN_MS = 24 * 3_600_000;
/** A rule that EC2 does not show so long after it was asked for was never made. Milliseconds. */
const LATEST_MS = 5 * 60_000;
/** So many that cannot be denied here at all are enough to know that reading on is of no use. */
const HOPELESS = 60;
/** A slot that is free for none of so many is left free. */
const DEEP = 1000;

/** What a plan is made from, besides the records. */
export interface Sight {
  guard: Guard;
  entries: readonly Entry[];
  data: TargetData;
}

/**
 * The plan for a target. Reads on as long as a slot may be free for somebody further down, and looks up who was carried by
 * a rule that goes, so many at a time: so the top of the ledger is enough, however long it is.
 */
export async function planTarget(deps: Deps, target: string, known: Known, sight: Sight): Promise<Plan> {
  const asked = new Set<Address>();
  for (;;) {
    const made = makePlan(deps, target, known.records(), sight);
    const gone = known.carriers.filter(
      (carrier) => !asked.has(carrier) && !stands(carrier, made, known, sight.data.slots),
    );
    for (const carrier of gone) {
      asked.add(carrier);
      const { records, isMore } = await deps.ledger.records.riders(target, carrier);
      known.add(records);
      if (isMore) known.isMoreUnsettled = true;
    }
    if (gone.length > 0) continue;
    if (isEnough(made, known) || !(await known.readOn())) return made;
  }
}

/**
 * Whether nobody further down would get a slot. While one is free there may be somebody whom no allow in the way of those
 * above keeps from it, or who needs fewer.
 */
function isEnough(made: Plan, known: Known): boolean {
  if (made.waiting.size === 0 && made.unusable.size < HOPELESS) return false;
  return made.isFull || made.slots.length === 0 || known.records().length >= DEEP;
}

/** Whether a wider block still carries by the same rules. What was merged of neighbours stands only with all of them. */
function stands(carrier: Address, made: Plan, known: Known, slots: readonly Slot[]): boolean {
  const record = known.get(carrier);
  if (!record || !liveBlock(record)) return false;
  const planned = new Set(made.slots.map((slot) => ruleKey(slot.rule)));
  const before = slots.filter((slot) => slot.rule.cidr === carrier);
  return before.length > 0 && before.every((slot) => planned.has(ruleKey(slot.rule)));
}

function makePlan(deps: Deps, target: string, records: AddressRecord[], { guard, entries, data }: Sight): Plan {
  const wished = records.filter((record) => {
    const live = liveBlock(record);
    return live && isWantedIn(live, target) && !heldBack(guard, record);
  });
  const slots = standingSlots(deps, data, entries);
  const quota = quotaNow(deps, data, entries);
  return plan(wished.sort(byPriority).map(toWish), entries, slots, { ...deps.limits, quota }, deps.wall());
}

/** EC2 may have been full of what it did not show yet: so many entries as it shows it takes at least. */
function quotaNow({ clock, limits }: Deps, { learned }: TargetData, entries: readonly Entry[]): number {
  if (!learned || clock.now() - learned.at >= RELEARN_MS) return limits.quota;
  return Math.min(Math.max(learned.quota, entries.length), limits.quota);
}

/** Our slots without those whose rule was asked for so long ago that it was never made. */
export function standingSlots(deps: Pick<Deps, 'wall'>, data: TargetData, entries: readonly Entry[]): Slot[] {
  const shown = new Set(entries.map((entry) => entry.ruleNumber));
  return data.slots.filter((s) => s.seen || shown.has(s.ruleNumber) || deps.wall() - s.at < LATEST_MS);
}

/** Pinned first, the oldest of them first; then the most dangerous. The address breaks ties, so that order never flips. */
function byPriority(a: AddressRecord, b: AddressRecord): number {
  const [first, second] = [isPinned(a), isPinned(b)];
  if (first !== second) return first ? -1 : 1;
  const bySince = (a.block?.since ?? 0) - (b.block?.since ?? 0);
  return (first ? bySince : b.score - a.score) || a.address.localeCompare(b.address);
}

function toWish(record: AddressRecord): Wish {
  return { address: record.address, scopes: wishedScopes(record), pinned: isPinned(record), score: record.score };
}
