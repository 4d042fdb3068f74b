import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decision, decide, type Facts } from '../../src/decision/decide.ts';
import { completePolicy, policyFor } from '../../src/decision/policy.ts';

const HOUR = 3_600_000;
const SSH = policyFor(completePolicy({}), 'ssh-bruteforce');

/** An attack that is blocked automatically: proven, fresh, over the threshold, in mode live. */
const CLEAR: Facts = {
  rule: 'ssh-bruteforce',
  policy: SSH,
  mode: 'live',
  tally: { events: 20, hosts: 1, rules: 1 },
  keyedTally: { events: 20, hosts: 1, rules: 1 },
  freshTally: { events: 20, hosts: 1, rules: 1 },
  ageMs: 0,
  ageAtReceiptMs: 0,
  keyed: true,
  guarded: undefined,
  guardDoubt: undefined,
  allowed: undefined,
  snoozed: undefined,
  inGrace: false,
  autoOff: undefined,
  crawler: undefined,
  goodLogins: 0,
  blocked: undefined,
  coveredBy: undefined,
  offence: 1,
  escalation: { factor: 2, within: 30 * 24 * HOUR, longest: 30 * 24 * HOUR, jitter: 0.1 },
  chance: 0,
};

const seen = (events: number, hosts = 1, rules = 1) => {
  const tally = { events, hosts, rules };
  return { tally, keyedTally: tally, freshTally: tally };
};
const snoozed = (scope: 'this' | 'address' | 'rule') => ({ snoozed: { until: 0, by: 'U1', scope } });

const unproven = { ...SSH, proven: false };
const asksFrom5 = { ...SSH, ask: 5 };
const asksFrom3Hosts = { ...SSH, ask: { hosts: 3 } };
const onHosts = { ...SSH, auto: { events: 20, hosts: 3, rules: 2 } };
const neverAuto = { ...SSH, auto: 'never' as const };

