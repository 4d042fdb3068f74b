import { describe, expect, test } from 'vitest';
import { stormCard } from '../../src/chat/cards/storm-card.ts';
import { readStormValue, stormValue } from '../../src/chat/storm-value.ts';
import type { FoldedCard } from '../../src/ledger/folded.ts';
import {
  beginStorm,
  CALM_MS,
  emptyStormWatch,
  noteFolded,
  notePosted,
  postedLately,
  stormOn,
} from '../../src/ledger/storm.ts';
import { stormTally } from '../../src/response/storm-counts.ts';
import { address } from '../support/address.ts';

const NOW = 1_795_500_000_000;
const SECOND = 1000;

function folded(host: number, more: Partial<FoldedCard> = {}): FoldedCard {
  return {
    source: 'elastalert',
    rule: 'ssh-bruteforce',
    alerts: 1,
    events: 1,
    state: 'ask',
    isAutomatic: false,
    address: address(`203.0.${host >> 8}.${host & 255}`),
    episode: '1-0',
    ...more,
  };
}

function countOf(cards: readonly FoldedCard[]) {
  const tally = stormTally();
  for (const card of cards) tally.add(card);
  return tally.result();
}

describe('the watch', () => {
  test('counts the new cards of a minute, and keeps no more moments than it needs', () => {
    const watch = emptyStormWatch();
    for (let second = 0; second < 90; second += 1) notePosted(watch, NOW + second * SECOND, 20);

    expect(watch.posted).toHaveLength(21);
    expect(postedLately(watch, NOW + 89 * SECOND)).toBe(21);
    expect(postedLately(watch, NOW + 300 * SECOND)).toBe(0);
  });

  test('begins one storm at a time, and the next one under another name', () => {
    const watch = emptyStormWatch();
    beginStorm(watch, NOW);
    const first = stormOn(watch)?.id;
    beginStorm(watch, NOW + SECOND);
    expect(stormOn(watch)?.id).toBe(first);

    if (watch.storm) watch.storm.over = NOW + 2 * SECOND;
    expect(stormOn(watch)).toBeUndefined();
    beginStorm(watch, NOW + 3 * SECOND);
    expect(stormOn(watch)?.id).not.toBe(first);
  });

  test.each([
    [9, true],
    [10, false],
  ])('of %i new ones in two minutes, where 20 in one are a storm, says that it is over: %s', (more, isOver) => {
    const watch = emptyStormWatch();
    beginStorm(watch, NOW);
    const storm = watch.storm as NonNullable<typeof watch.storm>;
    noteFolded(storm, 500, NOW + SECOND, 20);
    noteFolded(storm, 500 + more, NOW + SECOND + CALM_MS, 20);

    expect(storm.over !== undefined).toBe(isOver);
  });

  test('does not say so before the two minutes are over', () => {
    const watch = emptyStormWatch();
    beginStorm(watch, NOW);
    const storm = watch.storm as NonNullable<typeof watch.storm>;
    noteFolded(storm, 500, NOW + SECOND, 20);
    noteFolded(storm, 500, NOW + CALM_MS, 20);

    expect(storm.over).toBeUndefined();
  });
});

describe('what a digest counts', () => {
  test('attackers once, however many rules fired on them, and their events together', () => {
    const cards = [
      folded(1, { events: 5 }),
      folded(1, { rule: 'web-scan', episode: '1-1', events: 7 }),
      folded(2, { events: 9 }),
    ];

    expect(countOf(cards)).toMatchObject({
      addresses: 2,
      cards: 3,
      alerts: 3,
      events: 21,
      states: { ask: 2 },
      top: [{ events: 12 }, { events: 9 }],
    });
  });

  test('the ten worst, and of those the ones that a person is wanted for', () => {
    const cards = Array.from({ length: 300 }, (_, host) =>
      folded(host, { events: host, state: host % 2 === 0 ? 'blocked' : 'ask', isAutomatic: host % 2 === 0 }),
    );
    const counts = countOf(cards);

    expect(counts.top.map(({ events }) => events)).toEqual([299, 298, 297, 296, 295, 294, 293, 292, 291, 290]);
    expect(counts.topAsking.map(({ events }) => events)).toEqual([299, 297, 295, 293, 291, 289, 287, 285, 283, 281]);
    expect(counts).toMatchObject({ automatic: 150, states: { ask: 150, blocked: 150 } });
  });

  test('no range among those that are blocked at once', () => {
    const counts = countOf([folded(1), folded(2, { address: address('203.0.113.0/24'), events: 90 })]);

    expect(counts.top[0]?.address).toBe('203.0.113.0/24');
    expect(counts.topAsking.map((each) => each.address)).toEqual(['203.0.0.1/32']);
  });

  test('ten thousand names of rules in little memory', () => {
    const counts = countOf(Array.from({ length: 10_000 }, (_, at) => folded(1, { rule: `#${at}`, episode: `${at}` })));

    expect(counts).toMatchObject({ addresses: 1, cards: 10_000, moreRules: 9995 });
    expect(counts.rules).toHaveLength(5);
  });
});

describe('the card', () => {
  const NASTY = '*b* <!channel> `x` |\n<http://evil.example|click>';
  const facts = (cards: readonly FoldedCard[]) => ({
    ...countOf(cards),
    id: String(NOW),
    source: NASTY,
    revision: 12,
    since: NOW,
    now: NOW + 720 * SECOND,
    over: undefined,
    autoOff: NASTY,
    cardsInMinute: 20,
  });

  test('keeps to what Slack takes, at its largest', () => {
    const cards = Array.from({ length: 20 }, (_, host) =>
      folded(host, {
        address: address(`2001:db8:${host + 1000}:ffff::/64`),
        rule: NASTY.repeat(20),
        events: 1e6 - host,
      }),
    );
    const card = stormCard(facts(cards));
    const raw = JSON.stringify(card.blocks);

    expect(raw.length).toBeLessThan(13_000);
    for (const [, text = ''] of raw.matchAll(/"confirm":\{.*?"text":\{"type":"plain_text","text":"(.*?)"/g))
      expect(text.length).toBeLessThanOrEqual(300);
    for (const [, value = ''] of raw.matchAll(/"value":"(.*?)"/g)) expect(value.length).toBeLessThanOrEqual(150);
    expect(raw).not.toContain('mrkdwn');
    expect(card.text).not.toContain('<');
  });

  test('has no Block button when nobody is asked about', () => {
    const raw = JSON.stringify(stormCard(facts([folded(1, { state: 'guarded' })])).blocks);

    expect(raw).not.toContain('block-top');
    expect(raw).toContain('show-all');
  });

  test.each(['1h', '-'])('says in its buttons where they stand: %s', (duration) => {
    const value = { storm: '7', source: NASTY, revision: 3 };

    expect(readStormValue(stormValue(duration, value))).toEqual({ ...value, duration });
  });

  test.each(['', '1h', '1h|7', '1h|7|x|elastalert', '1h|7|-1|elastalert', '|7|1|elastalert'])(
    'is not fooled by %s',
    (value) => {
      expect(readStormValue(value)).toBeUndefined();
    },
  );
});
