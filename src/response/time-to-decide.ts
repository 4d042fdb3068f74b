/** A question on one address, or what answered it. Milliseconds. */
export interface Turn {
  at: number;
  /** ask: AISM asked. person: a person decided. over: it is no question any more, and nobody decided. */
  kind: 'ask' | 'person' | 'over';
}

/** After a day without an alert an unanswered question is closed; the next alert asks anew. Milliseconds. */
const QUIET_END_MS = 24 * 3_600_000;

/** How long people took to decide about one address, each time from when it was first asked about. Turns in order. */
export function timeToDecide(turns: readonly Turn[]): number[] {
  const waits: number[] = [];
  let since: number | undefined;
  let lastAsked = 0;
  for (const { at, kind } of turns) {
    if (kind === 'ask') {
      if (since === undefined || at - lastAsked >= QUIET_END_MS) since = at;
      lastAsked = at;
      continue;
    }
    // What was decided after the question was closed says nothing of how long it took.
    if (since !== undefined && kind === 'person' && at - lastAsked < QUIET_END_MS) waits.push(at - since);
    since = undefined;
  }
  return waits;
}

/** The value below which a share of the values lies, from 0 to 1: the nearest of them. Undefined for none. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
