import { expect, test } from 'vitest';
import { completePolicy } from '../../src/decision/policy.ts';
import { policySchema } from '../../src/decision/policy-schema.ts';
import { liveBlock } from '../../src/ledger/block.ts';
import { answerAlerts } from '../../src/response/answer-alerts.ts';
import { alertOf } from '../support/alert.ts';
import { NO_EXEMPTIONS } from '../support/exemptions.ts';
import { recordOf } from '../support/record.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const POLICY = completePolicy(policySchema.parse({ rules: [{ match: 'ssh-login', kind: 'login' }] }));

test.each([[['ssh-login', 'ssh-fail']], [['ssh-fail', 'ssh-login']]])(
  'who failed and logged in, told at once as %s, is asked about',
  (rules) => {
    const draft = recordOf('203.0.113.9');
    const alerts = rules.map((rule) => ({
      stored: {
        key: rule,
        alert: alertOf(rule, { rule, at: new Date(NOW).toISOString(), receivedAt: NOW }),
        receivedAt: NOW,
        tries: 0,
      },
      attacker: { address: draft.address, weighs: 25 },
    }));

    const answers = answerAlerts(
      draft,
      alerts,
      { guard: { ranges: [], readAt: NOW }, around: [], ...NO_EXEMPTIONS, place: { targets: ['acl-1'] } },
      { clock: { now: () => NOW }, policy: POLICY, mode: 'live', channel: 'C1', random: () => 0 },
    );

    expect(liveBlock(draft)).toBeUndefined();
    expect(answers).toMatchObject([{ rule: 'ssh-fail', decision: { kind: 'ask', reasons: ['good-logins'] } }]);
  },
);
