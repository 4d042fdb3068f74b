import { type Change, type Entry, FirewallError, type Outcome } from '../firewall/firewall.ts';
import { isRule } from '../firewall/rule.ts';
import type { Plan, Slot } from '../firewall/slots.ts';
import type { Lease } from '../ledger/lease.ts';
import type { Deps } from './deps.ts';
import { givenUp } from './given-up.ts';
import type { TargetData } from './target-data.ts';

/** EC2 shows a change late: we look again after these waits, in milliseconds (about 12 s in all). */
const LOOKS = [0, 60, 120, 250, 500, 1000, 2000, 3000, 5000];

export interface Applied {
  /** The changes that EC2 did, in their order. */
  made: Change[];
  /** What the target shows; undefined when nobody could look. */
  entries: Entry[] | undefined;
  again: boolean;
  lost: boolean;
  trouble: FirewallError | undefined;
}

/*
 *   write down which numbers will be ours ──▶ change EC2, one call at a time ──▶ look until it shows
 *                                                          ──▶ write down what is ours now
 *
 * A stop anywhere leaves numbers that the next holder knows. A number where our rule was never seen, and another's
 * stands, is not ours. The fence guards the ledger; EC2 knows none, so each call is made only with enough lease left.
 */
export async function applyChanges(
  deps: Deps,
  target: string,
  lease: Lease,
  work: { before: TargetData; plan: Plan },
): Promise<Applied> {
  const { plan } = work;
  const staying = new Set(plan.slots.map((slot) => slot.ruleNumber));
  const planned = [...plan.slots, ...plan.leaving];
  // Also who loses a number: after a stop the next pass looks after the records that still say that they have one.
  const losing = givenUp(work.before.gone ?? [], work.before.slots, planned, deps.wall());
  const intent = { ...work.before, slots: planned, gone: losing };
  if (!(await deps.ledger.leases.save(lease, intent))) return nothing({ lost: true });

  // Asked for before and not shown yet: that its number is taken then most likely means that it is there.
  const asked = new Set(work.before.slots.filter((slot) => !slot.seen || slot.was).map((slot) => slot.ruleNumber));
  const isAskedAgain = (change: Change) => change.kind === 'create' && asked.has(change.ruleNumber);
  const taken = new Set<number>();
  /** Numbers where nothing of ours is left: another's rule that shows there came after. */
  const emptied = new Set<number>();
  let isFull = false;
  /** Changes that surely did not come: never sent, or refused. */
  const unmade = new Set(plan.changes);
  const done: Change[] = [];
  let trouble: FirewallError | undefined;
  for (const change of plan.changes) {
    if (!(await enoughLease(deps, lease))) return nothing({ made: done, lost: true });
    unmade.delete(change);
    try {
      const outcome = await make(deps, target, change);
      if (outcome === 'done') done.push(change);
      if (outcome === 'number-taken') taken.add(change.ruleNumber);
      if (change.kind === 'delete') emptied.add(change.ruleNumber);
      if (outcome === 'full') {
        isFull = true;
        unmade.add(change);
      }
      if (outcome === 'number-taken' && isAskedAgain(change)) continue;
      // The rest was planned for other circumstances.
      if (outcome !== 'done' && change.kind !== 'delete') break;
    } catch (error) {
      if (!(error instanceof FirewallError)) throw error;
      trouble = error;
      break;
    }
  }

  const entries = trouble ? await lookOnce(deps, target) : await lookUntilShown(deps, target, lease, done);
  // Nothing seen, nothing learned: the numbers written down before stay the truth until somebody can look.
  if (!entries) return { made: done, entries, again: false, lost: false, trouble: trouble ?? unseen(target) };
  const neverOurs = new Set(
    [...unmade]
      .filter(({ kind, ruleNumber }) => kind === 'create' && !asked.has(ruleNumber))
      .map((each) => each.ruleNumber),
  );
  const slots = intent.slots
    .filter((slot) => !neverOurs.has(slot.ruleNumber) && stillOurs(slot, entries, { staying, taken, emptied }))
    .map((slot) => seeNow(slot, entries));
  const counted = [
    ...done.filter((change) => change.kind === 'create'),
    ...work.before.slots.filter((slot) => !slot.seen),
  ];
  const learned = isFull ? { quota: countEntries(entries, counted), at: deps.clock.now() } : work.before.learned;
  const gone = givenUp(work.before.gone ?? [], [...work.before.slots, ...intent.slots], slots, deps.wall());
  const { drifts } = work.before;
  const kept = { ...(learned ? { learned } : {}), ...(drifts ? { drifts } : {}) };
  const saved = await deps.ledger.leases.save(lease, { slots, gone, ...kept });
  const again = !trouble && !plan.changes.every((change) => isShown(change, entries) || isAskedAgain(change));
  return { made: done, entries, again, lost: !saved, trouble };
}

