import { describe, expect, test } from 'vitest';
import {
  addClaim,
  blockState,
  expireClaims,
  isPinned,
  liftBlock,
  liveBlock,
  type NewClaim,
  wishedScopes,
} from '../../src/ledger/block.ts';
import { noteAction } from '../../src/ledger/note-action.ts';
import type { AddressRecord, Block, TargetState } from '../../src/ledger/record.ts';
import { settleTarget } from '../../src/ledger/settle-target.ts';
import { episodeOf, recordOf } from '../support/record.ts';

const NOW = 1_795_500_000_000;
const HOUR = 3_600_000;
const AT = { now: NOW, targets: ['acl-1', 'acl-2'], severity: 'high' as const };

function claim(more: Partial<NewClaim> = {}): NewClaim {
  return { by: 'U_ANALYST', scopes: ['all'], until: NOW + HOUR, why: 'asked for', ...more };
}

function blocked(more: Partial<NewClaim> = {}): AddressRecord {
  const record = recordOf('203.0.113.9');
  addClaim(record, claim(more), AT);
  record.rev += 1;
  return record;
}

function kindsOf(record: AddressRecord): string[] {
  return record.outbox.map((action) => action.kind);
}

function settle(record: AddressRecord, ...states: Array<TargetState['state']>): void {
  for (const [index, state] of states.entries())
    settleTarget(record, `acl-${index + 1}`, { state, ruleNumbers: state === 'active' ? [7] : [] }, NOW);
}

describe('the first claim', () => {
  test('makes the block, to be put into every target', () => {
    const record = recordOf('203.0.113.9', { rev: 4 });
    const { kind, block } = addClaim(record, claim(), AT);

    expect(kind).toBe('blocked');
    expect(block).toEqual({
      id: '203.0.113.9/32@5',
      since: NOW,
      by: 'U_ANALYST',
      why: 'asked for',
      until: NOW + HOUR,
      severity: 'high',
      targets: { 'acl-1': { state: 'pending', ruleNumbers: [] }, 'acl-2': { state: 'pending', ruleNumbers: [] } },
    });
    expect(liveBlock(record)).toBe(block);
    expect(record.claims).toEqual([{ id: '5.0', from: NOW, ...claim() }]);
  });

  test('is one action with who, why, before and after', () => {
    expect(blocked({ until: null }).outbox).toEqual([
      {
        id: '203.0.113.9/32@1.0',
        address: '203.0.113.9/32',
        at: NOW,
        kind: 'block',
        actor: 'U_ANALYST',
        before: 'not blocked',
        after: 'blocked for good',
        why: 'asked for',
      },
    ]);
  });

  test('marks open cards to be drawn at once, and lets closed ones be', () => {
    const episodes = [episodeOf('old', NOW - 30 * HOUR), episodeOf('open', NOW - HOUR, { sayAt: NOW + 45_000 })];
    const record = recordOf('203.0.113.9', { episodes });
    addClaim(record, claim(), AT);

    expect(record.episodes.map(({ revision, sayAt }) => [revision, sayAt])).toEqual([
      [1, NOW - 30 * HOUR],
      [2, NOW],
    ]);
  });
});

