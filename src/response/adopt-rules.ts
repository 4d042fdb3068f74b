import { policyFor } from '../decision/policy.ts';
import { scopeOf } from '../firewall/rule.ts';
import { addClaim } from '../ledger/block.ts';
import { openEpisode, startEpisode, touchCards } from '../ledger/episode.ts';
import type { Lease } from '../ledger/lease.ts';
import { noteAction } from '../ledger/note-action.ts';
import type { AddressRecord } from '../ledger/record.ts';
import { BY_HAND } from './approve-block.ts';
import type { Deps } from './deps.ts';
import { type ForeignRule, type ForeignRules, sortForeign } from './foreign-rules.ts';
import { look } from './look-at-target.ts';
import { leaseName } from './reconcile.ts';
import { giveBack, takeLease } from './take-lease.ts';
import { readTargetData } from './target-data.ts';
import { newEpisode } from './tell-episode.ts';

export interface AdoptRequest {
  /** Rule numbers. */
  rules: readonly number[];
  by: string;
  /** When the blocks end; null: never. */
  until: number | null;
}

export type Adopted =
  /** `changed`: what was listed and is there no longer as it was. */
  { kind: 'done'; adopted: ForeignRule[]; changed: number[] } | { kind: 'busy' } | { kind: 'trouble'; why: string };

/*
 *   lease ──▶ look ──▶ for each rule:  claim in the record ──▶ number into the lease item ──▶ lease back ──▶ reconcile
 *                                              │                          │
 *                     stop: a block that is wished, and                stop: ours already; the lease
 *                     another's rule that says the same                ends by itself, any pass goes on
 *
 * After a stop behind the claim a pass makes a second rule, since the first is still another's. Adopt again: the claim
 * is there, the number becomes ours, and of two rules that say the same the plan drops one.
 */
/** Makes entries inside our numbers, that somebody else made, ours: each stays at its number, with no gap. */
export async function adoptRules(deps: Deps, target: string, request: AdoptRequest): Promise<Adopted> {
  const lease = await takeLease(deps, leaseName(deps, target));
  if (!lease) return { kind: 'busy' };
  try {
    return await adoptUnder(deps, target, lease, request);
  } finally {
    await giveBack(deps, lease);
    deps.wake.announce();
    deps.wake.bookkeeping();
  }
}

async function adoptUnder(deps: Deps, target: string, lease: Lease, request: AdoptRequest): Promise<Adopted> {
  const seen = await look(deps, target, readTargetData(lease.data));
  if (seen.kind === 'blind') return { kind: 'trouble', why: seen.error.message };
  const found = sortForeign(deps, seen.sight).adoptable.filter(({ ruleNumber }) => request.rules.includes(ruleNumber));
  let { data } = seen.sight;
  const adopted: ForeignRule[] = [];
  for (const each of found) {
    if (!(await deps.ledger.leases.renew(lease, deps.leaseMs))) return { kind: 'busy' };
    await deps.ledger.records.change(each.rule.cidr, (draft) => claim(draft, target, each, request, deps));
    const { ruleNumber, address, scope, rule } = each;
    data = { ...data, slots: [...data.slots, { ruleNumber, rule, seen: true, at: deps.wall() }] };
    if (!(await deps.ledger.leases.save(lease, data))) return { kind: 'busy' };
    adopted.push({ ruleNumber, address, scope });
  }
  const missing = request.rules.filter((number) => !found.some(({ ruleNumber }) => ruleNumber === number));
  return { kind: 'done', adopted, changed: missing };
}

/** The block that a person could have asked for by hand, with a card on which it can be undone. */
function claim(
  draft: AddressRecord,
  target: string,
  { ruleNumber, rule }: ForeignRules['adoptable'][number],
  { by, until }: AdoptRequest,
  deps: Deps,
): void {
  const now = deps.clock.now();
  const why = `adopted: rule ${ruleNumber} of ${target}`;
  const { severity } = policyFor(deps.policy, BY_HAND);
  const told = openEpisode(draft, BY_HAND, now) ?? newEpisode(draft, BY_HAND, severity, deps);
  const scopes = [scopeOf(rule)];
  const { kind } = addClaim(draft, { by, scopes, until, why }, { now, targets: deps.targets, severity });
  if (kind === 'already-blocked') {
    noteAction(draft, { at: now, kind: 'adopt', actor: by, before: "another's rule", after: 'a rule of ours', why });
    return;
  }
  if (!draft.episodes.includes(told)) startEpisode(draft, told);
  const what = until === null ? 'blocked for good' : `blocked until ${new Date(until).toISOString()}`;
  Object.assign(told, { status: 'blocked', seen: why, sentence: why, reasons: ['by-hand'] });
  told.answer = { by, at: now, until, what };
  touchCards(draft, now, (each) => each.id === told.id);
}
