import fc from 'fast-check';
import type { Entry, Rule } from '../../src/firewall/firewall.ts';
import { rulesFor } from '../../src/firewall/rule.ts';
import type { Limits, Slot, Wish } from '../../src/firewall/slots.ts';
import { entryOf } from './acl-model.ts';
import { address } from './address.ts';

/** A Network ACL, what the ledger believes of it, and what is wished: all that a plan is made from. */
export interface FirewallWorld {
  wishes: Wish[];
  /** What EC2 shows. */
  entries: Entry[];
  slots: Slot[];
  limits: Limits;
  /** Rules of ours that EC2 already has and does not show yet. */
  hidden: Entry[];
}

/** Few addresses, nested and of both families, so that rules and allows often meet. */
const ADDRESSES = [
  '203.0.113.9',
  '203.0.113.0/24',
  '198.51.100.7',
  '192.0.2.1',
  '192.0.2.2',
  '192.0.2.3',
  '2001:db8::9',
].map(address);
/** Blocks that a plan before may have made of neighbours. */
const MERGED = ['192.0.2.2/31'].map(address);
const SCOPES = [['all'], ['tcp/22'], ['tcp/22', 'udp/53'], ['tcp/22', 'tcp/80', 'tcp/443']];
const RANGES: Entry['cidr'][] = ['0.0.0.0/0', '::/0', address('203.0.113.0/24'), address('192.0.2.0/24')];
/** The highest rule number that the worlds know. */
const NUMBERS = 14;

const rule: fc.Arbitrary<Rule> = fc
  .tuple(fc.constantFrom(...ADDRESSES, ...MERGED), fc.constantFrom('all', 'tcp/22', 'udp/53'))
  .map(([cidr, scope]) => rulesFor(cidr, [scope])[0] ?? { cidr, protocol: '-1' });

const foreign: fc.Arbitrary<Omit<Entry, 'ruleNumber'>> = fc.record({
  action: fc.constantFrom('deny', 'allow'),
  cidr: fc.constantFrom(...RANGES, ...ADDRESSES),
  protocol: fc.constantFrom('-1', '6', '17', '1'),
});

/** What may be at one number: what EC2 shows, what the ledger says, and what EC2 has without showing it. */
interface Place {
  shown?: Omit<Entry, 'ruleNumber'>;
  ours?: { rule: Rule; seen: boolean };
  hidden?: Rule;
}
const empty: Place = {};
const place: fc.Arbitrary<Place> = fc.oneof(
  { withCrossShrink: true },
  { weight: 4, arbitrary: fc.constant(empty) },
  { weight: 2, arbitrary: foreign.map((entry): Place => ({ shown: entry })) },
  // Ours as it should be, not yet marked as seen, gone, altered.
  { weight: 3, arbitrary: rule.map((ours): Place => ({ shown: entryOf(0, ours), ours: { rule: ours, seen: true } })) },
  { weight: 1, arbitrary: rule.map((ours): Place => ({ shown: entryOf(0, ours), ours: { rule: ours, seen: false } })) },
  { weight: 1, arbitrary: rule.map((ours): Place => ({ ours: { rule: ours, seen: true } })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(foreign, rule)
      .map(([entry, ours]): Place => ({ shown: entry, ours: { rule: ours, seen: true } })),
  },
  // Asked for and never seen: made and not shown yet, never made, or another was faster.
  { weight: 1, arbitrary: rule.map((ours): Place => ({ ours: { rule: ours, seen: false }, hidden: ours })) },
  { weight: 1, arbitrary: rule.map((ours): Place => ({ ours: { rule: ours, seen: false } })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(foreign, rule)
      .map(([entry, ours]): Place => ({ shown: entry, ours: { rule: ours, seen: false } })),
  },
);

const wishes: fc.Arbitrary<Wish[]> = fc
  .uniqueArray(
    fc.record({
      address: fc.constantFrom(...ADDRESSES),
      scopes: fc.constantFrom(...SCOPES),
      pinned: fc.boolean(),
      score: fc.integer({ min: 0, max: 8 }).map((quarters) => quarters / 4),
    }),
    { selector: (wish) => wish.address },
  )
  // In the order of priority, as the planner takes them.
  .map((list) => list.sort((a, b) => Number(b.pinned) - Number(a.pinned) || (a.pinned ? 0 : b.score - a.score)));

const limits: fc.Arbitrary<Limits> = fc.record({
  numbers: fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: NUMBERS }))
    .map(([first, more]) => ({ first, last: first + more })),
  quota: fc.integer({ min: 1, max: NUMBERS }),
  keptForPeople: fc.integer({ min: 0, max: 3 }),
});

/** Random worlds that shrink to an empty Network ACL without wishes. */
export const firewallWorlds: fc.Arbitrary<FirewallWorld> = fc
  .tuple(wishes, fc.array(place, { minLength: NUMBERS, maxLength: NUMBERS }), limits)
  .map(([wished, places, limit]) => {
    const numbered = places.map((each, index) => ({ ...each, ruleNumber: index + 1 }));
    return {
      wishes: wished,
      limits: limit,
      entries: numbered.flatMap(({ ruleNumber, shown }) => (shown ? [{ ...shown, ruleNumber }] : [])),
      slots: numbered.flatMap(({ ruleNumber, ours }) => (ours ? [{ ...ours, ruleNumber, at: 0 }] : [])),
      hidden: numbered.flatMap(({ ruleNumber, hidden }) => (hidden ? [entryOf(ruleNumber, hidden)] : [])),
    };
  });
