import type { HomeView } from '@slack/types';
import { homeDown } from '../../src/chat/cards/home/home-down.ts';
import type { HomeLook } from '../../src/chat/cards/home/home-look.ts';
import { homeView } from '../../src/chat/cards/home/home-view.ts';
import { emptyAutomatic } from '../../src/decision/automatic.ts';
import { addClaim } from '../../src/ledger/block.ts';
import type { AddressRecord, TargetState } from '../../src/ledger/record.ts';
import { type Overview, overview } from '../../src/response/overview.ts';
import { recordOf } from '../support/record.ts';
import type { Group, Picture } from './picture.ts';
import { access, NOON, type Stage } from './stage.ts';

const HOUR = 3_600_000;
const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };
const ACL = 'acl-0a1b2c3d';

const LOOK: HomeLook = {
  mode: 'live',
  nameOf: (target) => target,
  silenceMs: 3 * HOUR,
  may: { unblock: true, pause: true, resume: true },
  refusal: access.refusal('unblock'),
  page: 0,
};

const NOTHING: Overview = {
  now: NOON,
  automatic: emptyAutomatic(),
  sources: [{ source: 'elastalert', at: NOON - 4 * 60_000 }],
  targets: [{ id: ACL, status: { rules: 0, quota: 20, drifts: 0, lastDrift: undefined } }],
  live: [],
  asks: [],
  snoozed: [],
  ruleSnoozes: [],
  allowed: [],
  most: { live: 500, asks: 200 },
};

function home(name: string, about: string, view: (stage: Stage) => HomeView | Promise<HomeView>): Picture {
  return { name, about, draw: async (stage) => ({ kind: 'home', view: await view(stage) }) };
}

/** A record with a block in this state. */
function blockedRecord(cidr: string, by: string, state: TargetState['state'], note?: string): AddressRecord {
  const record = recordOf(cidr);
  const rules = state === 'active' ? [1] : [];
  const claim = { by, scopes: ['all' as const], from: NOON - HOUR, until: NOON + 3 * HOUR, why: '25 failed log-ins' };
  addClaim(record, claim, { now: NOON - HOUR, targets: [ACL], severity: 'high' });
  if (record.block) record.block.targets = { [ACL]: { state, ruleNumbers: rules, ...(note ? { note } : {}) } };
  return record;
}

/** A day in the life of a team, by the real stories. */
async function normalDay(stage: Stage): Promise<Overview> {
  await stage.alert('203.0.113.7', OVER);
  await stage.work();
  await stage.command('block 198.51.100.23 4h scans our shop');
  await stage.command('block 2001:db8:7::/64 permanent runs a botnet', 'U_LEAD');
  await stage.command('approve 2001:db8:7::/64');
  await stage.work();
  await stage.alert('192.0.2.44', { aism_rule: 'web-scan', aism_severity: 'medium' });
  await stage.alert('192.0.2.45', { aism_severity: 'critical' });
  await stage.work();
  await stage.command('allow 192.0.2.0/28 30d our scanners, ask Ada');
  await stage.command('ignore 192.0.2.77 1d rule web-scan');
  await stage.command('ignore rule nightly-backup 4h confirm');
  await stage.deps.ledger.heartbeats.note({ source: 'elastalert', at: NOON - 4 * 60_000 });
  return overview(stage.deps);
}

const many = Array.from({ length: 500 }, (_, index) =>
  index < 17
    ? blockedRecord(`203.0.113.${index}`, 'rule:ssh-bruteforce', 'active')
    : blockedRecord(`198.51.${Math.floor(index / 250)}.${index % 250}`, 'rule:web-scan', 'waiting'),
);
const full = { ...NOTHING.targets[0], id: ACL, status: { rules: 17, quota: 20, drifts: 0, lastDrift: undefined } };
const trip = {
  at: NOON - HOUR,
  limit: 'blocks' as const,
  why: '61 addresses were to be blocked automatically within 10 min (58 under ssh-bruteforce, 3 under web-scan), and the limit is 60',
};

export const homes: Group = {
  name: 'home',
  title: 'App Home',
  pictures: [
    home('empty', 'Nothing has happened.', () => homeView({ ...NOTHING, sources: [] }, LOOK)),
    home('normal', 'A usual day.', async (stage) => homeView(await normalDay(stage), LOOK)),
    home('onlooker', 'The same for one who may only look.', async (stage) =>
      homeView(await normalDay(stage), { ...LOOK, may: { unblock: false, pause: false, resume: false } }),
    ),
    home('trouble', 'EC2 refuses, and somebody else touches our rules.', () =>
      homeView(
        {
          ...NOTHING,
          live: [
            blockedRecord('203.0.113.7', 'U_ANALYST', 'failed', 'the role may not call ec2:CreateNetworkAclEntry'),
            blockedRecord('203.0.113.8', 'rule:ssh-bruteforce', 'pending'),
          ],
          targets: [{ id: ACL, status: { rules: 4, quota: 20, drifts: 3, lastDrift: NOON - 60_000 } }],
        },
        LOOK,
      ),
    ),
    home('paused', 'Somebody paused automatic blocking.', () =>
      homeView(
        {
          ...NOTHING,
          automatic: {
            ...emptyAutomatic(),
            pause: { by: 'U_LEAD', at: NOON - HOUR, until: NOON + HOUR, why: 'we move the load balancer' },
          },
        },
        LOOK,
      ),
    ),
    home('tripped', 'The breaker switched it off.', () =>
      homeView({ ...NOTHING, automatic: { ...emptyAutomatic(), trip } }, LOOK),
    ),
    home('silent', 'ElastAlert has not been heard for hours.', () =>
      homeView({ ...NOTHING, sources: [{ source: 'elastalert', at: NOON - 5 * HOUR }] }, LOOK),
    ),
    home('ledger-down', 'DynamoDB does not answer, and somebody pressed Undo.', () =>
      homeDown({
        now: NOON,
        page: 0,
        answer: 'Not done: the ledger (DynamoDB) does not answer, so nothing was stored. Please try again in a minute.',
      }),
    ),
    home('many', '500 blocks, of which most wait for a slot.', () =>
      homeView({ ...NOTHING, live: many, targets: [full] }, LOOK),
    ),
    home('many-last-page', 'Their last page.', () =>
      homeView({ ...NOTHING, live: many, targets: [full] }, { ...LOOK, page: 14 }),
    ),
    home('undone', 'Undo was pressed there.', () =>
      homeView(NOTHING, {
        ...LOOK,
        answer: 'Unblocking 203.0.113.7. For a while it is asked about, not blocked automatically.',
      }),
    ),
  ],
};