describe('the policy, case by case', () => {
  test.each<[situation: string, Partial<Facts>, kind: Decision['kind'], reasons: string[], words: string]>([
    ['over the threshold', {}, 'block', ['over-threshold'], 'threshold 20'],
    ['far over it', seen(900, 3), 'block', ['over-threshold'], '900 failed SSH log-ins in 10 min on 3 hosts'],
    ['one below it', seen(19), 'ask', ['below-auto'], 'from 20'],
    ['one event', seen(1), 'ask', ['below-auto'], '1 event in 10 min'],
    ['fewer than are asked about', { policy: asksFrom5, ...seen(4) }, 'ignore', ['below-ask'], 'asked about from 5'],
    ['over the threshold, yet asked about by hosts', { policy: asksFrom3Hosts }, 'block', ['over-threshold'], '20'],
    ['the same below it', { policy: asksFrom3Hosts, ...seen(19) }, 'ignore', ['below-ask'], 'from 3 hosts'],
    ['as many as are asked about', { policy: asksFrom5, ...seen(5) }, 'ask', ['below-auto'], '5 failed SSH log-ins'],
    ['a rule without a threshold', { policy: neverAuto }, 'ask', ['no-auto-threshold'], 'never'],
    ['a rule that proves nothing', { policy: unproven }, 'ask', ['unproven'], 'does not prove the source'],
    ['an alert without a query key', { keyed: false }, 'ask', ['not-keyed'], 'that this address made the events'],
    ['events of an hour ago', { ageMs: HOUR }, 'block', ['over-threshold'], 'threshold 20'],
    [
      'old events and a fresh one',
      { freshTally: { events: 1, hosts: 1, rules: 1 } },
      'ask',
      ['late'],
      'only for a question',
    ],
    ['events of longer ago', { ageMs: 2 * HOUR }, 'ask', ['late'], 'the events are 2 h old'],
    ['a guard that could not be read', { guardDoubt: 'no list' }, 'ask', ['guard-doubt'], 'no list'],
    ['soon after an unblock', { inGrace: true }, 'ask', ['grace'], 'a person unblocked it lately'],
    ['mode ask', { mode: 'ask' }, 'ask', ['mode-ask'], 'the mode is ask'],
    ['mode shadow', { mode: 'shadow' }, 'ask', ['mode-shadow'], 'the mode is shadow'],
    ['several doubts', { policy: unproven, inGrace: true }, 'ask', ['unproven', 'grace'], 'lately'],
    ['an address that is blocked', { blocked: { mayGrow: false } }, 'ignore', ['already-blocked'], 'already blocked'],
    ['one in a blocked range', { coveredBy: '203.0.113.0/24' }, 'ignore', ['covered'], 'the block of 203.0.113.0/24'],
    ['one that goes on while it is blocked', { blocked: { mayGrow: true } }, 'prolong', ['goes-on'], 'goes on for 4 h'],
    [
      'one that goes on below the threshold',
      { blocked: { mayGrow: true }, ...seen(19) },
      'ignore',
      ['already-blocked'],
      '',
    ],
    ['one that goes on in doubt', { blocked: { mayGrow: true }, inGrace: true }, 'ignore', ['already-blocked'], ''],
    ['an allowlisted address', { allowed: 'it is our scanner' }, 'ignore', ['allowlisted'], 'our scanner'],
    ['a snooze of the address', snoozed('address'), 'ignore', ['snoozed'], 'ignore this address until'],
    ['a snooze of the rule', snoozed('rule'), 'ignore', ['snoozed'], 'ignore this rule until'],
    [
      'what is two days old',
      { ageMs: 48 * HOUR, ageAtReceiptMs: 48 * HOUR },
      'ignore',
      ['too-late'],
      '2 d old on arrival',
    ],
    [
      'what is two days old and guarded',
      { ageAtReceiptMs: 48 * HOUR, guarded: 'it is ours' },
      'ignore',
      ['too-late'],
      '',
    ],
    ['what lay with us for two days', { ageMs: 48 * HOUR }, 'ask', ['late'], '2 d old'],
    ['automatic blocking switched off', { autoOff: 'it is paused' }, 'ask', ['auto-off'], 'it is paused'],
    ['a crawler', { crawler: 'it is Googlebot' }, 'ask', ['crawler'], 'it is Googlebot'],
    ['one who also logs in', { goodLogins: 47 }, 'ask', ['good-logins'], '47 successful log-ins'],
    ['a third offence', { offence: 3 }, 'block', ['over-threshold'], 'block for 16 h (third offence)'],
    ['few events on many hosts', { policy: onHosts, ...seen(3, 3) }, 'block', ['over-threshold'], 'threshold 3 hosts'],
    [
      'few events under many rules',
      { policy: onHosts, ...seen(3, 1, 2) },
      'block',
      ['over-threshold'],
      'threshold 2 rules',
    ],
    [
      'less than all limits',
      { policy: onHosts, ...seen(19, 2, 1) },
      'ask',
      ['below-auto'],
      'from 20 or 3 hosts or 2 rules',
    ],
    ['a snooze', snoozed('this'), 'ignore', ['snoozed'], '1970-01-01T00:00:00.000Z'],
    ['a guarded address', { guarded: 'it is ours' }, 'ask', ['guarded'], 'it is ours'],
    ['a guarded address, snoozed', { guarded: 'it is ours', ...snoozed('this') }, 'ask', ['guarded'], 'it is ours'],
  ])('%s', (_, facts, kind, reasons, words) => {
    const decision = decide({ ...CLEAR, ...facts });

    expect(decision).toMatchObject({ kind, reasons });
    expect(decision.sentence).toContain(words);
  });

  test('a block lasts as long as the policy says', () => {
    expect(decide(CLEAR)).toMatchObject({ kind: 'block', forMs: 4 * HOUR });
  });

  test('only what is guarded has no Block button', () => {
    expect(decide({ ...CLEAR, ...seen(1) })).toMatchObject({ kind: 'ask', blockable: true });
    expect(decide({ ...CLEAR, guarded: 'it is ours' })).toMatchObject({ kind: 'ask', blockable: false });
  });

  test('an age that is no number is late', () => {
    expect(decide({ ...CLEAR, ageMs: Number.NaN })).toMatchObject({ kind: 'ask', reasons: ['late'] });
  });
});

