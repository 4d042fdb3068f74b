import { expect, test } from 'vitest';
import { completePolicy, type Policy } from '../../src/decision/policy.ts';
import { policySchema } from '../../src/decision/policy-schema.ts';
import { liveBlock } from '../../src/ledger/block.ts';
import type { AddressRecord } from '../../src/ledger/record.ts';
import { answerAlerts } from '../../src/response/answer-alerts.ts';
import { alertOf } from '../support/alert.ts';
import { NO_EXEMPTIONS } from '../support/exemptions.ts';
import { recordOf } from '../support/record.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** One alert on this attacker at a moment, worked alone. */
function tell(
  draft: AddressRecord,
  rule: string,
  id: string,
  now: number,
  { at = now, policy = completePolicy({}) }: { at?: number; policy?: Policy } = {},
): void {
  const alert = alertOf(id, { rule, at: new Date(at).toISOString(), receivedAt: now });
  const alerts = [{ stored: { key: id, alert, receivedAt: now, tries: 0 }, attacker: { address: draft.address } }];
  answerAlerts(
    draft,
    alerts,
    { guard: { ranges: [], readAt: now }, around: [], ...NO_EXEMPTIONS, place: { targets: ['acl-1'] } },
    {
      clock: { now: () => now },
      policy,
      mode: 'live',
      channel: 'C1',
      random: () => 0,
    },
  );
}

test('an attacker cannot wash out what one rule counts by noise under another', () => {
  const draft = recordOf('203.0.113.9');
  for (let login = 0; login < 20; login += 1) {
    tell(draft, 'ssh', `ssh-${login}`, NOW + login * 1000);
    for (let noise = 0; noise < 40; noise += 1)
      tell(draft, 'noise', `web-${login}-${noise}`, NOW + login * 1000 + noise);
  }

  expect(liveBlock(draft)).toMatchObject({ by: 'rule:ssh' });
  expect(draft.events.length).toBeLessThanOrEqual(300);
});

test('invariant 1: a late alert of a quiet rule is heard though another rule fills the memory', () => {
  const draft = recordOf('203.0.113.9');
  for (let noise = 0; noise < 400; noise += 1) tell(draft, 'noise', `web-${noise}`, NOW + noise);

  tell(draft, 'ssh', 'late', NOW + MINUTE, { at: NOW - MINUTE });

  expect(draft.episodes.map((episode) => episode.rule)).toContain('ssh');
});

test('invariant 2: what may have been forgotten counts as known', () => {
  const draft = recordOf('203.0.113.9');
  for (let noise = 0; noise < 400; noise += 1) tell(draft, 'noise', `web-${noise}`, NOW + noise);
  const before = structuredClone(draft);

  for (const noise of [0, 50, 99, 100, 399]) tell(draft, 'noise', `web-${noise}`, NOW + MINUTE, { at: NOW + noise });

  expect(draft).toEqual(before);
});

test('invariant 12: a fresh event does not make those of hours ago count for an automatic block', () => {
  const draft = recordOf('203.0.113.9');
  const slow = completePolicy(policySchema.parse({ rules: [{ match: 'slow', proven: true, auto: 5, window: '12h' }] }));
  for (let late = 0; late < 6; late += 1)
    tell(draft, 'slow', `late-${late}`, NOW, { at: NOW - 3 * HOUR, policy: slow });
  tell(draft, 'slow', 'fresh', NOW, { policy: slow });
  expect(liveBlock(draft)).toBeUndefined();
  expect(draft.episodes.at(-1)?.sentence).toContain('events of more than an hour ago count only for a question');

  // What was fresh when it came goes on counting, however long ago it came.
  for (let hour = 1; hour <= 4; hour += 1) tell(draft, 'slow', `hour-${hour}`, NOW + 2 * hour * HOUR, { policy: slow });
  expect(liveBlock(draft)).toMatchObject({ by: 'rule:slow' });
});
