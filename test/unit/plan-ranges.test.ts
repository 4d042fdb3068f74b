import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/firewall/firewall.ts';
import { plan } from '../../src/firewall/plan.ts';
import { ruleFor } from '../../src/firewall/rule.ts';
import type { Limits, Slot, Wish } from '../../src/firewall/slots.ts';
import { ALLOW_ALL, denyAll, entryOf, LIMITS, STARS, slot, wish } from '../support/acl-model.ts';
import { address } from '../support/address.ts';

const RANGE = denyAll('203.0.113.0/24');
const INSIDE = denyAll('203.0.113.9');
const ELSEWHERE = denyAll('198.51.100.7');

function planFor(wishes: Wish[], situation: { entries?: Entry[]; slots?: Slot[]; limits?: Partial<Limits> } = {}) {
  const { entries = [], slots = [], limits = {} } = situation;
  return plan(wishes, [...entries, ...ALLOW_ALL, ...STARS], slots, { ...LIMITS, ...limits }, 0);
}

function rulesOf({ slots }: { slots: Slot[] }): string[] {
  return slots.map(({ rule }) => `${rule.cidr}${rule.ports ? ` ${rule.protocol}/${rule.ports.from}` : ''}`);
}

/** A Network ACL that holds these rules of ours, at 1 and up. */
function holding(...cidrs: string[]) {
  const rules = cidrs.map(denyAll);
  return {
    entries: rules.map((rule, at) => entryOf(at + 1, rule)),
    slots: rules.map((rule, at) => slot(at + 1, rule)),
  };
}

describe('a wider block', () => {
  test('carries the narrower ones in it, whoever came first', () => {
    const made = planFor([wish('203.0.113.9', { score: 9 }), wish('203.0.113.0/24'), wish('198.51.100.7')]);

    expect(rulesOf(made)).toEqual(['203.0.113.0/24', '198.51.100.7/32']);
    expect(made.waiting.size).toBe(0);
  });

  test('takes the number of a narrower one without a gap, and the others go', () => {
    const made = planFor(
      [wish('203.0.113.0/24', { pinned: true }), wish('203.0.113.7'), wish('203.0.113.9')],
      holding('203.0.113.7', '203.0.113.9'),
    );

    expect(made.changes).toEqual([
      { kind: 'replace', ruleNumber: 1, rule: RANGE },
      { kind: 'delete', ruleNumber: 2 },
    ]);
  });

  test('that is lifted gives back their rules to those that still want to live, and goes last', () => {
    const made = planFor([wish('203.0.113.7'), wish('203.0.113.9')], holding('203.0.113.0/24'));

    expect(made.changes).toEqual([
      { kind: 'create', ruleNumber: 2, rule: INSIDE },
      { kind: 'replace', ruleNumber: 1, rule: denyAll('203.0.113.7') },
    ]);
  });

  test('carries only what it denies as well', () => {
    const made = planFor([wish('203.0.113.0/24', { scopes: ['tcp/22'] }), wish('203.0.113.9')]);

    expect(rulesOf(made)).toEqual(['203.0.113.0/24 6/22', '203.0.113.9/32']);
  });

  test('carries one scope of two', () => {
    const made = planFor([
      wish('203.0.113.0/24', { scopes: ['tcp/20-25'] }),
      wish('203.0.113.9', { scopes: ['tcp/22', 'udp/53'] }),
    ]);

    expect(rulesOf(made)).toEqual(['203.0.113.0/24 6/20', '203.0.113.9/32 17/53']);
  });

  test('that finds no place whole carries nobody', () => {
    const made = planFor(
      [
        wish('203.0.113.9', { scopes: ['tcp/22'], score: 9 }),
        wish('203.0.113.0/24', { scopes: ['tcp/22', 'udp/53'], score: 1 }),
      ],
      { limits: { quota: 5 } },
    );

    expect(rulesOf(made)).toEqual(['203.0.113.9/32 6/22']);
    expect([...made.waiting.keys()]).toEqual(['203.0.113.0/24']);
  });

  test('that an allow makes useless leaves the narrower ones their own rules', () => {
    const office: Entry = { ruleNumber: 1, action: 'allow', protocol: '-1', cidr: address('203.0.113.200') };
    const made = planFor([wish('203.0.113.0/24'), wish('203.0.113.9')], { entries: [office] });

    expect(rulesOf(made)).toEqual(['203.0.113.9/32']);
    expect(made.unusable.get(address('203.0.113.0/24'))).toContain('rule 1 lets it through');
  });

  test('frees the slots of those that it carries for others that wait', () => {
    const inside = [1, 3, 5].map((last) => wish(`203.0.113.${last}`, { score: 9 }));
    const made = planFor([wish('203.0.113.0/24', { pinned: true }), ...inside, wish('198.51.100.7', { score: 1 })], {
      ...holding('203.0.113.1', '203.0.113.3', '203.0.113.5'),
      limits: { quota: 7 },
    });

    expect(rulesOf(made)).toEqual(['203.0.113.0/24', '198.51.100.7/32']);
    expect(made.waiting.size).toBe(0);
  });
});

