/** A question on one address, or what answered it. */
export interface Turn {
  at: number;
  /** ask: AISM asked under a rule. person: a person decided. over: it is no question any more, and nobody decided. */
  kind: 'ask' | 'person' | 'over';
  rule: string;
}

export interface Question {
  rule: string;
  since: number;
}

/** After a day without an alert an unanswered question is closed; the next alert asks anew. Milliseconds. */
const QUIET_END_MS = 24 * 3_600_000;

/**
 * How long people took to decide about one address, from the first time it was asked about, and the question that is still
 * open at the end of its turns. Turns in order; milliseconds.
 */
export function timeToDecide(turns: readonly Turn[]): { waits: number[]; open: Question | undefined } {
  const waits: number[] = [];
  let open: Question | undefined;
  let lastAsked = 0;
  for (const { at, kind, rule } of turns) {
    if (kind === 'ask') {
      if (!open || at - lastAsked >= QUIET_END_MS) open = { rule, since: at };
      lastAsked = at;
      continue;
    }
    // What was decided after the question was closed says nothing of how long it took.
    if (open && kind === 'person' && at - lastAsked < QUIET_END_MS) waits.push(at - open.since);
    open = undefined;
  }
  return { waits, open };
}

/** The value below which a share of the values lies, from 0 to 1: the nearest of them. Undefined for none. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
