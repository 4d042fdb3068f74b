import type { Action } from '../ledger/record.ts';

/** What people made of addresses that AISM would have blocked by itself. */
export interface WouldBlock {
  addresses: number;
  blocked: number;
  ignored: number;
  undone: number;
  undecided: number;
}

/** What one rule did by itself, and how often people took it back: those were wrong. */
export interface RuleJudged {
  rule: string;
  automatic: number;
  undone: number;
  would: WouldBlock;
}

/** Whether automatic blocking is right: of each rule's automatic blocks, and of those that would have been. */
export interface Judged {
  would: WouldBlock;
  /** Rules that blocked or would have blocked by themselves, the busiest first. */
  rules: RuleJudged[];
}

type Fate = Exclude<keyof WouldBlock, 'addresses'>;

/** Judges automatic blocking by what people did afterwards. `actions` in the order in which they happened. */
export function judgeAutomatic(actions: readonly Action[]): Judged {
  const byAddress = Map.groupBy(actions, (action) => action.address);
  const fates: Array<{ rule: string; fate: Fate }> = [];
  const blocks: Array<{ rule: string; isUndone: boolean }> = [];
  const wishes: Fate[] = [];
  for (const own of byAddress.values()) {
    const first = own.findIndex(({ kind }) => kind === 'would-block');
    if (first >= 0) wishes.push(fateAfter(own.slice(first)));
    for (const rule of new Set(own.filter(({ kind }) => kind === 'would-block').map(ruleOf))) {
      const from = own.findIndex((action) => action.kind === 'would-block' && ruleOf(action) === rule);
      fates.push({ rule, fate: fateAfter(own.slice(from)) });
    }
    for (const [index, action] of own.entries())
      if (isAutomatic(action)) blocks.push({ rule: ruleOf(action), isUndone: isUndone(own.slice(index + 1)) });
  }
  const rules = [...new Set([...fates, ...blocks].map(({ rule }) => rule))].map((rule): RuleJudged => {
    const ownBlocks = blocks.filter((each) => each.rule === rule);
    return {
      rule,
      automatic: ownBlocks.length,
      undone: ownBlocks.filter((each) => each.isUndone).length,
      would: count(fates.filter((each) => each.rule === rule).map(({ fate }) => fate)),
    };
  });
  const busy = ({ automatic, would }: RuleJudged) => automatic + would.addresses;
  return { would: count(wishes), rules: rules.sort((a, b) => busy(b) - busy(a)) };
}

/** The order in which actions happened, by their moments and, within one, by their ids. */
export function inOrder(a: Action, b: Action): number {
  return a.at - b.at || a.id.localeCompare(b.id, 'en', { numeric: true });
}

/** What people did about an address in the end: a block that was undone is no block, and a block says more than Ignore. */
function fateAfter(actions: readonly Action[]): Fate {
  const did = (kind: string) => actions.some((action) => action.kind === kind && isByPerson(action));
  if (did('unblock')) return 'undone';
  if (did('block')) return 'blocked';
  return did('ignore') ? 'ignored' : 'undecided';
}

/** Whether the block that was made before these actions was taken back, and did not just end. */
function isUndone(actions: readonly Action[]): boolean {
  return actions.find(({ kind }) => kind === 'unblock' || kind === 'expire' || kind === 'block')?.kind === 'unblock';
}

function isAutomatic(action: Action): boolean {
  return action.kind === 'block' && !isByPerson(action);
}

function isByPerson({ actor }: Action): boolean {
  return !actor.startsWith('rule:') && actor !== 'aism';
}

function ruleOf({ actor }: Action): string {
  return actor.replace(/^rule:/, '');
}

function count(fates: readonly Fate[]): WouldBlock {
  const of = (fate: Fate) => fates.filter((each) => each === fate).length;
  return {
    addresses: fates.length,
    blocked: of('blocked'),
    ignored: of('ignored'),
    undone: of('undone'),
    undecided: of('undecided'),
  };
}