describe('invariant 2: a second claim', () => {
  test.each<[string, Partial<NewClaim>, Partial<NewClaim>]>([
    ['is the same', {}, {}],
    ['is of another person', {}, { by: 'U_LEAD' }],
    ['ends a minute later: two pressed at once', {}, { until: NOW + HOUR + 60_000 }],
    ['ends earlier', {}, { until: NOW + 1 }],
    ['is narrower', {}, { scopes: ['tcp/22'] }],
    ['has an end where the first has none', { until: null }, { until: NOW + 9 * HOUR }],
    ['has none either', { until: null }, { until: null }],
    ['is of a rule, on an automatic block', { by: 'rule:ssh' }, { by: 'rule:web' }],
  ])('changes nothing when it %s', (_, first, second) => {
    const record = blocked(first);
    const before = structuredClone(record);

    expect(addClaim(record, claim(second), AT)).toEqual({ kind: 'already-blocked', block: before.block });
    expect(record).toEqual(before);
  });

  test.each<[string, Partial<NewClaim>, Partial<NewClaim>, number | null]>([
    ['ends clearly later', {}, { until: NOW + HOUR + 60_001 }, NOW + HOUR + 60_001],
    ['has no end', {}, { until: null }, null],
    ['is wider and shorter', { scopes: ['tcp/22'] }, { until: NOW + 1 }, NOW + HOUR],
    ['is of other ports', { scopes: ['tcp/22'] }, { scopes: ['tcp/80'] }, NOW + HOUR],
  ])('extends the block when it %s', (_, first, second, until) => {
    const record = blocked(first);

    expect(addClaim(record, claim(second), AT).kind).toBe('extended');
    expect(record.claims).toHaveLength(2);
    expect(record.block?.until).toBe(until);
    expect(kindsOf(record)).toEqual(['block', 'extend']);
    expect(new Set(record.outbox.map((action) => action.id)).size).toBe(2);
  });

  test('extends the block when the scope that it wants is denied for a shorter time than another one', () => {
    const record = blocked({ scopes: ['tcp/22'], until: NOW + 10 * HOUR });
    addClaim(record, claim({ until: NOW + HOUR }), AT);

    expect(addClaim(record, claim({ until: NOW + 5 * HOUR }), AT).kind).toBe('extended');

    expireClaims(record, NOW + 2 * HOUR);
    expect(wishedScopes(record)).toEqual(['all']);
  });

  test('asks the firewall anew only when it changes what is denied', () => {
    const longer = blocked();
    settle(longer, 'active', 'active');
    addClaim(longer, claim({ until: null }), AT);
    expect(longer.block && blockState(longer.block)).toBe('active');

    const wider = blocked({ scopes: ['tcp/22'] });
    settleTarget(wider, 'acl-1', { state: 'waiting', ruleNumbers: [7], note: 'no slot free' }, NOW);
    addClaim(wider, claim(), AT);
    expect(wider.block?.targets['acl-1']).toEqual({ state: 'pending', ruleNumbers: [7] });
  });

  test('invariant 7: of a person pins an automatic block, even a shorter one', () => {
    const record = blocked({ by: 'rule:ssh' });
    expect(isPinned(record)).toBe(false);

    expect(addClaim(record, claim({ until: NOW + 60_000 }), AT).kind).toBe('extended');
    expect(isPinned(record)).toBe(true);
    expect(record.block?.until).toBe(NOW + HOUR);
    expect(addClaim(record, claim({ by: 'U_LEAD' }), AT).kind).toBe('already-blocked');
  });
});

describe('what is wished', () => {
  test('is the union of the scopes, in one order', () => {
    const record = blocked({ scopes: ['tcp/80', 'tcp/22'] });
    addClaim(record, claim({ scopes: ['tcp/22', 'udp/53'] }), AT);

    expect(wishedScopes(record)).toEqual(['tcp/22', 'tcp/80', 'udp/53']);
    addClaim(record, claim(), AT);
    expect(wishedScopes(record)).toEqual(['all']);
  });

  test('invariant 7: is pinned when a person wishes it or it has no end', () => {
    expect(isPinned(blocked())).toBe(true);
    expect(isPinned(blocked({ by: 'rule:ssh', until: null }))).toBe(true);
    expect(isPinned(blocked({ by: 'rule:ssh' }))).toBe(false);
    expect(isPinned(recordOf('203.0.113.9'))).toBe(false);
  });
});