const maybe = fc.option(fc.constantFrom('a reason'), { nil: undefined });
const limit = fc.integer({ min: 1, max: 30 });
const threshold = fc.oneof(limit, fc.record({ events: limit, hosts: limit, rules: limit }));
const anyTally = fc.record({ events: fc.nat(40), hosts: fc.nat(3), rules: fc.nat(3) });
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  rule: fc.constant('ssh'),
  policy: fc.record({
    match: fc.constant('*'),
    severity: fc.constant('high' as const),
    proven: fc.boolean(),
    ask: threshold,
    auto: fc.oneof(fc.constant('never' as const), threshold),
    window: fc.constant(600_000),
    eventsPerAlert: fc.constant(1),
    block: fc.constant(HOUR),
    scope: fc.constant(['all']),
    counts: fc.constant('rule' as const),
    web: fc.boolean(),
    kind: fc.constant('attack' as const),
  }),
  mode: fc.constantFrom('shadow', 'ask', 'live'),
  tally: anyTally,
  keyedTally: anyTally,
  freshTally: anyTally,
  ageMs: fc.integer({ min: -HOUR, max: 3 * HOUR }),
  ageAtReceiptMs: fc.integer({ min: -HOUR, max: 30 * HOUR }),
  keyed: fc.boolean(),
  guarded: maybe,
  guardDoubt: maybe,
  allowed: maybe,
  snoozed: fc.option(fc.constant({ until: 0, by: 'U1', scope: 'this' as const }), { nil: undefined }),
  inGrace: fc.boolean(),
  autoOff: maybe,
  crawler: maybe,
  goodLogins: fc.nat(3),
  blocked: fc.option(fc.record({ mayGrow: fc.boolean() }), { nil: undefined }),
  coveredBy: maybe,
  offence: fc.integer({ min: 1, max: 11 }),
  escalation: fc.constant(CLEAR.escalation),
  chance: fc.double({ min: 0, max: 1, noNaN: true }),
});
const ORDER = ['ignore', 'ask', 'block', 'prolong'];

/** `clear` facts with one obstacle each, named by the invariant that it is for. */
const OBSTACLES: Array<[string, Partial<Facts>]> = [
  ['invariant 4: guarded', { guarded: 'it is ours' }],
  ['invariant 4: of an unreadable guard', { guardDoubt: 'no list' }],
  ['invariant 8: in the grace after an unblock', { inGrace: true }],
  ['invariant 12: late', { ageMs: HOUR + 1 }],
  ['invariant 12: of too few fresh events', { freshTally: { events: 0, hosts: 0, rules: 0 } }],
  ['invariant 12: of too few events that are its own', { keyedTally: { events: 0, hosts: 0, rules: 0 } }],
  ['invariant 12: not keyed', { keyed: false }],
  ['snoozed', snoozed('this')],
  ['allowlisted', { allowed: 'it is our scanner' }],
  ['paused', { autoOff: 'paused' }],
  ['a crawler', { crawler: 'Googlebot' }],
  ['invariant 12: one who also logs in', { goodLogins: 1 }],
  ['invariant 12: too late', { ageAtReceiptMs: 25 * HOUR }],
  ['blocked already', { blocked: { mayGrow: false } }],
  ['in a blocked range', { coveredBy: '203.0.113.0/24' }],
  ['in mode ask', { mode: 'ask' }],
  ['in mode shadow', { mode: 'shadow' }],
];

describe('whatever else is true, nothing is blocked that is', () => {
  test.each(OBSTACLES)('%s', (_, obstacle) => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(decide({ ...facts, ...obstacle }).kind).toMatch(/^(ask|ignore)$/);
      }),
    );
  });

  test('invariant 12: unproven, or of a rule without a threshold, or below it', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { policy } = facts;
        expect(decide({ ...facts, policy: { ...policy, proven: false } }).kind).toMatch(/^(ask|ignore)$/);
        expect(decide({ ...facts, policy: { ...policy, auto: 'never' } }).kind).toMatch(/^(ask|ignore)$/);
        expect(decide({ ...facts, policy: { ...policy, auto: facts.tally.events + 1 } }).kind).toMatch(
          /^(ask|ignore)$/,
        );
      }),
    );
  });
});

test('what meets no obstacle and reaches the threshold is blocked', () => {
  fc.assert(
    fc.property(anyFacts, ({ policy, tally }) => {
      const auto = Math.max(1, tally.events);
      const facts = {
        ...CLEAR,
        policy: { ...policy, proven: true, auto, ask: 1 },
        ...seen(auto, tally.hosts, tally.rules),
      };

      expect(decide(facts).kind).toBe('block');
    }),
  );
});

const plus = (tally: Facts['tally'], more: number) => ({ ...tally, events: tally.events + more });

test('more events never lead to less', () => {
  fc.assert(
    fc.property(anyFacts, fc.nat(40), (facts, more) => {
      const [fewer, greater] = [
        decide(facts),
        decide({
          ...facts,
          tally: plus(facts.tally, more),
          keyedTally: plus(facts.keyedTally, more),
          freshTally: plus(facts.freshTally, more),
        }),
      ];

      expect(ORDER.indexOf(greater.kind)).toBeGreaterThanOrEqual(ORDER.indexOf(fewer.kind));
    }),
  );
});

test('the same facts lead to the same decision, always with a reason and a sentence', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const decision = decide(facts);

      expect(decide(structuredClone(facts))).toEqual(decision);
      expect(decision.reasons.length).toBeGreaterThan(0);
      expect(decision.sentence).toContain('in 10 min');
    }),
  );
});
