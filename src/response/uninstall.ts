import { type Address, display } from '../address/address.ts';
import type { Deps } from './deps.ts';
import { undoBlock } from './lift-block.ts';
import { type OwnRule, type OwnRules, ownRules } from './own-rules.ts';
import { leaseName, reconcile } from './reconcile.ts';
import { readTargetData } from './target-data.ts';

const PAGE = 200;
const AT_ONCE = 8;
/** Looks at one target, and how many of them may fail in a row. */
const ROUNDS = 40;
const FAILURES = 5;
/** The longest wait for another process in one go. Milliseconds. */
const LONGEST_WAIT_MS = 5000;

export interface LiftedAll {
  lifted: number;
  /** Blocks that the ledger could not change, with the reason. */
  failed: Array<{ address: string; why: string }>;
  /** Targets that blocks stand in and that are configured no longer. */
  elsewhere: string[];
}

/** How many blocks are live, however many there are. */
export async function countLive(deps: Deps): Promise<number> {
  for (let top = PAGE; ; top *= 4) {
    const found = await deps.ledger.records.live(top, deps.targets);
    if (found.length < top) return found.length;
  }
}

/** Lifts every live block as Undo does. One that cannot be stored keeps no other from its end. */
export async function liftAll(deps: Deps, by: string, why: string): Promise<LiftedAll> {
  const all: LiftedAll = { lifted: 0, failed: [], elsewhere: [] };
  const elsewhere = new Set<string>();
  const tried = new Set<Address>();
  for (;;) {
    const live = await deps.ledger.records.live(PAGE + all.failed.length, deps.targets);
    const more = live.map((record) => record.address).filter((address) => !tried.has(address));
    if (more.length === 0) return { ...all, elsewhere: [...elsewhere] };
    for (let at = 0; at < more.length; at += AT_ONCE) {
      const some = more.slice(at, at + AT_ONCE);
      const answers = await Promise.allSettled(some.map((address) => undoBlock(deps, { address, by, why })));
      answers.forEach((answer, index) => {
        const address = some[index] as Address;
        tried.add(address);
        if (answer.status === 'rejected') all.failed.push({ address: display(address), why: String(answer.reason) });
        else if (answer.value.kind === 'lifted') {
          all.lifted += 1;
          for (const target of Object.keys(answer.value.block.targets))
            if (!deps.targets.includes(target)) elsewhere.add(target);
        }
      });
    }
  }
}

export type Emptied =
  | { kind: 'out'; taken: OwnRule[]; left: number }
  /** The Network ACL exists no longer, and its rules with it. */
  | { kind: 'gone'; taken: OwnRule[]; left: 0 }
  | { kind: 'trouble'; why: string };

/**
 * Reconciles a target, in which nothing is wished any more, until it holds no rule of ours, and looks whether that is so.
 * `before` is what was ours there.
 */
export async function emptyTarget(deps: Deps, target: string, before: OwnRules): Promise<Emptied> {
  let why = 'its rules are still there';
  let failures = 0;
  for (let round = 0; round < ROUNDS && failures < FAILURES; round += 1) {
    const done = await reconcile(deps, target);
    if (done.kind === 'busy') {
      why = 'another process is at it; try again';
      await deps.sleep(Math.min(Math.max(done.until - deps.wall() + 100, 100), LONGEST_WAIT_MS));
      continue;
    }
    const now = await ownRules(deps, target);
    if (now.kind === 'lost') return { kind: 'gone', taken: [], left: 0 };
    if (now.kind === 'seen' && (await isEmpty(deps, target, now))) {
      // Of very many blocks one call tells only some that they are out; if it takes too long the next tick goes on.
      if (round < ROUNDS - 1 && (await deps.ledger.records.unsettled(target, 1)).length > 0) continue;
      return { kind: 'out', taken: before.kind === 'seen' ? before.rules : [], left: now.others };
    }
    failures += 1;
    why = done.kind === 'trouble' ? done.why : 'new blocks come while the old ones are taken out: stop AISM first';
    await deps.sleep(500 * failures);
  }
  return { kind: 'trouble', why };
}

/** Neither does the target show a rule of ours nor is a number written down as ours. */
async function isEmpty(deps: Deps, target: string, now: OwnRules & { kind: 'seen' }): Promise<boolean> {
  if (now.rules.length > 0) return false;
  const held = await deps.ledger.leases.peek(leaseName(deps, target));
  return readTargetData(held?.data).slots.length === 0;
}