/** Makes a change. Where EC2 showed us what is gone already there is nothing to replace, and the number is free. */
async function make(deps: Deps, target: string, change: Change): Promise<Outcome> {
  const outcome = await deps.firewall.apply(target, change);
  if (outcome !== 'not-there' || change.kind !== 'replace') return outcome;
  return deps.firewall.apply(target, { ...change, kind: 'create' });
}

/** Keeps a number until it is seen empty; drops it as soon as it shows that another came first, or after our rule went. */
function stillOurs(
  slot: Slot,
  entries: readonly Entry[],
  { staying, taken, emptied }: Record<'staying' | 'taken' | 'emptied', ReadonlySet<number>>,
): boolean {
  const entry = entries.find((each) => each.ruleNumber === slot.ruleNumber);
  if (taken.has(slot.ruleNumber)) return entry === undefined || isRule(entry, slot.rule);
  if (emptied.has(slot.ruleNumber) && entry)
    return [slot.rule, slot.was].some((rule) => rule !== undefined && isRule(entry, rule));
  return staying.has(slot.ruleNumber) || entry !== undefined || !slot.seen;
}

function seeNow(slot: Slot, entries: readonly Entry[]): Slot {
  const entry = entries.find((each) => each.ruleNumber === slot.ruleNumber);
  const { was: _, isAltered: __, ...rest } = slot;
  return entry && isRule(entry, slot.rule) ? { ...rest, seen: true } : slot;
}

async function lookUntilShown(
  deps: Deps,
  target: string,
  lease: Lease,
  changes: readonly Change[],
): Promise<Entry[] | undefined> {
  let entries: Entry[] | undefined;
  for (const wait of LOOKS) {
    if (wait > 0) await deps.sleep(wait);
    if (!(await enoughLease(deps, lease))) break;
    entries = (await lookOnce(deps, target)) ?? entries;
    if (entries && changes.every((change) => isShown(change, entries ?? []))) break;
  }
  return entries;
}

async function lookOnce(deps: Deps, target: string): Promise<Entry[] | undefined> {
  try {
    return await deps.firewall.describe(target);
  } catch (error) {
    if (error instanceof FirewallError) return undefined;
    throw error;
  }
}

function unseen(target: string): FirewallError {
  return new FirewallError('unavailable', `EC2 could not show what came of our changes (${target})`);
}

function isShown(change: Change, entries: readonly Entry[]): boolean {
  const entry = entries.find((each) => each.ruleNumber === change.ruleNumber);
  return change.kind === 'delete' ? entry === undefined : entry !== undefined && isRule(entry, change.rule);
}

/** Whether one more call would end before the lease does; takes more time when half of it is gone. */
async function enoughLease(deps: Deps, lease: Lease): Promise<boolean> {
  const left = lease.until - deps.wall();
  if (left > deps.leaseMs / 2 && left > deps.callMs) return true;
  return deps.ledger.leases.renew(lease, deps.leaseMs);
}

/** How many entries a full target has: those that show, and those of ours that it may show later. */
function countEntries(entries: readonly Entry[], made: ReadonlyArray<{ ruleNumber: number }>): number {
  return new Set([...entries, ...made].map((each) => each.ruleNumber)).size;
}

function nothing(how: { made?: Change[]; lost: boolean }): Applied {
  return { made: how.made ?? [], entries: undefined, again: false, lost: how.lost, trouble: undefined };
}
