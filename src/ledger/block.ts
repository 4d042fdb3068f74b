import type { Scope } from '../decision/scope.ts';
import { touchCards } from './episode.ts';
import { noteAction } from './note-action.ts';
import { isElsewhere, type Placing, pendingIn, spread } from './placing.ts';
import type { AddressRecord, Block, BlockState, Claim } from './record.ts';
import { SELF_TEST, SELF_TEST_OVER } from './self-test-rule.ts';

/** How many ended blocks a record keeps; older ones live on in the actions. */
const PAST_BLOCKS = 10;
/** A later claim that ends only so much later changes nothing: two people pressed at the same time. Milliseconds. */
const SAME_MOMENT = 60_000;

/** The block's state in one word; of several targets the worst news wins, so that `active` is never half true. */
export function blockState(block: Block): BlockState {
  if (block.ended) return block.ended.as;
  const all = Object.values(block.targets).map((target) => target.state);
  // What AISM looks after no longer says nothing of how the block stands.
  const states = all.some((state) => state !== 'left') ? all.filter((state) => state !== 'left') : all;
  if (states.some((state) => state === 'failed' || state === 'unusable' || state === 'lost')) return 'failed';
  if (states.includes('pending')) return 'pending';
  if (states.includes('waiting')) return 'waiting';
  return states.length > 0 && states.every((state) => state === 'active') ? 'active' : 'pending';
}

/** The block that is wished now, if any. */
export function liveBlock(record: AddressRecord): Block | undefined {
  return record.block && !record.block.ended ? record.block : undefined;
}

/** The union of the claims' scopes; `all` absorbs the rest. Sorted, so that equal unions are equal texts. */
export function wishedScopes(record: AddressRecord): Scope[] {
  const scopes = new Set(record.claims.flatMap((claim) => claim.scopes));
  return scopes.has('all') ? ['all'] : [...scopes].sort();
}

/** A person's claim, or one without an end, keeps its slot against any automatic one. */
export function isPinned(record: AddressRecord): boolean {
  return record.claims.some((claim) => claim.until === null || isByPerson(claim));
}

/** Whether only rules wish it: no person asked for it, or for it to last. */
export function isByRules(record: AddressRecord): boolean {
  return !isPinned(record);
}

/** The two people whose claim lets the block through though the address is on the never-block list, while it lives. */
export function overriders(record: AddressRecord): [string, string] | undefined {
  return record.claims.find(overridesGuard)?.approved?.by;
}

/** Approved as an override; never because it was approved for another reason. */
function overridesGuard({ approved }: Pick<NewClaim, 'approved'>): boolean {
  return approved?.reasons.includes('guarded') ?? false;
}

/** Whether two people agreed upon it: one alone does not put off its end. */
export function isByTwo({ claims }: Pick<AddressRecord, 'claims'>): boolean {
  return claims.some(({ approved }) => approved !== undefined);
}

function isByPerson(claim: Pick<Claim, 'by'>): boolean {
  return !claim.by.startsWith('rule:');
}

export interface NewClaim {
  by: string;
  scopes: Scope[];
  /** Moment in milliseconds; null: permanent. */
  until: number | null;
  why: string;
  /** The two people, where it took two. */
  approved?: NonNullable<Claim['approved']>;
}

export type ClaimResult = { kind: 'blocked' | 'extended' | 'already-blocked'; block: Block };

/**
 * Adds one reason to deny the address. The first one makes the block; a later one that neither widens nor clearly
 * lengthens it, in any of its scopes, changes nothing, unless it is the first by a person: that one pins an automatic block.
 */
export function addClaim(
  draft: AddressRecord,
  claim: NewClaim,
  at: Placing & { now: number; severity: Block['severity'] },
): ClaimResult {
  const live = liveBlock(draft);
  const before = live ? describe(live) : 'not blocked';
  if (live && !adds(draft, claim) && !isElsewhere(live, at)) return { kind: 'already-blocked', block: live };
  const full: Claim = { id: `${draft.rev + 1}.${draft.claims.length}`, from: at.now, ...claim };
  const scopesBefore = wishedScopes(draft).join();
  draft.claims.push(full);
  const block = live ?? newBlock(draft, claim, at);
  block.until = latestEnd(draft.claims);
  if (live && wishedScopes(draft).join() !== scopesBefore) markAll(block, 'pending');
  if (live) spread(block, at);
  draft.block = block;
  noteAction(draft, {
    at: at.now,
    kind: live ? 'extend' : 'block',
    actor: claim.by,
    before,
    after: describe(block),
    why: claim.why,
  });
  touchCards(draft, at.now);
  return { kind: live ? 'extended' : 'blocked', block };
}

/**
 * A rule's claim begins anew: the attacker went on while it was blocked. Nothing changes when that would not be later than
 * the block ends anyway.
 */
