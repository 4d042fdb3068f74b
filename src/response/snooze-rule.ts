import type { Address } from '../address/address.ts';
import { formatDuration } from '../decision/duration.ts';
import type { RuleSnooze } from '../decision/snooze.ts';
import { answerCards } from '../ledger/answer-cards.ts';
import { noteListAction } from '../ledger/kept-list.ts';
import { noteAction } from '../ledger/note-action.ts';
import type { Deps } from './deps.ts';
import { copyListActions, endRuleSnooze } from './keep-lists.ts';
import { orLater } from './or-later.ts';

/** Silences that end nearly together are one: it was said twice. Milliseconds. */
const SAME_MOMENT = 60_000;

export type RuleSnoozeAnswer = { kind: 'ignored' | 'already-ignored'; until: number; by: string };

export interface RuleSnoozeRequest {
  rule: string;
  by: string;
  /** Milliseconds. */
  forMs: number;
  /** Whose card was acted on: it asks no more. Other cards of the rule stay as they are. */
  card?: Address;
}

/** A rule is silent about every address until a moment. Its alerts are still recorded, and guarded addresses still told of. */
export async function snoozeRule(deps: Deps, request: RuleSnoozeRequest): Promise<RuleSnoozeAnswer> {
  const { rule, by, forMs, card } = request;
  const { ruleSnoozes } = deps.ledger;
  const { result, kept } = await ruleSnoozes.change(rule, (draft): RuleSnoozeAnswer => {
    const now = deps.clock.now();
    endRuleSnooze(draft, now);
    const { entry: before } = draft;
    const until = now + forMs;
    if (before && before.until > until - SAME_MOMENT)
      return { kind: 'already-ignored', until: before.until, by: before.by };
    draft.entry = { rule, until, by, at: now };
    noteListAction(draft, `rule:${rule}`, {
      at: now,
      kind: 'ignore',
      actor: by,
      before: before ? `ignored until ${new Date(before.until).toISOString()}` : '',
      after: `ignored for ${formatDuration(forMs)}`,
      why: `alerts of ${rule} about every address are silent`,
    });
    return { kind: 'ignored', until, by };
  });
  // It stands: nobody may be told that nothing was stored.
  await orLater(deps, async () => {
    await copyListActions(deps, ruleSnoozes, kept);
    if (card) await answerCard(deps, card, rule, result);
  });
  return result;
}

async function answerCard(deps: Deps, card: Address, rule: string, { by, until }: RuleSnoozeAnswer): Promise<void> {
  await deps.ledger.records.change(card, (draft) => {
    const now = deps.clock.now();
    const what = 'ignored for every address';
    if (answerCards(draft, { rule, answer: { by, at: now, until, what }, now }).length === 0) return;
    const why = `alerts of ${rule} about every address are silent`;
    noteAction(draft, { at: now, kind: 'answer', actor: by, before: 'asked', after: what, why });
  });
  deps.wake.announce();
  deps.wake.bookkeeping();
}

/** Takes the silence of a rule back; undefined when there was none. */
export async function unsnoozeRule(
  deps: Deps,
  { rule, by }: { rule: string; by: string },
): Promise<RuleSnooze | undefined> {
  const { ruleSnoozes } = deps.ledger;
  const { result, kept } = await ruleSnoozes.change(rule, (draft) => {
    const now = deps.clock.now();
    endRuleSnooze(draft, now);
    const { entry } = draft;
    if (!entry) return undefined;
    draft.entry = undefined;
    const why = 'taken back by hand';
    noteListAction(draft, `rule:${rule}`, { at: now, kind: 'unignore', actor: by, before: 'ignored', after: '', why });
    return entry;
  });
  await orLater(deps, () => copyListActions(deps, ruleSnoozes, kept));
  return result;
}
