import { z } from 'zod';
import { addressSchema } from '../address/address.ts';
import { type Guard, guardedBecause } from '../decision/guard.ts';
import { type Entry, FirewallError } from '../firewall/firewall.ts';
import { plan } from '../firewall/plan.ts';
import { isRule } from '../firewall/rule.ts';
import type { Plan, Slot, Wish } from '../firewall/slots.ts';
import { isPinned, liveBlock, wishedScopes } from '../ledger/block.ts';
import type { Lease } from '../ledger/ledger.ts';
import type { AddressRecord } from '../ledger/record.ts';
import { applyChanges } from './apply-changes.ts';
import type { Deps } from './deps.ts';
import { withComeBack } from './given-up.ts';
import { loadGuard } from './load-guard.ts';
import { noteDrift } from './note-drift.ts';
import { settleRecords } from './settle-records.ts';

/** How many blocks beyond the quota are looked at as candidates for a slot, and how many unsettled ones in one pass. */
const CANDIDATES = 60;
const UNSETTLED = 300;
/** A learned quota is tried again after a day. Milliseconds. */
const RELEARN_MS = 24 * 3_600_000;
/** A rule that EC2 does not show so long after it was asked for was never made. Milliseconds. */
const LATEST_MS = 5 * 60_000;

const portsSchema = z.object({ from: z.number(), to: z.number() });
const ruleSchema = z.object({
  cidr: addressSchema,
  protocol: z.enum(['-1', '6', '17']),
  ports: portsSchema.exactOptional(),
});
/** What a lease item holds of its target. */
const targetDataSchema = z.object({
  slots: z.array(
    z.object({
      ruleNumber: z.number(),
      rule: ruleSchema,
      was: ruleSchema.exactOptional(),
      seen: z.boolean(),
      at: z.number(),
    }),
  ),
  /** Numbers that were ours lately, should a call that was held up put our rule there once more. */
  gone: z.array(z.object({ ruleNumber: z.number(), rule: ruleSchema, at: z.number() })).exactOptional(),
  /** The quota that EC2 taught us. */
  learned: z.object({ quota: z.number(), at: z.number() }).exactOptional(),
});
export type TargetData = z.infer<typeof targetDataSchema>;

/** What the last holder wrote down. */
export function readTargetData(data: unknown): TargetData {
  return data === undefined ? { slots: [] } : targetDataSchema.parse(data);
}

export interface Pass {
  changes: number;
  /** The plan could not be carried out as made: look again. */
  again: boolean;
  /** The lease was lost: another holder goes on. */
  lost: boolean;
}

/** One look at the target: describe, plan, apply, see, record. */
export async function reconcilePass(deps: Deps, target: string, lease: Lease): Promise<Pass> {
  const stored = readTargetData(lease.data);
  const records = await gather(deps, target, stored.slots);
  const guard = await loadGuard(deps);
  const entries = await describeOrTell(deps, target, records);
  const data = { ...stored, slots: withComeBack(stored.slots, stored.gone ?? [], entries, deps.wall()) };
  const made = makePlan(deps, records, guard, entries, data);
  await noteDrift(deps, target, made.drift);
  if (made.changes.length === 0 && sameSlots([...made.slots, ...made.limbo], stored.slots)) {
    const settled = await settleRecords(deps, target, { records, guard, plan: made, entries, trouble: undefined });
    return { changes: 0, again: isMore(records, settled), lost: false };
  }
  const applied = await applyChanges(deps, target, lease, { before: data, plan: made });
  if (applied.lost) return { changes: applied.made, again: false, lost: true };
  const shown = { plan: made, entries: applied.entries, trouble: applied.trouble?.message };
  const settled = await settleRecords(deps, target, { records, guard, ...shown });
  if (applied.trouble) throw applied.trouble;
  return { changes: applied.made, again: applied.again || isMore(records, settled), lost: false };
}

/** A full hand of unsettled records, of which some were settled, means that more wait behind. */
function isMore(records: readonly AddressRecord[], settled: number): boolean {
  return records.length >= UNSETTLED && settled > 0;
}

/** The top of the live blocks, everything that is not settled, and whoever holds a slot now. */
async function gather(deps: Deps, target: string, slots: readonly Slot[]): Promise<AddressRecord[]> {
  const [live, unsettled, holders] = await Promise.all([
    deps.ledger.records.live(deps.limits.quota + CANDIDATES),
    deps.ledger.records.unsettled(target, UNSETTLED),
    deps.ledger.records.getMany(slots.map((slot) => slot.rule.cidr)),
  ]);
  return [...new Map([...live, ...unsettled, ...holders].map((record) => [record.address, record])).values()];
}

async function describeOrTell(deps: Deps, target: string, records: AddressRecord[]): Promise<Entry[]> {
  try {
    return await deps.firewall.describe(target);
  } catch (error) {
    if (error instanceof FirewallError)
      await settleRecords(deps, target, {
        records,
        guard: undefined,
        plan: undefined,
        entries: undefined,
        trouble: error.message,
      });
    throw error;
  }
}

function makePlan(deps: Deps, records: AddressRecord[], guard: Guard, entries: Entry[], data: TargetData): Plan {
  const wished = records.filter((record) => liveBlock(record) && !guardedBecause(guard, record.address));
  const isFresh = data.learned !== undefined && deps.clock.now() - data.learned.at < RELEARN_MS;
  const quota = isFresh && data.learned ? Math.min(data.learned.quota, deps.limits.quota) : deps.limits.quota;
  const shown = new Set(entries.map((entry) => entry.ruleNumber));
  const slots = data.slots.filter((s) => s.seen || shown.has(s.ruleNumber) || deps.wall() - s.at < LATEST_MS);
  return plan(wished.sort(byPriority).map(toWish), entries, slots, { ...deps.limits, quota }, deps.wall());
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

function sameSlots(a: readonly Slot[], b: readonly Slot[]): boolean {
  return (
    a.length === b.length &&
    a.every((slot, index) => {
      const other = b[index];
      return (
        other !== undefined &&
        other.seen === slot.seen &&
        other.ruleNumber === slot.ruleNumber &&
        isRule({ ruleNumber: 0, action: 'deny', ...other.rule }, slot.rule)
      );
    })
  );
}
