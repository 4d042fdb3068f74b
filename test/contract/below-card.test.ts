import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { completePolicy } from '../../src/decision/policy.ts';
import { beginAsk, restartAsk } from '../../src/ledger/asking.ts';
import { addClaim } from '../../src/ledger/block.ts';
import { startEpisode, touchCards } from '../../src/ledger/episode.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { noteAction } from '../../src/ledger/note-action.ts';
import type { Episode } from '../../src/ledger/record.ts';
import { settleTarget } from '../../src/ledger/settle-target.ts';
import { shoutOn } from '../../src/ledger/shout.ts';
import { announce } from '../../src/response/announce.ts';
import { type Announcer, NotAnnouncedError } from '../../src/response/announcer.ts';
import { keepBooks } from '../../src/response/keep-books.ts';
import { address } from '../support/address.ts';
import { quietAnnouncer } from '../support/announcer.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { episodeOf } from '../support/record.ts';
import { storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;
const MINUTE = 60_000;
const TIMES = { remind: 10 * MINUTE, close: 24 * 60 * MINUTE };

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

/** A channel that remembers the ids of what was said, and what each said. */
function channel(more: Partial<Announcer> = {}) {
  const said: Array<{ id: string; what: string }> = [];
  const say = (id: string, what: string) => void said.push({ id, what });
  const announcer = quietAnnouncer({
    find: async (_, id) => said.find((each) => each.id === id)?.id,
    async shout({ episode }, _, id) {
      say(id, `shout: ${episode.shout?.kind}`);
      return 'said';
    },
    async reply({ episode }, _, id) {
      say(id, `reply: ${episode.thread?.lines.map((line) => line.kind)}`);
      return 'said';
    },
    notify: async (_, { id, text }) => say(id, text),
    ...more,
  });
  return { announcer, told: () => said.map(({ what }) => what) };
}

async function open(cidr: string, more: Partial<Episode> = {}): Promise<void> {
  await table.ledger().records.change(address(cidr), (draft) => {
    const episode = episodeOf('1-0', NOW, { ts: `${cidr}.1`, ...more });
    beginAsk(episode, TIMES, NOW);
    startEpisode(draft, episode);
  });
}

async function act(cidr: string, at: number): Promise<void> {
  await table.ledger().records.change(address(cidr), (draft) => {
    noteAction(draft, { at, kind: 'unblock', actor: 'U1', before: '', after: '', why: 'test' });
    const [episode] = draft.episodes;
    if (episode) shoutOn(draft, episode, { kind: 'news', sentence: 'test', now: at });
  });
}

/** Stops before the `number`-th write, as kill -9 would; and no write succeeds after that. */
function stopping(number: number): Ledger {
  let writes = 0;
  return table.ledger((name) => {
    if (!/^(Put|Update|Delete|BatchWrite)/.test(name)) return;
    writes += 1;
    if (writes >= number) throw new Error('stopped');
  });
}

function depsAt(now: number, ledger = table.ledger()) {
  // The lease of a process that stopped is over by then.
  table.wall.now = now;
  return storyDeps(ledger, { clock: { now: () => now }, wall: () => now, holder: `at ${now}` });
}

const STOPS = Array.from({ length: 14 }, (_, index) => index + 1);

describe('invariant 2: wherever the sender stops, it is said once', () => {
  test.each(STOPS)('below a card: before write %i', async (stop) => {
    await open('203.0.113.1');
    await act('203.0.113.1', NOW);
    const { announcer, told } = channel();
    await announce(depsAt(NOW + 5000, stopping(stop)), announcer).catch(() => undefined);

    for (const minute of [1, 2, 3]) await announce(depsAt(NOW + minute * MINUTE), announcer);

    expect(told().toSorted()).toEqual(['reply: unblock', 'shout: news']);
  });

  test.each(STOPS)('a reminder of one question: before write %i', async (stop) => {
    await open('203.0.113.1');
    const { announcer, told } = channel();
    await announce(depsAt(NOW + 10 * MINUTE, stopping(stop)), announcer).catch(() => undefined);

    for (const minute of [11, 12, 20, 30]) await announce(depsAt(NOW + minute * MINUTE), announcer);

    expect(told()).toEqual(['shout: still-open']);
  });

  test.each([...STOPS, 18, 22, 26, 30, 34])('a list of many questions: before write %i', async (stop) => {
    const all = Array.from({ length: 5 }, (_, index) => `203.0.113.${index + 1}`);
    for (const each of all) await open(each);
    const { announcer, told } = channel();
    await announce(depsAt(NOW + 10 * MINUTE, stopping(stop)), announcer).catch(() => undefined);

    for (const minute of [11, 12, 20, 30]) await announce(depsAt(NOW + minute * MINUTE), announcer);

    // Who was not noted before the stop is told of after it: in a list, or alone where few are left.
    const named = all.map((each) => told().filter((text) => text.includes(`Block ${each}?`)).length);
    const alone = told().filter((text) => text === 'shout: still-open').length;
    expect(Math.max(...named)).toBeLessThanOrEqual(1);
    expect(named.reduce((sum, count) => sum + count, alone)).toBe(all.length);
  });
});

describe('of a burst of automatic blocks', () => {
  const mentions = { high: 'S1' };
  const policy = completePolicy({ mentions, storm: { cards: 600 } });
  const at = (now: number, ledger?: Ledger) => ({ ...depsAt(now, ledger), policy });

  async function block(cidr: string, now: number, more: Partial<Episode> = {}): Promise<void> {
    await table.ledger().records.change(address(cidr), (draft) => {
      const episode = episodeOf('1-0', now, { status: 'blocked', shown: 0, ...more });
      startEpisode(draft, episode);
      const claim = { by: 'rule:ssh', scopes: ['all' as const], until: now + 60 * MINUTE, why: 'test' };
      addClaim(draft, claim, { now, severity: 'high', targets: ['acl-1'] });
      shoutOn(draft, episode, { kind: 'blocked', sentence: 'test', now });
    });
  }

  function loud() {
    const said: string[] = [];
    const { announcer } = channel({
      find: async (_, id) => said.find((each) => each.startsWith(id)),
      async shout({ episode }, _, id, mention) {
        said.push(`${id} ${episode.shout?.kind}${mention ? ' @S1' : ''}`);
        return 'said';
      },
    });
    return { announcer, said };
  }

  test('one wakes people, whose card asked is told of aloud, and what does not work wakes them all the same', async () => {
    const { announcer, said } = loud();
    for (const host of [1, 2, 3, 4]) await block(`203.0.113.${host}`, NOW + host);
    await announce(at(NOW + 10), announcer);
    await block('203.0.113.5', NOW + 20, { ts: '5.0', shown: 1 });
    await announce(at(NOW + 20), announcer);
    await table.ledger().records.change(address('203.0.113.2'), (draft) => {
      settleTarget(draft, 'acl-1', { state: 'failed', ruleNumbers: [], note: 'EC2 says no' }, NOW + MINUTE);
    });
    await announce(at(NOW + MINUTE), announcer);
    await block('203.0.113.6', NOW + 6 * MINUTE);
    await announce(at(NOW + 6 * MINUTE), announcer);

    expect(said.map((each) => each.split(' ').slice(1).join(' '))).toEqual([
      'blocked @S1',
      'blocked',
      'failed @S1',
      'blocked @S1',
    ]);
  });

  test.each([2, 4, 6, 7, 8, 9, 10, 11, 12])(
    'one wakes people though the sender stops before write %i',
    async (stop) => {
      const { announcer, said } = loud();
      for (const host of [1, 2]) await block(`203.0.113.${host}`, NOW + host);
      await announce(at(NOW + 10, stopping(stop)), announcer).catch(() => undefined);
      await announce(at(NOW + MINUTE), announcer);
      await announce(at(NOW + 2 * MINUTE), announcer);

      expect(said.filter((each) => each.endsWith('@S1'))).toHaveLength(1);
    },
  );
});

test('invariant 2: what was said below a card is found there, however much was said in the channel since', async () => {
  await open('203.0.113.1');
  await act('203.0.113.1', NOW);
  const { announcer, told } = channel({
    // The channel's newest messages are others.
    find: async (_, id, thread) => (thread === '203.0.113.1.1' && id.startsWith('below:') ? '9.0' : undefined),
  });
  await table.ledger().records.change(address('203.0.113.1'), (draft) => {
    const [episode] = draft.episodes;
    if (episode?.shout) episode.shout.isTried = true;
  });

  await announce(depsAt(NOW + 1000), announcer);

  expect(told()).toEqual([]);
});

test('a question that is asked anew is reminded of, though its last list was never told to the end', async () => {
  await open('203.0.113.1');
  const { announcer, told } = channel({ find: async () => '9.0' });
  const { records } = table.ledger();
  await records.change(address('203.0.113.1'), (draft) => {
    const [episode] = draft.episodes;
    if (!episode?.asks) return;
    episode.asks.list = 'still-open-1';
    // Answered, then taken back.
    restartAsk(episode, NOW + MINUTE);
  });

  await announce(depsAt(NOW + 11 * MINUTE), announcer);

  expect(told()).toEqual(['shout: still-open']);
});

test('the edits of many questions that are closed at once leave room for what a person does', async () => {
  const all = Array.from({ length: 12 }, (_, index) => `203.0.113.${index + 1}`);
  for (const each of all) await open(each);
  const closing = depsAt(NOW + TIMES.close);
  await keepBooks(closing);
  await table
    .ledger()
    .records.change(address('203.0.113.12'), (draft) => touchCards(draft, closing.clock.now() + 1500, () => true));
  const edits: string[] = [];
  const { announcer } = channel({
    async update({ record }) {
      edits.push(record.address);
      return 'updated';
    },
  });
  await announce(depsAt(closing.clock.now() + 1600), announcer);

  expect(edits).toContain('203.0.113.12/32');
  expect(edits.length).toBeLessThan(5);
  await announce(depsAt(closing.clock.now() + MINUTE), announcer);
  expect(new Set(edits).size).toBe(12);
});

test('one record that cannot be stored any more keeps no other question and no thread from being told', async () => {
  for (const each of ['203.0.113.1', '203.0.113.2', '203.0.113.3']) await open(each);
  await act('203.0.113.1', NOW - 1);
  await act('203.0.113.3', NOW);
  for (const each of ['203.0.113.1', '203.0.113.3'])
    await table.ledger().records.change(address(each), (draft) => void delete draft.episodes[0]?.shout);
  const { announcer, told } = channel();
  const ledger = table.ledger((name, input) => {
    if (name.startsWith('Put') && JSON.stringify(input).includes('"ADDR#203.0.113.1/32"')) throw new Error('too large');
  });

  await announce(depsAt(NOW + 10 * MINUTE, ledger), announcer);

  expect(told().toSorted()).toEqual(['reply: unblock', 'shout: still-open', 'shout: still-open']);
});

test('two senders at once tell of a question once', async () => {
  await open('203.0.113.1');
  const { announcer, told } = channel();
  const [one, other] = [depsAt(NOW + 10 * MINUTE), depsAt(NOW + 10 * MINUTE)];

  await Promise.all([
    announce({ ...one, holder: 'one' }, announcer),
    announce({ ...other, holder: 'other' }, announcer),
  ]);
  await announce(depsAt(NOW + 11 * MINUTE), announcer);

  expect(told()).toEqual(['shout: still-open']);
});

test('what was answered in the meantime is neither told of nor closed, and one that waits is closed once', async () => {
  await open('203.0.113.1', { status: 'ignored' });
  await open('203.0.113.2');
  const { announcer, told } = channel();
  await announce(depsAt(NOW + 10 * MINUTE), announcer);
  expect(told()).toEqual(['shout: still-open']);

  const late = depsAt(NOW + TIMES.close);
  await Promise.all([keepBooks(late), keepBooks(late)]);
  await keepBooks(late);

  const [answered, waited] = await late.ledger.records.getMany(['203.0.113.1', '203.0.113.2'].map(address));
  expect(answered?.episodes).toMatchObject([{ status: 'ignored' }]);
  expect(waited?.episodes).toMatchObject([{ status: 'unanswered', revision: 2 }]);
  const actions = await late.ledger.actions.of(address('203.0.113.2'), 10);
  expect(actions.map(({ kind }) => kind)).toEqual(['unanswered']);
});

test('below a card that is gone nothing is said, but below the one that is posted anew', async () => {
  await open('203.0.113.1');
  await act('203.0.113.1', NOW);
  const posts: string[] = [];
  const gone = async (_: unknown, ts: string) => (ts === '203.0.113.1.1' ? ('gone' as const) : ('said' as const));
  const { announcer } = channel({
    shout: gone,
    reply: async (facts, ts) => {
      posts.push(`reply below ${ts}: ${facts.episode.thread?.lines.length}`);
      return gone(facts, ts);
    },
    async post() {
      posts.push('card');
      return '2.0';
    },
  });

  await announce(depsAt(NOW + 5000), announcer);

  expect(posts).toEqual(['card', 'reply below 2.0: 1']);
});

test('while Slack takes no more edits new cards, replies and reminders come, and the edits when it takes them again', async () => {
  for (const host of [1, 2]) {
    await open(`203.0.113.${host}`);
    await table.ledger().records.change(address(`203.0.113.${host}`), (draft) => touchCards(draft, NOW));
  }
  await open('203.0.113.3');
  await act('203.0.113.3', NOW);
  await open('198.51.100.1', { shown: 0 });
  await table.ledger().records.change(address('198.51.100.1'), (draft) => void delete draft.episodes[0]?.ts);
  let isSlower = true;
  let tries = 0;
  const said: string[] = [];
  const { announcer, told } = channel({
    async update({ record }) {
      tries += 1;
      if (isSlower) throw new NotAnnouncedError('slower', 7000);
      said.push(`edit of ${record.address}`);
      return 'updated';
    },
    async post({ record }) {
      said.push(`card of ${record.address}`);
      return '9.0';
    },
  });

  expect(await announce(depsAt(NOW + 5000), announcer)).toEqual({ kind: 'later', afterMs: 7000 });
  expect(said).toEqual(['card of 198.51.100.1/32']);
  expect(told()).toContain('reply: unblock');
  expect(tries).toBe(1);

  isSlower = false;
  await announce(depsAt(NOW + 12_000), announcer);
  expect(said.slice(1)).toEqual(['edit of 203.0.113.1/32', 'edit of 203.0.113.2/32']);
});

test('while Slack takes nothing the edits of a card become one, and new cards come in the order of their alerts', async () => {
  await open('203.0.113.1');
  const said: string[] = [];
  let isDown = true;
  const take = (what: string) => {
    if (isDown) throw new NotAnnouncedError('down', undefined);
    said.push(what);
  };
  const { announcer } = channel({
    async update({ episode }) {
      take(`edit to ${episode.revision}`);
      return 'updated';
    },
    async post({ record }) {
      take(`card of ${record.address}`);
      return `${said.length}.0`;
    },
  });
  for (const second of [1, 2, 3]) {
    await table.ledger().records.change(address('203.0.113.1'), (draft) => touchCards(draft, NOW + second));
    await table.ledger().records.change(address(`198.51.100.${9 - second}`), (draft) => {
      startEpisode(draft, episodeOf('1-0', NOW, { shown: 0, sayAt: NOW + second }));
    });
    expect(await announce(depsAt(NOW + 1000 * second), announcer)).toEqual({ kind: 'later', afterMs: undefined });
  }
  isDown = false;

  await announce(depsAt(NOW + MINUTE), announcer);

  const cards = [8, 7, 6].map((last) => `card of 198.51.100.${last}/32`);
  expect(said).toEqual(['edit to 4', ...cards]);
});
