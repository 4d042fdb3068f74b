import type { Entry } from '../firewall/firewall.ts';
import { isRule, ruleKey } from '../firewall/rule.ts';
import type { GivenUp, Slot } from '../firewall/slots.ts';

/** A call of ours that was held up (a frozen process, a lost network) may still come so long after. Milliseconds. */
const REMEMBERED_MS = 15 * 60_000;
/** No pass gives up more than a whole Network ACL has. */
const MOST = 100;

/**
 * The slots with those that were given up and whose very rule shows again: a call that was held up for longer than its
 * lease did it, since EC2 knows no fence. Without this nobody would own such a rule, and it would stay for good.
 */
export function withComeBack(slots: readonly Slot[], gone: readonly GivenUp[], entries: readonly Entry[], now: number) {
  const back = gone
    .filter((each) => now - each.at < REMEMBERED_MS)
    .filter((each) => entries.some((entry) => entry.ruleNumber === each.ruleNumber && isRule(entry, each.rule)))
    .filter((each) => !slots.some((slot) => slot.ruleNumber === each.ruleNumber));
  const first = new Map(back.map(({ ruleNumber, rule, at }) => [ruleNumber, { ruleNumber, rule, at, seen: true }]));
  return [...slots, ...first.values()];
}

/** What is to be remembered of numbers that are ours no longer, the latest last. */
export function givenUp(
  known: readonly GivenUp[],
  before: readonly Slot[],
  after: readonly Slot[],
  now: number,
): GivenUp[] {
  const id = (each: Pick<Slot, 'ruleNumber' | 'rule'>) => `${each.ruleNumber} ${ruleKey(each.rule)}`;
  const ours = new Set(after.map(id));
  const more = before.map(({ ruleNumber, rule }) => ({ ruleNumber, rule, at: now }));
  const all = [...known.filter((each) => now - each.at < REMEMBERED_MS), ...more].filter((each) => !ours.has(id(each)));
  return [...new Map(all.map((each) => [id(each), each])).values()].slice(-MOST);
}
