import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/firewall/firewall.ts';
import { plan } from '../../src/firewall/plan.ts';
import type { Limits, Slot, Wish } from '../../src/firewall/slots.ts';
import { ALLOW_ALL, denyAll, entryOf, LIMITS, STARS, slot, wish } from '../support/acl-model.ts';
import { address } from '../support/address.ts';

const NOW = 1_000_000;
const FIRST = denyAll('203.0.113.1');
const SECOND = denyAll('203.0.113.3');
const THIRD = denyAll('203.0.113.5');

/** A plan for the Network ACL of a VPC with these entries besides its own, within these limits. */
function planFor(
  wishes: Wish[],
  situation: { entries?: Entry[]; slots?: Slot[]; limits?: Partial<Limits>; allows?: Entry[] } = {},
) {
  const { entries = [], slots = [], limits = {}, allows = ALLOW_ALL } = situation;
  return plan(wishes, [...entries, ...allows, ...STARS], slots, { ...LIMITS, ...limits }, NOW);
}

describe('a new block', () => {
  test('gets the lowest number that is free', () => {
    const { changes } = planFor([wish('203.0.113.1'), wish('203.0.113.3')], {
      entries: [entryOf(2, FIRST), { ...entryOf(1, THIRD), protocol: '1' }],
      slots: [slot(2, FIRST)],
    });

    expect(changes).toEqual([{ kind: 'create', ruleNumber: 3, rule: SECOND }]);
  });

  test('is written down as not yet seen, with the time', () => {
    const made = planFor([wish('203.0.113.1')]);

    expect(made.changes).toEqual([{ kind: 'create', ruleNumber: 1, rule: FIRST }]);
    expect(made.slots).toEqual([{ ruleNumber: 1, rule: FIRST, seen: false, at: NOW }]);
  });

  test('of IPv6 lies below the allow of IPv6, whatever is allowed of IPv4', () => {
    const allows: Entry[] = [
      { ruleNumber: 1, action: 'allow', protocol: '-1', cidr: '0.0.0.0/0' },
      { ruleNumber: 3, action: 'allow', protocol: '-1', cidr: '::/0' },
    ];
    const made = planFor([wish('2001:db8::9')], { allows });

    expect(made.changes).toEqual([{ kind: 'create', ruleNumber: 2, rule: denyAll('2001:db8::9') }]);
  });

  test('of several scopes gets a number for each, or none', () => {
    const wishes = [wish('203.0.113.1', { scopes: ['tcp/22', 'udp/53'] })];

    expect(planFor(wishes).slots.map((each) => each.ruleNumber)).toEqual([1, 2]);
    const { slots, waiting } = planFor(wishes, { limits: { quota: 5 } });
    expect(slots).toEqual([]);
    expect(waiting.get(address('203.0.113.1'))).toBe('no slot free: 0 rules of ours and 4 others of at most 5');
  });

  test('that is there already changes nothing', () => {
    const made = planFor([wish('203.0.113.1')], { entries: [entryOf(1, FIRST)], slots: [slot(1, FIRST)] });

    expect(made.changes).toEqual([]);
    expect(made.slots).toEqual([slot(1, FIRST)]);
  });
});