describe('undo', () => {
  test('ends every claim at once, and leaves a grace', () => {
    const record = blocked();
    addClaim(record, claim({ by: 'rule:ssh', until: null }), AT);
    settle(record, 'active', 'waiting');
    const lifted = liftBlock(record, 'U_LEAD', 'a customer', { now: NOW + 5, graceMs: 24 * HOUR });

    expect(lifted).toMatchObject({ ended: { as: 'lifted', at: NOW + 5, by: 'U_LEAD' } });
    expect(record.claims).toEqual([]);
    expect(record.grace).toEqual({ until: NOW + 5 + 24 * HOUR, by: 'U_LEAD', at: NOW + 5 });
    expect(liveBlock(record)).toBeUndefined();
    expect(lifted?.targets['acl-1']).toEqual({ state: 'lifting', ruleNumbers: [7] });
    expect(record.outbox.at(-1)).toMatchObject({
      kind: 'unblock',
      actor: 'U_LEAD',
      before: 'blocked for good',
      after: 'lifted by U_LEAD',
      why: 'a customer',
    });
  });

  test('of what is not blocked changes nothing', () => {
    const at = { now: NOW, graceMs: HOUR };
    const record = recordOf('203.0.113.9');
    expect(liftBlock(record, 'U_LEAD', '', at)).toBeUndefined();
    expect(record).toEqual(recordOf('203.0.113.9'));

    const lifted = blocked();
    liftBlock(lifted, 'U_LEAD', '', at);
    const before = structuredClone(lifted);
    expect(liftBlock(lifted, 'U_ANALYST', '', at)).toBeUndefined();
    expect(lifted).toEqual(before);
  });

  test('is followed by a new block under a new id, and the old one is remembered', () => {
    const record = blocked();
    liftBlock(record, 'U_LEAD', '', { now: NOW, graceMs: HOUR });
    record.rev += 1;
    addClaim(record, claim(), AT);

    expect(record.pastBlocks.map((block) => block.id)).toEqual(['203.0.113.9/32@1']);
    expect(record.block).toMatchObject({ id: '203.0.113.9/32@3' });
    expect(record.block).not.toHaveProperty('ended');
  });

  test('again and again leaves the last ten blocks', () => {
    const record = recordOf('203.0.113.9');
    for (let round = 0; round < 14; round += 1) {
      addClaim(record, claim(), AT);
      record.rev += 1;
      liftBlock(record, 'U_LEAD', '', { now: NOW, graceMs: HOUR });
      record.rev += 1;
    }

    expect(record.pastBlocks.map((block) => block.id).at(0)).toBe('203.0.113.9/32@7');
    expect(record.pastBlocks).toHaveLength(10);
  });
});

describe('invariant 6: time', () => {
  test('ends a block with its last claim, from that very moment on', () => {
    const record = blocked();

    expect(expireClaims(record, NOW + HOUR - 1)).toBe(false);
    expect(liveBlock(record)).toBeDefined();
    expect(expireClaims(record, NOW + HOUR)).toBe(true);
    expect(record.block).toMatchObject({ ended: { as: 'expired', at: NOW + HOUR, by: 'aism' } });
    expect(record.block?.targets['acl-2']?.state).toBe('lifting');
    expect(record.claims).toEqual([]);
    expect(record).not.toHaveProperty('grace');
    expect(record.outbox.at(-1)).toMatchObject({ kind: 'expire', actor: 'aism', after: 'expired by aism' });
    expect(expireClaims(record, NOW + 2 * HOUR)).toBe(false);
  });

  test('never ends a permanent one', () => {
    const record = blocked({ until: null });

    expect(expireClaims(record, Number.MAX_SAFE_INTEGER)).toBe(false);
    expect(liveBlock(record)?.until).toBeNull();
  });

  test('ends one claim of two, and says so', () => {
    const record = blocked({ scopes: ['tcp/22'], until: NOW + 2 * HOUR });
    addClaim(record, claim({ by: 'U_LEAD' }), AT);
    settle(record, 'active', 'active');

    expect(expireClaims(record, NOW + HOUR)).toBe(true);
    expect(record.claims.map((each) => each.by)).toEqual(['U_ANALYST']);
    expect(liveBlock(record)?.until).toBe(NOW + 2 * HOUR);
    expect(liveBlock(record)?.targets['acl-1']?.state).toBe('pending');
    expect(record.outbox.at(-1)).toMatchObject({
      kind: 'claim-ended',
      actor: 'aism',
      before: 'all denied',
      after: 'tcp/22 denied',
    });
  });

  test('ends one claim of two without touching the firewall when the other denies as much', () => {
    const record = blocked();
    addClaim(record, claim({ by: 'U_LEAD', until: NOW + 9 * HOUR }), AT);
    settle(record, 'active', 'active');
    expireClaims(record, NOW + HOUR);

    expect(liveBlock(record)?.targets['acl-1']?.state).toBe('active');
  });
});

