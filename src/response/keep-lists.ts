import { isOver } from '../decision/allowlist.ts';
import type { RuleSnooze } from '../decision/snooze.ts';
import { type Kept, type KeptAllow, type KeptList, noteListAction } from '../ledger/kept-list.ts';
import type { Deps } from './deps.ts';
import { liftCovered } from './lift-covered.ts';

/** What was decided before an exemption was known is written within this time by far. Milliseconds. */
const SETTLED_MS = 10 * 60_000;

/*
 *   entry, with its action ──▶ lift what it covers ──▶ copy the action ──▶ clear what was copied
 *
 * A stop after any step is made good by the next tick.
 */
/** Takes away the exemptions and silences whose time is over, copies their actions, and lifts what new exemptions cover. */
export async function keepLists(deps: Deps): Promise<void> {
  const { allowlist, ruleSnoozes } = deps.ledger;
  const now = deps.clock.now();
  const allowed = await allowlist.kept();
  for (const kept of allowed) await keepOne(deps, allowlist, kept, (draft) => endAllow(draft, now));
  for (const kept of await ruleSnoozes.kept())
    await keepOne(deps, ruleSnoozes, kept, (draft) => endRuleSnooze(draft, now));
  const fresh = allowed.flatMap(({ entry }) => (entry && !entry.isApplied && !isOver(entry, now) ? [entry] : []));
  await liftCovered(deps, fresh);
  for (const entry of fresh) if (now - entry.at >= SETTLED_MS) await markApplied(deps, entry);
}

/** Copies the actions of an entry to their own items. */
export async function copyListActions<E>(deps: Deps, list: KeptList<E>, { key, outbox }: Kept<E>): Promise<void> {
  if (outbox.length === 0) return;
  await deps.ledger.actions.append(outbox);
  const copied = new Set(outbox.map((action) => action.id));
  await list.change(key, (draft) => {
    draft.outbox = draft.outbox.filter((action) => !copied.has(action.id));
  });
}

/** Takes an exemption away whose time is over. Its end was its end, however late the tick comes. */
export function endAllow(draft: Kept<KeptAllow>, now: number): void {
  const { entry } = draft;
  if (!entry || entry.until === null || !isOver(entry, now)) return;
  draft.entry = undefined;
  noteListAction(draft, entry.cidr, { at: entry.until, kind: 'unallow', ...ENDED, before: 'on the allowlist' });
}

/** The same for a rule's silence. */
export function endRuleSnooze(draft: Kept<RuleSnooze>, now: number): void {
  const { entry } = draft;
  if (!entry || !isOver(entry, now)) return;
  draft.entry = undefined;
  noteListAction(draft, `rule:${entry.rule}`, { at: entry.until, kind: 'unignore', ...ENDED, before: 'ignored' });
}

const ENDED = { actor: 'aism', after: '', why: 'its time is over' };

async function keepOne<E>(deps: Deps, list: KeptList<E>, kept: Kept<E>, end: (draft: Kept<E>) => void): Promise<void> {
  const before = JSON.stringify(kept);
  const draft = structuredClone(kept);
  end(draft);
  // Nothing is asked of the ledger for an entry that stands.
  if (JSON.stringify(draft) === before && kept.outbox.length === 0) return;
  const changed = await list.change(kept.key, end);
  await copyListActions(deps, list, changed.kept);
}

async function markApplied(deps: Deps, { cidr, at }: KeptAllow): Promise<void> {
  await deps.ledger.allowlist.change(cidr, ({ entry }) => {
    if (entry?.at === at) entry.isApplied = true;
  });
}