describe('invariant 5: a number that works', () => {
  const allowSsh: Entry = {
    ruleNumber: 4,
    action: 'allow',
    protocol: '6',
    cidr: address('203.0.113.0/24'),
    ports: { from: 22, to: 22 },
  };

  test('lies below the lowest allow that would let the packets through', () => {
    const limits = { numbers: { first: 3, last: 99 } };
    const { slots } = planFor([wish('198.51.100.7', { score: 2 }), wish('203.0.113.1', { score: 1 })], {
      entries: [allowSsh],
      limits,
    });

    expect(slots.map(({ ruleNumber, rule }) => [ruleNumber, rule.cidr])).toEqual([
      [3, '203.0.113.1/32'],
      [5, '198.51.100.7/32'],
    ]);
  });

  test('may lie above an allow of something else', () => {
    const { slots } = planFor([wish('203.0.113.1', { scopes: ['udp/53'] })], {
      entries: [allowSsh],
      limits: { numbers: { first: 5, last: 9 } },
    });

    expect(slots.map((each) => each.ruleNumber)).toEqual([5]);
  });

  test('is looked for anew when an allow comes in below it', () => {
    const made = planFor([wish('203.0.113.1')], {
      entries: [allowSsh, entryOf(7, FIRST)],
      slots: [slot(7, FIRST)],
    });

    expect(made.changes).toEqual([
      { kind: 'create', ruleNumber: 1, rule: FIRST },
      { kind: 'delete', ruleNumber: 7 },
    ]);
  });

  test('that cannot be is told, with the rule to move', () => {
    const { waiting, unusable } = planFor([wish('203.0.113.1')], {
      entries: [allowSsh],
      limits: { numbers: { first: 4, last: 99 } },
    });

    expect([...waiting]).toEqual([]);
    expect(unusable.get(address('203.0.113.1'))).toBe(
      'rule 4 lets it through before our numbers 4 to 99 are looked at: move that rule to 100 or above',
    );
  });

  test("that other people's rules took is told as well", () => {
    const { unusable } = planFor([wish('203.0.113.1')], {
      entries: [{ ...entryOf(3, SECOND), protocol: '1' }, allowSsh],
      limits: { numbers: { first: 3, last: 99 } },
    });

    expect(unusable.get(address('203.0.113.1'))).toBe(
      "other people's rules take all of our numbers from 3 to 3: move one of them to another number",
    );
  });

  test('that one address cannot have is no reason to let another wait', () => {
    const near = [1, 3, 5].map((last) => wish(`203.0.113.${last}`, { score: 9, pinned: true }));
    const { waiting, slots } = planFor([...near, wish('198.51.100.7')], {
      entries: [allowSsh],
      limits: { numbers: { first: 2, last: 99 } },
    });

    expect([...waiting]).toEqual([['203.0.113.5/32', 'no rule number of ours is free below rule 4, which allows it']]);
    expect(slots.at(-1)).toMatchObject({ ruleNumber: 5, rule: { cidr: '198.51.100.7/32' } });
  });

  test('is made free by moving who does not need it, without moving anybody else', () => {
    const far = denyAll('198.51.100.7');
    const made = planFor([wish('198.51.100.7', { score: 2 }), wish('203.0.113.1', { score: 1 })], {
      entries: [entryOf(3, far), allowSsh],
      slots: [slot(3, far)],
      limits: { numbers: { first: 3, last: 99 } },
    });

    expect(made.changes).toEqual([
      { kind: 'create', ruleNumber: 5, rule: far },
      { kind: 'replace', ruleNumber: 3, rule: FIRST },
    ]);
  });
});

describe('invariant 5: when a number that works must be made free', () => {
  const far = denyAll('198.51.100.7');
  const farther = denyAll('192.0.2.1');
  const allowNear: Entry = { ruleNumber: 5, action: 'allow', protocol: '-1', cidr: address('203.0.113.0/24') };
  const numbersOf = (slots: Slot[]) => Object.fromEntries(slots.map(({ ruleNumber, rule }) => [rule.cidr, ruleNumber]));

  test('a rule that was lost makes way before one that shows', () => {
    const { slots } = planFor([wish('203.0.113.1'), wish('198.51.100.7'), wish('192.0.2.1')], {
      entries: [allowNear, entryOf(8, farther)],
      slots: [slot(4, far), slot(8, farther)],
      limits: { numbers: { first: 4, last: 9 } },
    });

    expect(numbersOf(slots)).toEqual({ '203.0.113.1/32': 4, '198.51.100.7/32': 6, '192.0.2.1/32': 8 });
  });

  test('a rule that may still appear stays where it was asked for', () => {
    const { slots } = planFor([wish('203.0.113.1'), wish('198.51.100.7'), wish('192.0.2.1')], {
      entries: [allowNear, entryOf(3, farther)],
      slots: [slot(4, far, false), slot(3, farther)],
      limits: { numbers: { first: 3, last: 9 } },
    });

    expect(numbersOf(slots)).toEqual({ '203.0.113.1/32': 3, '198.51.100.7/32': 4, '192.0.2.1/32': 6 });
  });
});

