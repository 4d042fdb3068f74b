import { type Address, overlaps } from '../address/address.ts';
import { type AllowEntry, isOver } from '../decision/allowlist.ts';
import { noteListAction } from '../ledger/kept-list.ts';
import { describe } from './allow-address.ts';
import type { Deps } from './deps.ts';
import { copyListActions, endAllow } from './keep-lists.ts';
import { orLater } from './or-later.ts';

/** `others` go on exempting some or all of it. */
export type DisallowAnswer = { others: AllowEntry[] } & (
  | { kind: 'removed'; entry: AllowEntry }
  | { kind: 'not-listed' }
);

/** Takes an entry off the allowlist. Nothing is blocked by that: the next alert is decided like any other. */
export async function disallowAddress(
  deps: Deps,
  { cidr, by, why }: { cidr: Address; by: string; why: string },
): Promise<DisallowAnswer> {
  const { allowlist } = deps.ledger;
  const now = deps.clock.now();
  // First: once the entry is gone nothing may fail any more, or the answer would say that nothing was stored.
  const others = (await allowlist.entries()).filter(
    (entry) => entry.cidr !== cidr && !isOver(entry, now) && overlaps(entry.cidr, cidr),
  );
  const { result, kept } = await allowlist.change(cidr, (draft) => {
    endAllow(draft, now);
    const { entry } = draft;
    if (!entry) return { kind: 'not-listed' as const };
    draft.entry = undefined;
    noteListAction(draft, cidr, { at: now, kind: 'unallow', actor: by, before: describe(entry), after: '', why });
    return { kind: 'removed' as const, entry };
  });
  // Nobody waits for it: the tick does it as well.
  orLater(deps, () => copyListActions(deps, allowlist, kept)).catch((error: unknown) =>
    deps.log.error({ err: error }, 'actions of the allowlist could not be copied yet; the tick tries again'),
  );
  return { ...result, others };
}
