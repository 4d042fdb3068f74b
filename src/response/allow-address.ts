import { type Address, contains, family, widen } from '../address/address.ts';
import type { AllowEntry } from '../decision/allowlist.ts';
import { answerCards } from '../ledger/answer-cards.ts';
import { noteListAction } from '../ledger/kept-list.ts';
import { noteAction } from '../ledger/note-action.ts';
import type { Deps } from './deps.ts';
import { copyListActions, endAllow } from './keep-lists.ts';
import { liftCovered } from './lift-covered.ts';
import { orLater } from './or-later.ts';

/** Said twice at nearly the same moment, it was said once. Milliseconds. */
const SAME_MOMENT = 60_000;

export interface AllowRequest {
  cidr: Address;
  by: string;
  /** Milliseconds; null: until somebody takes it away. */
  forMs: number | null;
  why: string;
  /** Whose card it was asked on: what it covers there need not be answered any more either. */
  card?: Address;
}

export interface AllowAnswer {
  kind: 'allowed' | 'changed' | 'already';
  entry: AllowEntry;
  /** Whose blocks were lifted; undefined: not all could be yet, the tick goes on. */
  lifted: Address[] | undefined;
}

/** Exempts an address or range, and lifts the blocks that have an address in common with it. */
export async function allowAddress(deps: Deps, request: AllowRequest): Promise<AllowAnswer> {
  const { allowlist } = deps.ledger;
  const { result, kept } = await allowlist.change(request.cidr, (draft) => {
    const now = deps.clock.now();
    endAllow(draft, now);
    const { cidr, by, why, forMs } = request;
    const { entry: before } = draft;
    const entry = { cidr, by, at: now, until: forMs === null ? null : now + forMs, why, isApplied: false };
    if (before && isSame(before, entry)) return { kind: 'already' as const, entry: before };
    draft.entry = entry;
    noteListAction(draft, cidr, {
      at: now,
      kind: 'allow',
      actor: by,
      before: before ? describe(before) : 'not on the allowlist',
      after: describe(entry),
      why,
    });
    return { kind: before ? ('changed' as const) : ('allowed' as const), entry };
  });
  // It stands: what fails from here on is made good by the tick, and nobody may be told that nothing was stored.
  const lifted = await orLater(deps, async () => {
    const { card } = request;
    const asked = [result.entry.cidr, ...(card && card !== request.cidr && contains(request.cidr, card) ? [card] : [])];
    const [lifted] = await Promise.all([
      liftCovered(deps, [result.entry]),
      ...asked.map((each) => answerQuestions(deps, result.entry, each)),
    ]);
    return lifted;
  });
  // Nobody waits for it: the tick does it as well.
  orLater(deps, () => copyListActions(deps, allowlist, kept)).catch((error: unknown) =>
    deps.log.error({ err: error }, 'actions of the allowlist could not be copied yet; the tick tries again'),
  );
  deps.wake.reconcile();
  deps.wake.announce();
  deps.wake.bookkeeping();
  return { ...result, lifted };
}

/** The cards of this address that ask need not be answered any more. */
async function answerQuestions(deps: Deps, { by, until, why }: AllowEntry, of: Address): Promise<void> {
  const address = family(of) === 6 ? widen(of, deps.policy.ipv6Prefix) : of;
  await deps.ledger.records.change(address, (draft) => {
    const now = deps.clock.now();
    const answered = answerCards(draft, { answer: { by, at: now, until, what: 'on the allowlist' }, now });
    if (answered.length === 0) return;
    noteAction(draft, { at: now, kind: 'answer', actor: by, before: 'asked', after: 'on the allowlist', why });
  });
}

function isSame(before: AllowEntry, after: AllowEntry): boolean {
  const far = Number.MAX_SAFE_INTEGER;
  const isAsLong = Math.abs((before.until ?? far) - (after.until ?? far)) < SAME_MOMENT;
  return isAsLong && before.by === after.by && before.why === after.why;
}

/** An exemption in words that say until when. */
export function describe({ until }: Pick<AllowEntry, 'until'>): string {
  return until === null ? 'on the allowlist without an end' : `on the allowlist until ${new Date(until).toISOString()}`;
}