describe('invariant 7: with too few slots', () => {
  /** Two slots beside the four rules of a VPC's own. */
  const limits = { quota: 6 };
  const held = { entries: [entryOf(1, FIRST), entryOf(2, SECOND)], slots: [slot(1, FIRST), slot(2, SECOND)], limits };
  const addressesOf = (slots: Slot[]) => slots.map((each) => each.rule.cidr);

  test('the most dangerous hold them, the others wait', () => {
    const wishes = [5, 3, 1].map((last) => wish(`203.0.113.${last}`, { score: last }));
    const { slots, waiting } = planFor(wishes, { limits });

    expect(addressesOf(slots)).toEqual(['203.0.113.5/32', '203.0.113.3/32']);
    expect([...waiting]).toEqual([['203.0.113.1/32', 'no slot free: 2 rules of ours and 4 others of at most 6']]);
  });

  test('a clearly more dangerous one takes the place of the least dangerous, without a gap', () => {
    const wishes = [
      wish('203.0.113.5', { score: 2.6 }),
      wish('203.0.113.1', { score: 2.5 }),
      wish('203.0.113.3', { score: 2 }),
    ];
    const made = planFor(wishes, held);

    expect(made.changes).toEqual([{ kind: 'replace', ruleNumber: 2, rule: THIRD }]);
    expect(made.slots[1]).toEqual({ ruleNumber: 2, rule: THIRD, seen: true, at: 0, was: SECOND });
  });

  test('one that is hardly more dangerous waits', () => {
    const wishes = [
      wish('203.0.113.5', { score: 2.4 }),
      wish('203.0.113.1', { score: 2.4 }),
      wish('203.0.113.3', { score: 2 }),
    ];
    const made = planFor(wishes, held);

    expect(made.changes).toEqual([]);
    expect([...made.waiting.keys()]).toEqual(['203.0.113.5/32']);
  });

  test('a pinned one takes the place of any automatic one', () => {
    const wishes = [
      wish('203.0.113.5', { pinned: true }),
      wish('203.0.113.1', { score: 99 }),
      wish('203.0.113.3', { score: 98 }),
    ];

    expect(planFor(wishes, held).changes).toEqual([{ kind: 'replace', ruleNumber: 2, rule: THIRD }]);
  });

  test('pinned ones keep their order, whatever their danger', () => {
    const wishes = [1, 3, 5].map((last) => wish(`203.0.113.${last}`, { pinned: true, score: last }));

    expect([...planFor(wishes, held).waiting.keys()]).toEqual(['203.0.113.5/32']);
  });

  test('automatic ones leave the slots that are kept for people', () => {
    const wishes = [wish('203.0.113.1', { score: 2 }), wish('203.0.113.3', { score: 1 })];
    const made = planFor(wishes, { ...held, limits: { ...limits, keptForPeople: 1 } });

    expect(made.changes).toEqual([{ kind: 'delete', ruleNumber: 2 }]);
    expect(made.waiting.get(address('203.0.113.3'))).toBe(
      'no slot free: 1 rules of ours and 4 others of at most 6, 1 kept for people',
    );
  });

  test('a slot that a person took is kept no more', () => {
    const wishes = [wish('203.0.113.5', { pinned: true }), wish('203.0.113.1', { score: 2 })];

    expect(planFor(wishes, { limits: { ...limits, keptForPeople: 1 } }).waiting).toEqual(new Map());
  });

  test('who needs more than is left lets those behind have it', () => {
    const wishes = [
      wish('203.0.113.1', { pinned: true, scopes: ['tcp/22', 'tcp/80', 'tcp/443'] }),
      wish('203.0.113.3', { pinned: true }),
    ];
    const { slots, waiting } = planFor(wishes, { limits });

    expect(addressesOf(slots)).toEqual(['203.0.113.3/32']);
    expect([...waiting.keys()]).toEqual(['203.0.113.1/32']);
  });
});

