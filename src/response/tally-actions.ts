import { display, isAddress } from '../address/address.ts';
import type { Action } from '../ledger/record.ts';
import type { Decided, Slice, Totals } from '../ledger/report.ts';
import { isSelfTest } from '../ledger/self-test-rule.ts';
import { inOrder, type Judged, judgeAutomatic } from './judge-automatic.ts';
import { quantile, type Turn, timeToDecide } from './time-to-decide.ts';

/** What was done in a span of time, and in the equally long one before. */
export interface Tally {
  from: number;
  until: number;
  sliceMs: number;
  slices: Slice[];
  totals: Totals;
  before: Totals;
  decided?: Decided;
  sources: Array<[string, number]>;
  addresses: Array<[string, number]>;
  rules: Array<[string, number]>;
  /** Addresses that were blocked now, and in both spans together more than once. */
  repeated: Array<[string, number]>;
  /** How right automatic blocks were, and those that would have been. */
  judged: Judged;
  /** How often automatic blocking was paused, and switched off by the breaker. */
  paused: number;
  tripped: number;
}

const TOP = 5;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What is kept of an action until its neighbours are known; the many alerts are only counted. */
const KEPT = new Set(['block', 'unblock', 'expire', 'ignore', 'would-block', 'answer']);

/** What a person does when asked. */
const DECIDED = new Set(['block', 'ignore', 'answer']);

/** Counts actions as they come, in any order. */
export interface Tallying {
  add(action: Action): void;
  result(): Tally;
}

/** Counts what was done from a moment on until another, and in as long a time before. Milliseconds. */
export function tallyActions(from: number, until: number): Tallying {
  const start = from - (until - from);
  const slices = emptySlices(from, until);
  const [now, before] = [emptySpan(), emptySpan()];
  const sources = new Map<string, number>();
  const rules = new Map<string, number>();
  const blocked = new Map<string, number>();
  const kept: Action[] = [];
  const asked = new Map<string, Turn[]>();
  let [paused, tripped] = [0, 0];

  function addNow(action: Action): void {
    const slice = slices.list[Math.floor((action.at - slices.start) / slices.ms)];
    if (KEPT.has(action.kind)) kept.push(action);
    if (action.kind === 'pause') paused += 1;
    if (action.kind === 'trip') tripped += 1;
    if (action.kind === 'block' && slice) slice[isAutomatic(action) ? 'automatic' : 'byPeople'] += 1;
    if (action.kind !== 'alert') return;
    const alerts = action.count ?? 1;
    if (slice) slice.alerts += alerts;
    if (action.source !== undefined) count(sources, action.source, alerts);
    count(rules, ruleOf(action), alerts);
    if (action.after === 'ask') noteTurn(asked, action, 'ask');
  }

  return {
    add(action) {
      if (action.at < start || action.at > until || isSelfTest(action)) return;
      const isNow = action.at >= from;
      addTo(isNow ? now : before, action);
      if (action.kind === 'block') count(blocked, action.address, 1);
      if (isNow) addNow(action);
    },
    result() {
      kept.sort(inOrder);
      for (const action of kept)
        if (asked.has(action.address) && action.kind !== 'would-block')
          noteTurn(asked, action, DECIDED.has(action.kind) && isByPerson(action) ? 'person' : 'over');
      const waits = [...asked.values()].flatMap((turns) => timeToDecide(turns.sort((a, b) => a.at - b.at)));
      const [median, p90] = [quantile(waits, 0.5), quantile(waits, 0.9)];
      const repeated = new Set(kept.filter(({ kind }) => kind === 'block').map(({ address }) => address));
      return {
        from,
        until,
        sliceMs: slices.ms,
        slices: slices.list,
        totals: totalsOf(now),
        before: totalsOf(before),
        ...(median === undefined || p90 === undefined ? {} : { decided: { count: waits.length, median, p90 } }),
        sources: top(sources),
        addresses: top(now.addresses).map(named),
        rules: top(rules),
        repeated: top(new Map([...blocked].filter(([address, times]) => times > 1 && repeated.has(address)))).map(
          named,
        ),
        judged: judgeAutomatic(kept),
        paused,
        tripped,
      };
    },
  };
}

interface Span extends Omit<Totals, 'addresses' | 'blocks'> {
  addresses: Map<string, number>;
}

function emptySpan(): Span {
  return { alerts: 0, addresses: new Map(), automatic: 0, byPeople: 0, undone: 0, expired: 0, ignored: 0 };
}

function addTo(span: Span, action: Action): void {
  switch (action.kind) {
    case 'alert':
      span.alerts += action.count ?? 1;
      count(span.addresses, action.address, action.count ?? 1);
      return;
    case 'block':
      span[isAutomatic(action) ? 'automatic' : 'byPeople'] += 1;
      return;
    case 'unblock':
      span.undone += 1;
      return;
    case 'expire':
      span.expired += 1;
      return;
    case 'ignore':
      span.ignored += 1;
      return;
    default:
  }
}

function totalsOf({ addresses, ...counts }: Span): Totals {
  return { ...counts, addresses: addresses.size, blocks: counts.automatic + counts.byPeople };
}

/** Slices at round times, so many that each can be told from the next on a phone. */
function emptySlices(from: number, until: number): { start: number; ms: number; list: Slice[] } {
  const span = until - from;
  const ms =
    span <= 3 * HOUR_MS ? 10 * MINUTE_MS : span <= 2 * DAY_MS ? HOUR_MS : span <= 10 * DAY_MS ? 6 * HOUR_MS : DAY_MS;
  const start = Math.floor(from / ms) * ms;
  const list: Slice[] = [];
  for (let at = start; at < until; at += ms) list.push({ from: at, alerts: 0, automatic: 0, byPeople: 0 });
  return { start, ms, list };
}

function noteTurn(asked: Map<string, Turn[]>, action: Action, kind: Turn['kind']): void {
  const turns = asked.get(action.address) ?? [];
  if (turns.length === 0) asked.set(action.address, turns);
  turns.push({ at: action.at, kind });
}

function count(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

/** The most frequent ones; of equals the first by name, so that the same actions tell the same. */
function top(counts: ReadonlyMap<string, number>): Array<[string, number]> {
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, TOP);
}

function named([address, times]: [string, number]): [string, number] {
  return [isAddress(address) ? display(address) : address, times];
}

function isAutomatic({ actor }: Action): boolean {
  return actor.startsWith('rule:');
}

function isByPerson({ actor }: Action): boolean {
  return !actor.startsWith('rule:') && actor !== 'aism';
}

function ruleOf({ actor }: Action): string {
  return actor.replace(/^rule:/, '');
}
