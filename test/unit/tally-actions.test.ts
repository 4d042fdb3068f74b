import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/ledger/record.ts';
import { tallyActions } from '../../src/response/tally-actions.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 24, 9, 30);
const FROM = NOW - 24 * HOUR;

/** An action so many minutes after the span began, written `minutes address kind actor`. */
function action(line: string, more: Partial<Action> = {}): Action {
  const [minutes = '', address = '', kind = '', actor = ''] = line.split(' ');
  const full = `203.0.113.${address}/32`;
  return {
    id: line,
    at: FROM + Number(minutes) * 60_000,
    kind,
    actor,
    address: full,
    before: '',
    after: '',
    why: '',
    ...more,
  };
}

const ask = (line: string, more: Partial<Action> = {}) => action(line, { after: 'ask', ...more });

function tally(...actions: Action[]) {
  const tallying = tallyActions(FROM, NOW);
  for (const each of actions) tallying.add(each);
  return tallying.result();
}

const ACTIONS = [
  ask('10 1 alert rule:ssh', { count: 3, source: 'elastalert' }),
  ask('20 2 alert rule:web', { source: 'other' }),
  action('30 3 alert rule:ssh', { after: 'block', count: 2, source: 'elastalert' }),
  action('30 3 block rule:ssh'),
  action('40 1 block U1'),
  action('50 3 unblock U1'),
  action('60 2 ignore U2'),
  action('70 1 expire aism'),
  action('80 3 block rule:ssh'),
  action('90 4 pause U1'),
  action('91 4 trip aism'),
  action('-30 1 alert rule:ssh', { count: 5 }),
  action('-30 1 block U1'),
  action('-20 1 unblock U1'),
];

describe('the numbers of a span', () => {
  test('and of the equally long one before', () => {
    const { totals, before } = tally(...ACTIONS);

    expect(totals).toEqual({
      ...{ alerts: 6, addresses: 3, blocks: 3, automatic: 2, byPeople: 1, undone: 1, expired: 1, ignored: 1 },
    });
    expect(before).toEqual({
      ...{ alerts: 5, addresses: 1, blocks: 1, automatic: 0, byPeople: 1, undone: 1, expired: 0, ignored: 0 },
    });
  });

  test('are the same in whatever order the actions come', () => {
    expect(tally(...ACTIONS.toReversed())).toEqual(tally(...ACTIONS));
  });

  test('with who attacked most, under which rule, from which source, and who came back', () => {
    const { addresses, rules, sources, repeated, paused, tripped } = tally(...ACTIONS);

    expect(addresses).toEqual([
      ['203.0.113.1', 3],
      ['203.0.113.3', 2],
      ['203.0.113.2', 1],
    ]);
    expect(rules).toEqual([
      ['ssh', 5],
      ['web', 1],
    ]);
    expect(sources).toEqual([
      ['elastalert', 5],
      ['other', 1],
    ]);
    expect(repeated).toEqual([
      ['203.0.113.1', 2],
      ['203.0.113.3', 2],
    ]);
    expect([paused, tripped]).toEqual([1, 1]);
  });

  test('name five of many', () => {
    const many = Array.from({ length: 9 }, (_, number) => action(`${number} ${number} alert rule:r${number}`));

    expect(tally(...many).rules).toHaveLength(5);
    expect(tally(...many).totals.addresses).toBe(9);
  });

  test('leave out what is older than the span before, or later than the end', () => {
    const { totals, before } = tally(action('-1441 1 block U1'), action('1441 1 block U1'), action('1440 1 block U1'));

    expect([before.blocks, totals.blocks]).toEqual([0, 1]);
  });
});

test('slices are at round times, from the first that the span touches to its end', () => {
  const { slices, sliceMs } = tally(...ACTIONS);

  expect(sliceMs).toBe(HOUR);
  expect(slices).toHaveLength(25);
  expect(new Date(slices[0]?.from ?? 0).toISOString()).toBe('2026-11-23T09:00:00.000Z');
  expect(slices[0]).toMatchObject({ alerts: 4, automatic: 0, byPeople: 0 });
  expect(slices[1]).toMatchObject({ alerts: 2, automatic: 2, byPeople: 1 });
});

test.each([
  ['1 h', HOUR, 10 * 60_000],
  ['24 h', 24 * HOUR, HOUR],
  ['7 d', 7 * 24 * HOUR, 6 * HOUR],
  ['30 d', 30 * 24 * HOUR, 24 * HOUR],
])('%s has slices that can be told apart on a phone', (_, span, slice) => {
  const { sliceMs, slices } = tallyActions(NOW - span, NOW).result();

  expect(sliceMs).toBe(slice);
  expect(slices.length).toBeLessThanOrEqual(32);
});

describe('time to decide', () => {
  test('is from the first question about an address to what a person did', () => {
    const { decided } = tally(
      ask('0 1 alert rule:ssh'),
      ask('5 1 alert rule:ssh'),
      action('10 1 block U1'),
      ask('0 2 alert rule:ssh'),
      action('30 2 ignore U1'),
      ask('0 3 alert rule:ssh'),
      action('2 3 answer U1'),
      ask('7 4 alert rule:ssh'),
    );

    expect(decided).toEqual({ count: 3, median: 10 * 60_000, p90: 30 * 60_000 });
  });

  test.each([
    ['a rule blocked it', action('9 1 block rule:ssh')],
    ['its block ended', action('9 1 expire aism')],
    ['an earlier block was undone', action('9 1 unblock U1')],
  ])('says nothing when %s, and the question is over', (_, over) => {
    const { decided } = tally(ask('0 1 alert rule:ssh'), over, action('20 1 block U1'));

    expect(decided).toBeUndefined();
  });

  test('a block that would have been answers no question', () => {
    const { decided } = tally(ask('0 1 alert rule:ssh'), action('1 1 would-block rule:ssh'), action('5 1 block U1'));

    expect(decided).toMatchObject({ count: 1, median: 5 * 60_000 });
  });
});