describe('invariant 3: a foreign rule', () => {
  const foreign: Entry = { ruleNumber: 1, action: 'allow', protocol: '6', cidr: address('198.51.100.0/24') };

  test('in our range is reported and stepped around', () => {
    const { changes, foreign: reported } = planFor([wish('203.0.113.1')], { entries: [foreign] });

    expect(changes).toEqual([{ kind: 'create', ruleNumber: 2, rule: FIRST }]);
    expect(reported).toEqual([foreign]);
  });

  test("outside our range is nobody's business", () => {
    expect(planFor([], { entries: [{ ...foreign, ruleNumber: 120 }] })).toMatchObject({ changes: [], foreign: [] });
  });

  test('that says the same as a rule of ours stays when ours goes', () => {
    const made = planFor([], { entries: [entryOf(1, FIRST), entryOf(2, FIRST)], slots: [slot(2, FIRST)] });

    expect(made.changes).toEqual([{ kind: 'delete', ruleNumber: 2 }]);
  });

  test('that came first to a number where ours was never seen keeps it', () => {
    const made = planFor([wish('203.0.113.1')], { entries: [foreign], slots: [slot(1, FIRST, false)] });

    expect(made.changes).toEqual([{ kind: 'create', ruleNumber: 2, rule: FIRST }]);
    expect(made).toMatchObject({ foreign: [foreign], drift: [], leaving: [] });
  });

  test('that came to a number while one rule of ours made way for another keeps it', () => {
    const made = planFor([wish('203.0.113.1')], {
      entries: [foreign],
      slots: [{ ...slot(1, FIRST), was: SECOND }],
    });

    expect(made.changes).toEqual([{ kind: 'create', ruleNumber: 2, rule: FIRST }]);
    expect(made).toMatchObject({ foreign: [foreign], drift: [] });
  });

  test('may have a number that ours lost before ours is back', () => {
    const lost = planFor([wish('203.0.113.1')], { slots: [slot(1, FIRST)] });
    const made = planFor([wish('203.0.113.1')], { entries: [foreign], slots: lost.slots });

    expect(lost.slots).toEqual([{ ruleNumber: 1, rule: FIRST, seen: false, at: NOW }]);
    expect(made.changes).toEqual([{ kind: 'create', ruleNumber: 2, rule: FIRST }]);
  });
});

describe('invariant 3: drift', () => {
  test('is repaired where it happened: a rule of ours that is gone comes back', () => {
    const made = planFor([wish('203.0.113.1')], { slots: [slot(7, FIRST)] });

    expect(made.changes).toEqual([{ kind: 'create', ruleNumber: 7, rule: FIRST }]);
    expect(made.drift).toEqual([{ ruleNumber: 7, rule: FIRST, what: 'gone' }]);
  });

  test('is repaired where it happened: a rule of ours that was altered is put right', () => {
    const altered = { ...entryOf(7, FIRST), action: 'allow' as const };
    const made = planFor([wish('203.0.113.1')], { entries: [altered], slots: [slot(7, FIRST)] });

    expect(made.changes).toEqual([{ kind: 'replace', ruleNumber: 7, rule: FIRST }]);
    expect(made.drift).toEqual([{ ruleNumber: 7, rule: FIRST, what: 'altered' }]);
  });

  test('is told though nobody wishes the rule, which then goes', () => {
    const made = planFor([], { entries: [entryOf(7, SECOND)], slots: [slot(7, FIRST)] });

    expect(made.changes).toEqual([{ kind: 'delete', ruleNumber: 7 }]);
    expect(made.drift).toEqual([{ ruleNumber: 7, rule: FIRST, what: 'altered' }]);
  });

  test('is not that a rule is gone which nobody wishes', () => {
    expect(planFor([], { slots: [slot(7, FIRST)] })).toMatchObject({ changes: [], drift: [], leaving: [], slots: [] });
  });

  test('is not that a rule of ours still stands which should have made way', () => {
    const made = planFor([wish('203.0.113.1')], {
      entries: [entryOf(7, SECOND)],
      slots: [{ ...slot(7, FIRST), was: SECOND }],
    });

    expect(made.changes).toEqual([{ kind: 'replace', ruleNumber: 7, rule: FIRST }]);
    expect(made.drift).toEqual([]);
    expect(made.slots).toEqual([{ ...slot(7, FIRST), was: SECOND }]);
  });

  test('is not that a rule of ours does not show which never took its place', () => {
    const made = planFor([wish('203.0.113.1')], { slots: [{ ...slot(7, FIRST), was: SECOND }] });

    expect(made.changes).toEqual([{ kind: 'create', ruleNumber: 7, rule: FIRST }]);
    expect(made.drift).toEqual([]);
    expect(made.slots).toEqual([slot(7, FIRST, false)]);
  });
});

