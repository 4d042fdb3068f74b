import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Access, slackAccess } from '../../src/chat/access.ts';
import { PERMISSIONS } from '../../src/decision/permissions.ts';
import { type RunningSlack, startSlack } from '../support/sandbox-slack.ts';

const HALF_MINUTE = 30_000;
const TEN_MINUTES = 600_000;

let running: RunningSlack;
let now = 0;
let troubles: unknown[] = [];
beforeAll(async () => {
  running = await startSlack();
});
beforeEach(() => {
  running.faults.current = {};
  for (const user of ['U_ANALYST', 'U_LEAD']) running.slack.setDeactivated(user, false);
  running.slack.setMembers('S_ONCALL', ['U_ANALYST']);
  now = 1_795_500_000_000;
  troubles = [];
});
afterAll(() => running.stop());

function access(lists: { analysts?: string[]; leads?: string[] } = {}, permissions = PERMISSIONS): Access {
  return slackAccess({
    analysts: ['U_ANALYST'],
    leads: ['U_LEAD'],
    ...lists,
    permissions,
    client: running.client,
    wall: () => now,
    onError: (error) => void troubles.push(error),
  });
}

const silence = () => {
  running.faults.current = { slack: { latencyMs: 1500 } };
};
const refusing = (code: string) => {
  running.faults.current = { slack: { errorRate: 1, code } };
};

describe('a role', () => {
  test('comes from the id of the person or of a group, and nobody else has one', async () => {
    const { roleOf } = access({ analysts: ['S_ONCALL'] });

    expect(await roleOf('U_LEAD')).toBe('lead');
    expect(await roleOf('U_ANALYST')).toBe('analyst');
    expect(await roleOf('U_STRANGER')).toBe('none');
  });

  test('of who is on both lists is that of a lead', async () => {
    expect(await access({ analysts: ['U_LEAD', 'S_ONCALL'], leads: ['U_LEAD'] }).roleOf('U_LEAD')).toBe('lead');
  });

  test('is gone half a minute after the account was deactivated, and comes back with it', async () => {
    const { roleOf } = access();
    expect(await roleOf('U_LEAD')).toBe('lead');

    running.slack.setDeactivated('U_LEAD', true);
    now += HALF_MINUTE;
    expect(await roleOf('U_LEAD')).toBe('none');

    running.slack.setDeactivated('U_LEAD', false);
    now += HALF_MINUTE;
    expect(await roleOf('U_LEAD')).toBe('lead');
  });

  test('is gone half a minute after somebody was taken out of the group, or put into it', async () => {
    const { roleOf } = access({ analysts: ['S_ONCALL'] });
    expect(await roleOf('U_ANALYST')).toBe('analyst');

    running.slack.setMembers('S_ONCALL', ['U_STRANGER']);
    now += HALF_MINUTE;

    expect(await roleOf('U_ANALYST')).toBe('none');
    expect(await roleOf('U_STRANGER')).toBe('analyst');
  });

  test('of an id that Slack does not know is none', async () => {
    expect(await access({ leads: ['U_NOBODY'] }).roleOf('U_NOBODY')).toBe('none');
  });
});

describe('while Slack is silent', () => {
  test('who is on the list keeps the role, and is answered in little more than half a second', async () => {
    silence();
    const { roleOf } = access({ analysts: ['S_ONCALL'] });
    const began = performance.now();

    expect(await roleOf('U_LEAD')).toBe('lead');

    expect(performance.now() - began).toBeLessThan(1400);
  });

  test('a group that was never read gives nobody a role', async () => {
    refusing('internal_error');

    expect(await access({ analysts: ['S_ONCALL'] }).roleOf('U_ANALYST')).toBe('none');
    expect(troubles.length).toBeGreaterThan(0);
  });

  test('a group counts as it was seen last, for ten minutes', async () => {
    const { roleOf } = access({ analysts: ['S_ONCALL'] });
    await roleOf('U_ANALYST');
    refusing('internal_error');

    now += TEN_MINUTES - 1;
    expect(await roleOf('U_ANALYST')).toBe('analyst');
    now += 1;
    expect(await roleOf('U_ANALYST')).toBe('none');
  });

  test('who was seen deactivated stays so', async () => {
    running.slack.setDeactivated('U_LEAD', true);
    const { roleOf } = access();
    expect(await roleOf('U_LEAD')).toBe('none');
    refusing('internal_error');

    now += 24 * 3_600_000;

    expect(await roleOf('U_LEAD')).toBe('none');
  });

  test('a bot token without the scope users:read takes nobody the role', async () => {
    refusing('missing_scope');

    expect(await access().roleOf('U_ANALYST')).toBe('analyst');
  });
});

describe('a refusal', () => {
  test('names who may, people and groups; for what only leads may, the leads alone', () => {
    const { refusal } = access({ analysts: ['U_ANALYST', 'S_ONCALL', 'U_LEAD'] });

    expect(refusal('block')).toBe('You may not do that. These may: <@U_ANALYST>, <!subteam^S_ONCALL>, <@U_LEAD>.');
    expect(refusal('propose-permanent')).toBe('You may not do that. These may: <@U_LEAD>.');
  });

  test('says what to set where nobody may', () => {
    const { refusal } = access({ analysts: [], leads: [] });

    expect(refusal('block')).toContain('set AISM_ANALYSTS and AISM_LEADS');
    expect(refusal('allow-wide')).toContain('set AISM_LEADS');
    expect(access({}, { ...PERMISSIONS, allow: 'nobody' } as never).refusal('allow')).toContain('the policy says so');
  });
});
