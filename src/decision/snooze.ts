/** A rule that is silent about every address until a moment. Milliseconds. */
export interface RuleSnooze {
  rule: string;
  until: number;
  by: string;
  at: number;
}

/** The silence that counts for an alert: until when, by whom, and about what. */
export interface Snoozed {
  until: number;
  by: string;
  scope: 'this' | 'address' | 'rule';
}

/** The silence that lasts longest of those about this rule and address, if any. `own` are the address's, `rule` absent: all. */
export function snoozeFor(
  rule: string,
  own: ReadonlyArray<{ rule?: string; until: number; by: string }>,
  ofRules: readonly RuleSnooze[],
  now: number,
): Snoozed | undefined {
  const all: Snoozed[] = [
    ...own
      .filter((each) => each.rule === undefined || each.rule === rule)
      .map(({ until, by, rule: only }): Snoozed => ({ until, by, scope: only === undefined ? 'address' : 'this' })),
    ...ofRules.filter((each) => each.rule === rule).map(({ until, by }): Snoozed => ({ until, by, scope: 'rule' })),
  ];
  return all.filter((each) => each.until > now).sort((a, b) => b.until - a.until)[0];
}
