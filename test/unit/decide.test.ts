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
  count: 20,
  hosts: 1,
  ageMs: 0,
  keyed: true,
  guarded: undefined,
  guardDoubt: undefined,
  snoozedUntil: undefined,
  inGrace: false,
  blockedUntil: undefined,
  coveredBy: undefined,
};

const unproven = { ...SSH, proven: false };
const asksFrom5 = { ...SSH, ask: 5 };
const neverAuto = { ...SSH, auto: 'never' as const };

describe('the policy, case by case', () => {
  test.each<[situation: string, Partial<Facts>, kind: Decision['kind'], reasons: string[], words: string]>([
    ['over the threshold', {}, 'block', ['over-threshold'], 'threshold 20'],
    ['far over it', { count: 900, hosts: 3 }, 'block', ['over-threshold'], '900 events in 10 min on 3 hosts'],
    ['one below it', { count: 19 }, 'ask', ['below-auto'], 'from 20'],
    ['one event', { count: 1 }, 'ask', ['below-auto'], '1 event in 10 min'],
    ['fewer than are asked about', { policy: asksFrom5, count: 4 }, 'ignore', ['below-ask'], 'asked about from 5'],
    ['as many as are asked about', { policy: asksFrom5, count: 5 }, 'ask', ['below-auto'], '5 events'],
    ['a rule without a threshold', { policy: neverAuto }, 'ask', ['no-auto-threshold'], 'never'],
    ['a rule that proves nothing', { policy: unproven }, 'ask', ['unproven'], 'does not prove the source'],
    ['an alert without a query key', { keyed: false }, 'ask', ['not-keyed'], 'that this address made the events'],
    ['events of an hour ago', { ageMs: HOUR }, 'block', ['over-threshold'], 'threshold 20'],
    ['events of longer ago', { ageMs: 2 * HOUR }, 'ask', ['late'], 'the events are 2 h old'],
    ['a guard that could not be read', { guardDoubt: 'no list' }, 'ask', ['guard-doubt'], 'no list'],
    ['soon after an unblock', { inGrace: true }, 'ask', ['grace'], 'a person unblocked it lately'],
    ['mode ask', { mode: 'ask' }, 'ask', ['mode-ask'], 'the mode is ask'],
    ['mode shadow', { mode: 'shadow' }, 'ask', ['mode-shadow'], 'the mode is shadow'],
    ['several doubts', { policy: unproven, inGrace: true }, 'ask', ['unproven', 'grace'], 'lately'],
    ['an address that is blocked', { blockedUntil: 9 }, 'ignore', ['already-blocked'], 'already blocked'],
    ['one in a blocked range', { coveredBy: '203.0.113.0/24' }, 'ignore', ['covered'], 'the block of 203.0.113.0/24'],
    ['one that is blocked for good', { blockedUntil: null }, 'ignore', ['already-blocked'], 'already blocked'],
    ['a snooze', { snoozedUntil: 0 }, 'ignore', ['snoozed'], '1970-01-01T00:00:00.000Z'],
    ['a guarded address', { guarded: 'it is ours' }, 'ask', ['guarded'], 'it is ours'],
    ['a guarded address, snoozed', { guarded: 'it is ours', snoozedUntil: 0 }, 'ask', ['guarded'], 'it is ours'],
  ])('%s', (_, facts, kind, reasons, words) => {
    const decision = decide({ ...CLEAR, ...facts });

    expect(decision).toMatchObject({ kind, reasons });
    expect(decision.sentence).toContain(words);
  });

  test('a block lasts as long as the policy says', () => {
    expect(decide(CLEAR)).toMatchObject({ kind: 'block', forMs: 4 * HOUR });
  });

  test('only what is guarded has no Block button', () => {
    expect(decide({ ...CLEAR, count: 1 })).toMatchObject({ kind: 'ask', blockable: true });
    expect(decide({ ...CLEAR, guarded: 'it is ours' })).toMatchObject({ kind: 'ask', blockable: false });
  });

  test('an age that is no number is late', () => {
    expect(decide({ ...CLEAR, ageMs: Number.NaN })).toMatchObject({ kind: 'ask', reasons: ['late'] });
  });
});

const maybe = fc.option(fc.constantFrom('a reason'), { nil: undefined });
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  rule: fc.constant('ssh'),
  policy: fc.record({
    match: fc.constant('*'),
    severity: fc.constant('high' as const),
    proven: fc.boolean(),
    ask: fc.integer({ min: 1, max: 10 }),
    auto: fc.oneof(fc.constant('never' as const), fc.integer({ min: 1, max: 30 })),
    window: fc.constant(600_000),
    eventsPerAlert: fc.constant(1),
    block: fc.constant(HOUR),
    scope: fc.constant(['all']),
  }),
  mode: fc.constantFrom('shadow', 'ask', 'live'),
  count: fc.integer({ min: 0, max: 40 }),
  hosts: fc.integer({ min: 0, max: 3 }),
  ageMs: fc.integer({ min: -HOUR, max: 3 * HOUR }),
  keyed: fc.boolean(),
  guarded: maybe,
  guardDoubt: maybe,
  snoozedUntil: fc.option(fc.nat(), { nil: undefined }),
  inGrace: fc.boolean(),
  blockedUntil: fc.option(fc.option(fc.nat(), { nil: null }), { nil: undefined }),
  coveredBy: maybe,
});
const ORDER = ['ignore', 'ask', 'block'];

/** `clear` facts with one obstacle each, named by the invariant that it is for. */
const OBSTACLES: Array<[string, Partial<Facts>]> = [
  ['invariant 4: guarded', { guarded: 'it is ours' }],
  ['invariant 4: of an unreadable guard', { guardDoubt: 'no list' }],
  ['invariant 8: in the grace after an unblock', { inGrace: true }],
  ['invariant 12: late', { ageMs: HOUR + 1 }],
  ['invariant 12: not keyed', { keyed: false }],
  ['snoozed', { snoozedUntil: 0 }],
  ['blocked already', { blockedUntil: null }],
  ['in a blocked range', { coveredBy: '203.0.113.0/24' }],
  ['in mode ask', { mode: 'ask' }],
  ['in mode shadow', { mode: 'shadow' }],
];

describe('whatever else is true, nothing is blocked that is', () => {
  test.each(OBSTACLES)('%s', (_, obstacle) => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(decide({ ...facts, ...obstacle }).kind).not.toBe('block');
      }),
    );
  });

  test('invariant 12: unproven, or of a rule without a threshold, or below it', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { policy } = facts;
        expect(decide({ ...facts, policy: { ...policy, proven: false } }).kind).not.toBe('block');
        expect(decide({ ...facts, policy: { ...policy, auto: 'never' } }).kind).not.toBe('block');
        expect(decide({ ...facts, policy: { ...policy, auto: facts.count + 1 } }).kind).not.toBe('block');
      }),
    );
  });
});

test('what meets no obstacle and reaches the threshold is blocked', () => {
  fc.assert(
    fc.property(anyFacts, ({ policy, count, hosts }) => {
      const auto = Math.max(1, count);
      const facts = { ...CLEAR, policy: { ...policy, proven: true, auto, ask: 1 }, count: auto, hosts };

      expect(decide(facts).kind).toBe('block');
    }),
  );
});

test('more events never lead to less', () => {
  fc.assert(
    fc.property(anyFacts, fc.nat(40), (facts, more) => {
      const [fewer, greater] = [decide(facts), decide({ ...facts, count: facts.count + more })];

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