test('who lies in a range that does not deny the same is no holder of a slot: no churn among equals', () => {
  const wishes = [
    wish('203.0.113.0/24', { pinned: true, scopes: ['tcp/22'] }),
    wish('203.0.113.9', { score: 1 }),
    wish('198.51.100.7', { score: 0.75 }),
  ];
  const ssh = ruleFor(address('203.0.113.0/24'), 'tcp/22');
  const rules = [ssh, ELSEWHERE];
  const held = {
    entries: rules.map((rule, at) => entryOf(at + 1, rule)),
    slots: rules.map((rule, at) => slot(at + 1, rule)),
  };

  expect(planFor(wishes, { ...held, limits: { quota: 6 } }).changes).toEqual([]);
});

test('what somebody made an allow of goes before the rule that denied what it lets through', () => {
  const [all, ssh] = [denyAll('203.0.113.9'), ruleFor(address('203.0.113.9'), 'tcp/22')];
  const made = planFor([wish('203.0.113.9', { scopes: ['tcp/22'] })], {
    entries: [entryOf(1, all), { ...entryOf(5, all), cidr: '0.0.0.0/0', action: 'allow' }, entryOf(7, ssh)],
    slots: [slot(1, all), slot(5, ELSEWHERE), slot(7, ssh)],
  });

  expect(made.changes.map(({ kind, ruleNumber }) => [kind, ruleNumber])).toEqual([
    ['delete', 5],
    ['delete', 1],
  ]);
});

describe('neighbours', () => {
  const pair = [wish('203.0.113.8', { score: 3 }), wish('203.0.113.9', { score: 2 })];

  test('keep rules of their own while there is room', () => {
    expect(rulesOf(planFor(pair))).toEqual(['203.0.113.8/32', '203.0.113.9/32']);
  });

  test('are merged when somebody would wait otherwise, without a gap', () => {
    const made = planFor([...pair, wish('198.51.100.7', { score: 1 })], {
      ...holding('203.0.113.8', '203.0.113.9'),
      limits: { quota: 6 },
    });

    expect(made.changes).toEqual([
      { kind: 'replace', ruleNumber: 1, rule: denyAll('203.0.113.8/31') },
      { kind: 'replace', ruleNumber: 2, rule: ELSEWHERE },
    ]);
    expect(made.waiting.size).toBe(0);
  });

  test('are merged without a gap for one whose scope becomes narrower', () => {
    const ssh = { scopes: ['tcp/22'] };
    const made = planFor(
      [wish('203.0.113.9', { ...ssh, score: 3 }), wish('198.51.100.7', { score: 2 }), wish('203.0.113.8', ssh)],
      {
        entries: [entryOf(2, INSIDE)],
        slots: [slot(2, INSIDE)],
        limits: { quota: 6, numbers: { first: 1, last: 2 } },
      },
    );

    expect(made.changes).toEqual([
      { kind: 'create', ruleNumber: 1, rule: ruleFor(address('203.0.113.8/31'), 'tcp/22') },
      { kind: 'replace', ruleNumber: 2, rule: ELSEWHERE },
    ]);
  });

  test('stay merged when the room is there again: no churn', () => {
    expect(planFor(pair, holding('203.0.113.8/31')).changes).toEqual([]);
  });

  test('are split when one of them ends', () => {
    const made = planFor(pair.slice(1), holding('203.0.113.8/31'));

    expect(made.changes).toEqual([{ kind: 'replace', ruleNumber: 1, rule: INSIDE }]);
  });

  test('are merged only with the same scope, and only without loss', () => {
    const wishes = [
      wish('203.0.113.8', { scopes: ['tcp/22'] }),
      wish('203.0.113.9'),
      wish('203.0.113.10'),
      wish('198.51.100.7'),
    ];
    const made = planFor(wishes, { limits: { quota: 7 } });

    expect(rulesOf(made)).toEqual(['203.0.113.8/32 6/22', '203.0.113.9/32', '203.0.113.10/32']);
  });

  test('are not merged where an allow lets one of them through earlier', () => {
    const office: Entry = { ruleNumber: 2, action: 'allow', protocol: '-1', cidr: address('203.0.113.9') };
    const made = planFor([...pair, wish('198.51.100.7')], { entries: [office], limits: { quota: 7 } });

    expect(rulesOf(made)).toEqual(['203.0.113.9/32', '203.0.113.8/32']);
    expect(made.slots.map((each) => each.ruleNumber)).toEqual([1, 3]);
  });

  test('of a whole range take one slot', () => {
    const all = Array.from({ length: 256 }, (_, last) => wish(`203.0.113.${last}`));
    const made = planFor([...all, wish('198.51.100.7')]);

    expect(rulesOf(made)).toEqual(['203.0.113.0/24', '198.51.100.7/32']);
    expect(made.waiting.size).toBe(0);
  });

  test('of IPv6 merge as well', () => {
    const nets = ['2001:db8:0:8::/64', '2001:db8:0:9::/64'].map((net) => wish(net));

    expect(rulesOf(planFor(nets, { limits: { quota: 5 } }))).toEqual(['2001:db8:0:8::/63']);
  });
});

test('a scope that another one of the block covers takes no slot', () => {
  const { slots } = planFor([wish('203.0.113.9', { scopes: ['tcp/22', 'tcp/20-25'] })]);

  expect(slots.map((each) => each.rule)).toEqual([ruleFor(address('203.0.113.9'), 'tcp/20-25')]);
});
