import { display } from '../address/address.ts';
import type { Guard } from '../decision/guard.ts';
import type { Change, Rule } from '../firewall/firewall.ts';
import { coversRule, ruleKey, rulesFor, scopeOf } from '../firewall/rule.ts';
import type { Plan, Slot } from '../firewall/slots.ts';
import { liveBlock, wishedScopes } from '../ledger/block.ts';
import type { AddressRecord } from '../ledger/record.ts';
import { heldBack } from './held-back.ts';

/** A change of a target in words. */
export interface ExplainedChange {
  kind: Change['kind'];
  ruleNumber: number;
  address: string;
  /** `all`, or a protocol and ports: `tcp/22`. */
  scope: string;
  why: string;
}

/** What a plan was made from, as far as it tells why. */
export interface Background {
  plan: Plan;
  records: readonly AddressRecord[];
  guard: Guard;
  /** Our slots before. */
  slots: readonly Slot[];
}

/** Says of each of these changes what it does and why. */
export function explainChanges(changes: readonly Change[], background: Background): ExplainedChange[] {
  const ruleBefore = new Map(background.slots.map((slot) => [slot.ruleNumber, slot.was ?? slot.rule]));
  return changes.flatMap((change) => {
    const before = ruleBefore.get(change.ruleNumber);
    const rule = change.kind === 'delete' ? before : change.rule;
    if (!rule) return [];
    const why =
      change.kind === 'delete'
        ? whyOut(change.ruleNumber, rule, background)
        : whyIn(change.ruleNumber, rule, before, background);
    return [
      { kind: change.kind, ruleNumber: change.ruleNumber, address: display(rule.cidr), scope: scopeOf(rule), why },
    ];
  });
}

function whyIn(ruleNumber: number, rule: Rule, before: Rule | undefined, { plan, records }: Background): string {
  const drift = plan.drift.find((each) => each.ruleNumber === ruleNumber && ruleKey(each.rule) === ruleKey(rule));
  const changed = drift?.what === 'gone' ? 'was taken away by somebody else' : 'was changed by somebody else';
  const inPlace = before && ruleKey(before) !== ruleKey(rule) ? `in place of ${display(before.cidr)}` : '';
  return [drift ? changed : '', wishedBecause(rule, records), inPlace].filter(Boolean).join('; ');
}

function wishedBecause(rule: Rule, records: readonly AddressRecord[]): string {
  const own = records.find((record) => record.address === rule.cidr);
  const live = own && liveBlock(own);
  if (live) {
    const end = live.until === null ? 'for good' : `until ${new Date(live.until).toISOString()}`;
    return `${display(rule.cidr)} blocked by ${live.by} ${end}`;
  }
  const carried = records.filter(
    (record) => liveBlock(record) && rulesFor(record.address, wishedScopes(record)).some((it) => coversRule(rule, it)),
  );
  const [first] = carried;
  if (!first) return 'wished';
  return `carries ${display(first.address)}${carried.length > 1 ? ` and ${carried.length - 1} more` : ''}`;
}

function whyOut(ruleNumber: number, rule: Rule, { plan, records, guard }: Background): string {
  const others = plan.slots.filter((slot) => slot.ruleNumber !== ruleNumber);
  const same = others.find((slot) => ruleKey(slot.rule) === ruleKey(rule));
  if (same) return `rule ${same.ruleNumber} says the same`;
  const record = records.find((each) => each.address === rule.cidr);
  const live = record && liveBlock(record);
  if (live) {
    const reason = heldBack(guard, record) ?? plan.waiting.get(rule.cidr) ?? plan.unusable.get(rule.cidr);
    if (reason) return reason;
  }
  const wider = others.find((slot) => coversRule(slot.rule, rule));
  if (wider) return `rule ${wider.ruleNumber} denies it too, for ${display(wider.rule.cidr)}`;
  const ended = record?.block?.ended;
  return ended ? `nobody wishes it any more: ${ended.as} by ${ended.by}` : 'nobody wishes it any more';
}