describe('what a target shows', () => {
  const shown: TargetState = { state: 'active', ruleNumbers: [7] };

  test('is one action, and one look at the card', () => {
    const record = { ...blocked(), episodes: [episodeOf('open', NOW)] };
    settleTarget(record, 'acl-1', shown, NOW);

    expect(record.outbox.at(-1)).toMatchObject({
      kind: 'active',
      actor: 'aism',
      before: 'pending',
      after: 'active, rule 7',
      why: 'acl-1',
    });
    expect(record.episodes[0]?.revision).toBe(2);
  });

  test('seen a second time changes nothing', () => {
    const record = { ...blocked(), episodes: [episodeOf('open', NOW)] };
    settleTarget(record, 'acl-1', shown, NOW);
    const before = structuredClone(record);
    settleTarget(record, 'acl-1', { ...shown }, NOW + 1);

    expect(record).toEqual(before);
  });

  test('at another number is no news', () => {
    const record = blocked();
    settleTarget(record, 'acl-1', shown, NOW);
    const known = record.outbox.length;
    settleTarget(record, 'acl-1', { state: 'active', ruleNumbers: [8] }, NOW);

    expect(record.block?.targets['acl-1']?.ruleNumbers).toEqual([8]);
    expect(record.outbox).toHaveLength(known);
  });

  test('with a reason is told with it', () => {
    const record = blocked();
    settleTarget(record, 'acl-1', { state: 'failed', ruleNumbers: [], note: 'our role may not do that' }, NOW);

    expect(record.outbox.at(-1)).toMatchObject({ kind: 'failed', why: 'acl-1: our role may not do that' });
  });

  test('of an ended block is called removed once it is out', () => {
    const record = blocked();
    liftBlock(record, 'U_LEAD', '', { now: NOW, graceMs: 0 });
    settleTarget(record, 'acl-1', { state: 'out', ruleNumbers: [] }, NOW);

    expect(record.outbox.at(-1)).toMatchObject({ kind: 'removed', before: 'lifting', after: 'out' });
  });

  test('of a target that came later is taken in', () => {
    const record = blocked();
    settleTarget(record, 'acl-3', shown, NOW);

    expect(record.block?.targets['acl-3']).toEqual(shown);
    expect(record.outbox.at(-1)).toMatchObject({ kind: 'active', before: 'unknown' });
  });

  test('of an address that was never blocked is nothing', () => {
    const record = recordOf('203.0.113.9');
    settleTarget(record, 'acl-1', shown, NOW);

    expect(record).toEqual(recordOf('203.0.113.9'));
  });
});

describe('invariant 5: a block in one word', () => {
  const stateOf = (...states: Array<TargetState['state']>) =>
    blockState({
      ...(blocked().block as Block),
      targets: Object.fromEntries(states.map((state, index) => [`acl-${index}`, { state, ruleNumbers: [] }])),
    });

  test.each<[word: string, states: Array<TargetState['state']>]>([
    ['active', ['active']],
    ['active', ['active', 'active']],
    ['pending', ['active', 'pending']],
    ['waiting', ['active', 'waiting']],
    ['pending', ['waiting', 'pending']],
    ['failed', ['failed', 'pending', 'waiting', 'active']],
    ['pending', ['active', 'out']],
    ['pending', []],
  ])('is %s when its targets are %j', (word, states) => {
    expect(stateOf(...states)).toBe(word);
  });

  test('is how it ended, once it has', () => {
    const lifted = blocked();
    liftBlock(lifted, 'U_LEAD', '', { now: NOW, graceMs: 0 });
    const expired = blocked();
    expireClaims(expired, NOW + HOUR);

    expect([lifted, expired].map((record) => record.block && blockState(record.block))).toEqual(['lifted', 'expired']);
  });
});

describe('the actions of one change', () => {
  const action = { at: NOW, kind: 'alert', actor: 'rule:ssh', before: '', after: '', why: '' };

  test('count on, under the revision that the change will have', () => {
    const record = recordOf('203.0.113.9', { rev: 9 });
    noteAction(record, action);
    noteAction(record, action);
    record.rev = 10;
    noteAction(record, action);

    expect(record.outbox.map((each) => each.id)).toEqual([
      '203.0.113.9/32@10.0',
      '203.0.113.9/32@10.1',
      '203.0.113.9/32@11.0',
    ]);
  });
});