describe('a rule that EC2 does not show yet', () => {
  const late = [slot(1, FIRST, false)];

  test('is asked for again at its number', () => {
    const made = planFor([wish('203.0.113.1')], { slots: late });

    expect(made.changes).toEqual([{ kind: 'create', ruleNumber: 1, rule: FIRST }]);
    expect(made.slots).toEqual(late);
  });

  test('keeps its number from others when nobody wishes it any more', () => {
    const made = planFor([wish('203.0.113.3')], { slots: late });

    expect(made.changes).toEqual([{ kind: 'create', ruleNumber: 2, rule: SECOND }]);
    expect(made).toMatchObject({ limbo: late, leaving: late });
  });

  test('counts for the quota, since EC2 may have it', () => {
    const made = planFor([wish('203.0.113.3')], { slots: late, limits: { quota: 5 } });

    expect(made.changes).toEqual([]);
    expect(made.waiting.get(address('203.0.113.3'))).toBe('no slot free: 1 rules of ours and 4 others of at most 5');
  });

  test('takes no slot from a rule that is there', () => {
    const made = planFor([wish('203.0.113.3')], {
      entries: [entryOf(2, SECOND)],
      slots: [...late, slot(2, SECOND)],
      limits: { quota: 5 },
    });

    expect(made.changes).toEqual([]);
    expect(made.waiting).toEqual(new Map());
  });

  test('has no claim to the last number that is kept for people', () => {
    const limits = { numbers: { first: 1, last: 1 }, keptForPeople: 1 };

    expect(planFor([wish('203.0.113.1')], { slots: late, limits }).waiting.get(address('203.0.113.1'))).toBe(
      'no rule number of ours is free below rule 100, which allows it, 1 kept for people',
    );
    expect(planFor([wish('203.0.113.1', { pinned: true })], { slots: late, limits }).waiting).toEqual(new Map());
  });

  test('fills our numbers only once, itself in its own', () => {
    const made = planFor([wish('203.0.113.1')], { slots: late, limits: { numbers: { first: 1, last: 1 } } });

    expect(made.waiting).toEqual(new Map());
    expect(made.slots).toEqual(late);
  });

  test('is removed as soon as it shows and nobody wishes it, and is then known to be gone', () => {
    const made = planFor([], { entries: [entryOf(1, FIRST)], slots: late });

    expect(made.changes).toEqual([{ kind: 'delete', ruleNumber: 1 }]);
    expect(made.leaving).toEqual([slot(1, FIRST)]);
    expect(made.limbo).toEqual([]);
  });

  test('stays ours when it shows and makes way for another', () => {
    const made = planFor([wish('203.0.113.3')], { entries: [entryOf(1, FIRST)], slots: late });

    expect(made.changes).toEqual([{ kind: 'replace', ruleNumber: 1, rule: SECOND }]);
    expect(made.slots).toEqual([{ ruleNumber: 1, rule: SECOND, seen: true, at: 0, was: FIRST }]);
  });
});

test('a number outside our present range is given up for one inside it', () => {
  const made = planFor([wish('203.0.113.1')], {
    entries: [entryOf(7, FIRST)],
    slots: [slot(7, FIRST)],
    limits: { numbers: { first: 10, last: 20 } },
  });

  expect(made.changes).toEqual([
    { kind: 'create', ruleNumber: 10, rule: FIRST },
    { kind: 'delete', ruleNumber: 7 },
  ]);
});

test('invariant 2: of two numbers with the same rule one is kept, the one that shows', () => {
  const made = planFor([wish('203.0.113.1')], {
    entries: [entryOf(9, FIRST)],
    slots: [slot(4, FIRST), slot(9, FIRST)],
  });

  expect(made.changes).toEqual([]);
  expect(made.slots).toEqual([slot(9, FIRST)]);
});
