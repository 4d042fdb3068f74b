import { expect, test } from 'vitest';
import { completePolicy } from '../../src/decision/policy.ts';
import { liveBlock } from '../../src/ledger/block.ts';
import { answerAlerts } from '../../src/response/answer-alerts.ts';
import { alertOf } from '../support/alert.ts';
import { NO_EXEMPTIONS } from '../support/exemptions.ts';
import { recordOf } from '../support/record.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');

/** Whether one alert that states 500 events leads to an automatic block. */
function blocksAtOnce(alert: { counting: 'sum' | 'max'; keyed?: boolean }, workedAt = NOW): boolean {
  const draft = recordOf('203.0.113.9');
  const stored = { ...alertOf('one', { rule: 'ssh', at: new Date(NOW).toISOString(), receivedAt: NOW }), ...alert };
  const attacker = { address: draft.address, count: 500, weighs: 500 };
  answerAlerts(
    draft,
    [{ stored: { key: 'one', alert: stored, receivedAt: NOW, tries: 0 }, attacker }],
    { guard: { ranges: [], readAt: workedAt }, around: [], ...NO_EXEMPTIONS, place: { targets: ['acl-1'] } },
    { clock: { now: () => workedAt }, policy: completePolicy({}), mode: 'live', channel: 'C1', random: () => 0 },
  );
  return liveBlock(draft) !== undefined;
}

test('invariant 12: a spike that does not tell its query_key may have counted everybody: it blocks nobody by itself', () => {
  expect(blocksAtOnce({ counting: 'max' })).toBe(false);
  expect(blocksAtOnce({ counting: 'max', keyed: false })).toBe(false);
  expect(blocksAtOnce({ counting: 'max', keyed: true })).toBe(true);
  expect(blocksAtOnce({ counting: 'sum' })).toBe(true);
});

test('invariant 12: an alert that was fresh when it came and waited for two hours blocks nobody by itself', () => {
  expect(blocksAtOnce({ counting: 'sum' }, NOW + 3_000_000)).toBe(true);
  expect(blocksAtOnce({ counting: 'sum' }, NOW + 7_200_000)).toBe(false);
});