export function prolongBlock(draft: AddressRecord, claim: NewClaim, now: number): void {
  const live = liveBlock(draft);
  if (!live || !adds(draft, claim)) return;
  const [before, scopesBefore] = [describe(live), wishedScopes(draft).join()];
  const others = draft.claims.filter((each) => each.by !== claim.by);
  const scopes = draft.claims.filter((each) => each.by === claim.by).flatMap((each) => each.scopes);
  const id = `${draft.rev + 1}.${others.length}`;
  draft.claims = [...others, { id, from: now, ...claim, scopes: [...new Set([...scopes, ...claim.scopes])] }];
  live.until = latestEnd(draft.claims);
  if (wishedScopes(draft).join() !== scopesBefore) markAll(live, 'pending');
  noteAction(draft, { at: now, kind: 'extend', actor: claim.by, before, after: describe(live), why: claim.why });
  touchCards(draft, now);
}

/** Ends every claim at once: what Undo and `/aism unblock` do. Undefined when nothing was blocked. */
export function liftBlock(
  draft: AddressRecord,
  by: string,
  why: string,
  at: { now: number; graceMs: number },
): Block | undefined {
  const live = liveBlock(draft);
  if (!live) return undefined;
  const before = describe(live);
  draft.claims = [];
  draft.grace = { until: at.now + at.graceMs, by, at: at.now };
  end(draft, live, { as: 'lifted', at: at.now, by });
  noteAction(draft, { at: at.now, kind: 'unblock', actor: by, before, after: describe(live), why });
  return live;
}

/** Drops the claims whose time is over; with the last one the block ends. True when something ended. */
export function expireClaims(draft: AddressRecord, now: number): boolean {
  const live = liveBlock(draft);
  const left = draft.claims.filter((claim) => claim.until === null || claim.until > now);
  if (!live || left.length === draft.claims.length) return false;
  const before = describe(live);
  const scopesBefore = wishedScopes(draft).join();
  const isTest = draft.claims.every((claim) => claim.by === SELF_TEST);
  draft.claims = left;
  if (left.length === 0) {
    end(draft, live, { as: 'expired', at: now, by: 'aism' });
    noteAction(draft, {
      at: now,
      kind: 'expire',
      actor: 'aism',
      before,
      after: describe(live),
      why: isTest ? SELF_TEST_OVER : 'its time is over',
    });
    return true;
  }
  const scopesAfter = wishedScopes(draft).join();
  noteAction(draft, {
    at: now,
    kind: 'claim-ended',
    actor: 'aism',
    before: `${scopesBefore} denied`,
    after: `${scopesAfter} denied`,
    why: 'the time of one reason is over, another one goes on',
  });
  if (scopesAfter !== scopesBefore) markAll(live, 'pending');
  touchCards(draft, now);
  return true;
}

/** Whether the claim would widen, clearly lengthen, pin or let through the block that is wished now. */
export function adds(record: AddressRecord, claim: Omit<NewClaim, 'why'>): boolean {
  const until = claim.until ?? Number.POSITIVE_INFINITY;
  const isMore = claim.scopes.some((scope) => until > deniedUntil(record, scope) + SAME_MOMENT);
  const pins = isByPerson(claim) && !isPinned(record);
  return isMore || pins || (overridesGuard(claim) && overriders(record) === undefined);
}

/** How long the claims of now deny this scope: the block may go on for longer in others. Milliseconds. */
function deniedUntil(record: AddressRecord, scope: Scope): number {
  const own = record.claims.filter(({ scopes }) => scopes.includes('all') || scopes.includes(scope));
  return Math.max(0, ...own.map((claim) => claim.until ?? Number.POSITIVE_INFINITY));
}

function newBlock(
  draft: AddressRecord,
  claim: NewClaim,
  at: Placing & { now: number; severity: Block['severity'] },
): Block {
  if (draft.block) draft.pastBlocks = [...draft.pastBlocks, draft.block].slice(-PAST_BLOCKS);
  return {
    id: `${draft.address}@${draft.rev + 1}`,
    since: at.now,
    by: claim.by,
    why: claim.why,
    until: claim.until,
    severity: at.severity,
    targets: pendingIn(at.placed ?? at.targets),
    ...(at.placed ? { placed: [...at.placed] } : {}),
    ...(at.placing ? { placing: at.placing } : {}),
  };
}

function end(draft: AddressRecord, block: Block, ended: NonNullable<Block['ended']>): void {
  block.ended = ended;
  markAll(block, 'lifting');
  touchCards(draft, ended.at);
}

function markAll(block: Block, state: 'pending' | 'lifting'): void {
  for (const target of Object.values(block.targets)) {
    target.state = state;
    delete target.note;
    delete target.through;
  }
}

function latestEnd(claims: readonly Claim[]): number | null {
  return claims.some((claim) => claim.until === null)
    ? null
    : Math.max(...claims.map((claim) => claim.until as number));
}

function describe(block: Block): string {
  if (block.ended) return `${block.ended.as} by ${block.ended.by}`;
  return block.until === null ? 'blocked for good' : `blocked until ${new Date(block.until).toISOString()}`;
}
