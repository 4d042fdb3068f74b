import { expect, test } from 'vitest';
import type { Alert } from '../../src/alerts/alert.ts';
import { completePolicy } from '../../src/decision/policy.ts';
import { answerAlerts } from '../../src/response/answer-alerts.ts';
import { alertOf } from '../support/alert.ts';
import { NO_EXEMPTIONS } from '../support/exemptions.ts';
import { recordOf } from '../support/record.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const POLICY = completePolicy({ rules: [{ match: 'web', proven: true, auto: 20 }] });

/** What is decided in the end, when such alerts of one event each come one after the other. */
function lastOf(alerts: ReadonlyArray<Partial<Alert>>): string | undefined {
  const draft = recordOf('203.0.113.9');
  let last: string | undefined;
  for (const [index, more] of alerts.entries()) {
    const key = `alert-${index}`;
    const alert = alertOf(key, { rule: 'web', at: new Date(NOW).toISOString(), receivedAt: NOW, ...more });
    const [answer] = answerAlerts(
      draft,
      [{ stored: { key, alert, receivedAt: NOW, tries: 0 }, attacker: { address: draft.address } }],
      { guard: { ranges: [], readAt: NOW }, around: [], ...NO_EXEMPTIONS, place: { targets: ['acl-1'] } },
      { clock: { now: () => NOW }, policy: POLICY, mode: 'live', channel: 'C1', random: () => 0 },
    );
    last = answer?.decision.kind === 'ask' ? answer.decision.reasons.join() : answer?.decision.kind;
  }
  return last;
}

const times = (count: number, more: Partial<Alert>) => Array.from({ length: count }, () => more);

// Who forges X-Forwarded-For makes a list of two addresses, of which nobody knows whose the request was.
test('invariant 12: events that name an address without proof are not made good by one event of its own', () => {
  expect(lastOf([...times(25, { keyed: false }), { keyed: true }])).toBe('not-keyed');
});

test('what it did itself counts, whatever else names it', () => {
  expect(lastOf([...times(25, { keyed: false }), ...times(20, { keyed: true })])).toBe('block');
  expect(lastOf(times(20, {}))).toBe('block');
});
