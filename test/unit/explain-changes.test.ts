import { expect, test } from 'vitest';
import type { Entry } from '../../src/firewall/firewall.ts';
import { plan } from '../../src/firewall/plan.ts';
import type { Slot } from '../../src/firewall/slots.ts';
import { addClaim, liftBlock, wishedScopes } from '../../src/ledger/block.ts';
import type { AddressRecord } from '../../src/ledger/record.ts';
import { explainChanges } from '../../src/response/explain-changes.ts';
import { ALLOW_ALL, denyAll, entryOf, LIMITS, slot, wish } from '../support/acl-model.ts';
import { recordOf } from '../support/record.ts';

const NOW = 1_795_500_000_000;
const NO_GUARD = { ranges: [], readAt: NOW };

function blocked(cidr: string, more: { scopes?: string[]; until?: number | null; by?: string } = {}): AddressRecord {
  const record = recordOf(cidr);
  const claim = { by: 'U_ANALYST', scopes: ['all'], until: NOW, why: 'test', ...more };
  addClaim(record, claim, { now: NOW - 1, targets: ['acl-1'], severity: 'high' });
  return record;
}

function lifted(cidr: string): AddressRecord {
  const record = blocked(cidr);
  liftBlock(record, 'U_LEAD', 'test', { now: NOW, graceMs: 0 });
  return record;
}

/** What is told of the plan for these records, our slots and what stands there. */
function told(records: AddressRecord[], slots: Slot[], entries: Entry[], limits = LIMITS): string[] {
  const live = records.filter((record) => record.claims.length > 0);
  const wishes = live.map((record) => ({ ...wish(record.address), scopes: wishedScopes(record), pinned: true }));
  const made = plan(wishes, [...entries, ...ALLOW_ALL], slots, limits, NOW);
  const changes = explainChanges(made.changes, { plan: made, records, guard: NO_GUARD, slots });
  return changes.map((each) => `${each.kind} ${each.ruleNumber} ${each.address} ${each.scope}: ${each.why}`);
}

const held = (ruleNumber: number, cidr: string): [Slot, Entry] => [
  slot(ruleNumber, denyAll(cidr)),
  entryOf(ruleNumber, denyAll(cidr)),
];

test('who is blocked by whom, until when, in which scope', () => {
  const records = [
    blocked('203.0.113.9', { scopes: ['tcp/22'] }),
    blocked('203.0.113.7', { until: null, by: 'rule:ssh' }),
  ];

  expect(told(records, [], [])).toEqual([
    'create 1 203.0.113.9 tcp/22: 203.0.113.9 blocked by U_ANALYST until 2026-11-24T06:00:00.000Z',
    'create 2 203.0.113.7 all: 203.0.113.7 blocked by rule:ssh for good',
  ]);
});

test('who leaves, and that nobody wishes it any more', () => {
  const [ours, entry] = held(1, '203.0.113.9');

  expect(told([lifted('203.0.113.9')], [ours], [entry])).toEqual([
    'delete 1 203.0.113.9 all: nobody wishes it any more: lifted by U_LEAD',
  ]);
  expect(told([], [ours], [entry])).toEqual(['delete 1 203.0.113.9 all: nobody wishes it any more']);
});

test('what somebody else changed or took away', () => {
  const ours = [slot(1, denyAll('203.0.113.9')), slot(2, denyAll('203.0.113.7'))];
  const records = [blocked('203.0.113.9'), blocked('203.0.113.7')];

  const lines = told(records, ours, [{ ...entryOf(1, denyAll('203.0.113.9')), action: 'allow' }]);

  expect(lines).toEqual([
    expect.stringContaining('replace 1 203.0.113.9 all: was changed by somebody else; 203.0.113.9 blocked by'),
    expect.stringContaining('create 2 203.0.113.7 all: was taken away by somebody else; 203.0.113.7 blocked by'),
  ]);
});

test('what makes way for a range, and that the range denies it too', () => {
  const records = [blocked('203.0.113.9'), blocked('203.0.113.0/24')];
  const [narrow, entry] = held(1, '203.0.113.9');
  const [wide, other] = held(2, '203.0.113.0/24');

  expect(told(records, [narrow], [entry])).toEqual([
    'replace 1 203.0.113.0/24 all: 203.0.113.0/24 blocked by U_ANALYST until 2026-11-24T06:00:00.000Z; in place of 203.0.113.9',
  ]);
  expect(told(records, [narrow, wide], [entry, other])).toEqual([
    'delete 1 203.0.113.9 all: rule 2 denies it too, for 203.0.113.0/24',
  ]);
});

test('whom a merged rule carries', () => {
  const tight = { ...LIMITS, quota: 3 };
  const records = [blocked('203.0.113.8'), blocked('203.0.113.9')];

  expect(told(records, [], [], tight)).toEqual(['create 1 203.0.113.8/31 all: carries 203.0.113.8 and 1 more']);
});

test('that one finds no room any more', () => {
  const [first, entry] = held(1, '203.0.113.9');
  const [second, other] = held(2, '203.0.113.77');
  const records = [blocked('203.0.113.9'), blocked('203.0.113.77')];

  expect(told(records, [first, second], [entry, other], { ...LIMITS, quota: 3 })).toEqual([
    expect.stringMatching(/^delete 2 203\.0\.113\.77 all: no slot free: /),
  ]);
});
