import type { Change, Entry } from './firewall.ts';
import { isRule, meet } from './rule.ts';
import type { Slot } from './slots.ts';

/**
 * The changes that put these rules at these numbers, in an order that opens no gap: replaced where a number changes hands
 * or was altered, made while there is room (`most` entries), deleted last; and what denied an address until now stays until
 * the rule is there that will deny it.
 */
export function changesTo(
  wanted: readonly Pick<Slot, 'ruleNumber' | 'rule'>[],
  owned: ReadonlyMap<number, Slot>,
  shown: ReadonlyMap<number, Entry>,
  most: number,
): Change[] {
  const todo = allChanges(wanted, owned, shown);
  const changes: Change[] = [];
  let count = shown.size;
  const hasRoom = ({ kind }: Change) => kind !== 'create' || count < most;
  const opensGap = (change: Change) => {
    const before = change.kind === 'create' ? undefined : owned.get(change.ruleNumber)?.rule;
    return (
      before !== undefined && todo.some((each) => each !== change && each.kind !== 'delete' && meet(before, each.rule))
    );
  };
  while (todo.length > 0) {
    const next = todo.find((each) => hasRoom(each) && !opensGap(each)) ?? todo.find(hasRoom) ?? (todo[0] as Change);
    todo.splice(todo.indexOf(next), 1);
    changes.push(next);
    if (next.kind === 'create') count += 1;
    if (next.kind === 'delete') count -= 1;
  }
  return changes;
}

function allChanges(
  wanted: readonly Pick<Slot, 'ruleNumber' | 'rule'>[],
  owned: ReadonlyMap<number, Slot>,
  shown: ReadonlyMap<number, Entry>,
): Change[] {
  const replaced: Change[] = [];
  const created: Change[] = [];
  for (const { ruleNumber, rule } of wanted) {
    const entry = shown.get(ruleNumber);
    if (!entry) created.push({ kind: 'create', ruleNumber, rule });
    else if (!isRule(entry, rule)) replaced.push({ kind: 'replace', ruleNumber, rule });
  }
  const kept = new Set(wanted.map((slot) => slot.ruleNumber));
  // First what somebody else made an allow of: it lets through what a rule behind it is to deny.
  const isAllow = (ruleNumber: number) => shown.get(ruleNumber)?.action === 'allow';
  const deleted = [...owned.keys()]
    .filter((ruleNumber) => !kept.has(ruleNumber) && shown.has(ruleNumber))
    .sort((a, b) => Number(isAllow(b)) - Number(isAllow(a)))
    .map((ruleNumber): Change => ({ kind: 'delete', ruleNumber }));
  return [...replaced, ...created, ...deleted];
}
