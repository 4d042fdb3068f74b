import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Address, display } from '../../src/address/address.ts';
import { completePolicy } from '../../src/decision/policy.ts';
import { answerCards } from '../../src/ledger/answer-cards.ts';
import { addClaim, liftBlock } from '../../src/ledger/block.ts';
import { startEpisode } from '../../src/ledger/episode.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Episode } from '../../src/ledger/record.ts';
import { settleTarget } from '../../src/ledger/settle-target.ts';
import { announce } from '../../src/response/announce.ts';
import {
  type Announcer,
  MessageRefusedError,
  NotAnnouncedError,
  type StormFacts,
} from '../../src/response/announcer.ts';
import { rememberLogins } from '../../src/response/remember-logins.ts';
import { address } from '../support/address.ts';
import { alertOf } from '../support/alert.ts';
import { quietAnnouncer } from '../support/announcer.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { episodeOf } from '../support/record.ts';
import { storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;
const SECOND = 1000;
const CARDS = 3;

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

function depsAt(now: number, ledger: Ledger = table.ledger(), mentions = {}) {
  // The lease of a process that stopped is over by then.
  table.wall.now = now;
  const policy = completePolicy({ storm: { cards: CARDS }, mentions });
  return storyDeps(ledger, { clock: { now: () => now }, wall: () => now, holder: `at ${now}`, policy });
}

/** A channel that remembers what was said in it, in order, and its digests' last state. */
function channel(more: Partial<Announcer> = {}) {
  const said: string[] = [];
  const digests: StormFacts[] = [];
  const announcer = quietAnnouncer({
    find: async (_, id) => said.find((each) => each.endsWith(id)),
    async post({ record }) {
      said.push(`card ${display(record.address)}`);
      return `${said.length}.0`;
    },
    async shout({ record, episode }) {
      said.push(`shout ${display(record.address)}: ${episode.shout?.kind}`);
      return 'said';
    },
    async notify(_, { id }) {
      said.push(`notice ${id}`);
    },
    async postDigest(_, facts, id) {
      digests.push(facts);
      said.push(`digest ${id}`);
      return '1.1';
    },
    async updateDigest(_, facts) {
      digests.push(facts);
      return 'updated';
    },
    ...more,
  });
  return { announcer, said, digests, last: () => digests.at(-1) };
}

async function open(cidr: string, more: Partial<Episode> = {}): Promise<void> {
  await table.ledger().records.change(address(cidr), (draft) => {
    startEpisode(draft, episodeOf('1-0', NOW, { shown: 0, source: 'elastalert', ...more }));
  });
}

/** So many attackers at once that it is a storm. */
async function storm(attackers = 8, more: Partial<Episode> = {}): Promise<Address[]> {
  const all = Array.from({ length: attackers }, (_, index) => `203.0.113.${index + 1}`);
  for (const each of all) await open(each, more);
  return all.map(address);
}

/** The storm passes: two quiet minutes, and the last look. */
async function pass(announcer: Announcer, from: number): Promise<number> {
  let now = from;
  for (const seconds of [13, 121, 61]) {
    now += seconds * SECOND;
    await announce(depsAt(now), announcer);
  }
  return now;
}

const FAILED = { state: 'failed' as const, ruleNumbers: [], note: 'EC2 says no' };

async function block(attacker: Address): Promise<void> {
  await table.ledger().records.change(attacker, (draft) => {
    const claim = { by: 'rule:ssh', scopes: ['all' as const], until: NOW + 3_600_000_000, why: 'test' };
    addClaim(draft, claim, { now: NOW, severity: 'high', targets: ['acl-1'] });
    for (const episode of draft.episodes) episode.status = 'blocked';
    settleTarget(draft, 'acl-1', { state: 'active', ruleNumbers: [1] }, NOW);
  });
}

const fail = (attacker: Address, now: number) =>
  table.ledger().records.change(attacker, (draft) => settleTarget(draft, 'acl-1', FAILED, now));

test('invariant 5: a block of a folded card that stops working after the storm is heard; in a storm its digest says it', async () => {
  const [one, other] = await storm();
  if (!one || !other) throw new Error('no attackers');
  for (const each of [one, other]) await block(each);
  const { announcer, said, last } = channel();
  await announce(depsAt(NOW), announcer);
  await fail(one, NOW + SECOND);
  await announce(depsAt(NOW + 13 * SECOND), announcer);
  expect(said).toEqual([`digest storm|${NOW}|elastalert`]);
  expect(last()?.states).toMatchObject({ failed: 1, blocked: 1, ask: 6 });

  const later = await pass(announcer, NOW + 13 * SECOND);
  await fail(other, later);
  await announce(depsAt(later), announcer);

  expect(said.slice(1)).toEqual([`card ${display(other)}`]);
});

test('a storm right after another one leaves nobody out whom the first one folded at its very end', async () => {
  await storm();
  const { announcer, said, digests } = channel();
  await announce(depsAt(NOW), announcer);
  let now = NOW;
  for (const seconds of [13, 121]) {
    now += seconds * SECOND;
    await announce(depsAt(now), announcer);
  }
  // An answer that was under way.
  await open('198.51.100.1', { folded: `${NOW}`, sayAt: now });
  for (const host of [1, 2, 3, 4, 5]) await open(`192.0.2.${host}`, { sayAt: now });

  await announce(depsAt(now + SECOND), announcer);

  expect(said).toEqual([`digest storm|${NOW}|elastalert`, `digest storm|${now + SECOND}|elastalert`]);
  const last = digests.findLast((each) => each.id === `${NOW}`);
  expect(last).toMatchObject({ addresses: 9, over: now });
  expect(digests.at(-1)).toMatchObject({ addresses: 5 });
});

test('what is told of a storm is true to the number when people act meanwhile', async () => {
  const all = await storm(12);
  const { announcer, last } = channel();
  await announce(depsAt(NOW), announcer);
  const [one, two, three, four] = all;
  if (!one || !two || !three || !four) throw new Error('no attackers');
  await Promise.all([block(one), block(two), block(three)]);
  await table.ledger().records.change(two, (draft) => void liftBlock(draft, 'U1', 'test', { now: NOW, graceMs: 1 }));
  await fail(three, NOW + SECOND);
  await table.ledger().records.change(four, (draft) => {
    answerCards(draft, { answer: { by: 'U1', at: NOW, until: NOW + 1, what: 'ignored' }, now: NOW });
  });
  await announce(depsAt(NOW + 2 * SECOND), announcer);
  await announce(depsAt(NOW + 15 * SECOND), announcer);

  expect(last()).toMatchObject({
    addresses: 12,
    cards: 12,
    automatic: 2,
    states: { ask: 8, blocked: 1, failed: 1, ended: 1, ignored: 1 },
  });
  expect(
    last()
      ?.topAsking.map((each) => each.address)
      .toSorted(),
  ).toEqual(all.slice(4).toSorted());
  expect(await table.items('SAY#', 'EDIT#', 'THREAD#', 'REMIND#')).toEqual([]);
});

test('a change that another one overtook leaves no card in the digest that there is not', async () => {
  const { records } = table.ledger();
  const attacker = address('203.0.113.1');
  let isFirst = true;
  await records.change(attacker, async (draft) => {
    if (isFirst) {
      isFirst = false;
      await records.change(attacker, (other) => void other.snoozes.push({ until: NOW, by: 'U1' }));
    }
    startEpisode(draft, episodeOf(`${draft.rev + 1}-0`, NOW, { folded: '1' }));
  });

  expect((await records.get(attacker)).episodes).toHaveLength(1);
  expect(await table.items('STORM#')).toHaveLength(1);
});

test('an attacker of a storm who logs in has a card of its own, in the storm and after it, whatever else it does', async () => {
  const [one, other] = await storm();
  if (!one || !other) throw new Error('no attackers');
  const { announcer, said } = channel();
  await announce(depsAt(NOW), announcer);
  const logIn = (attacker: Address, now: number) =>
    table.ledger().records.change(attacker, (draft) => {
      const alert = alertOf('login', { at: new Date(now).toISOString() });
      const stored = { key: 'login', alert, receivedAt: now, tries: 0 };
      rememberLogins(draft, 'ssh-login', [{ stored, attacker: { address: attacker } }], now);
    });
  await logIn(one, NOW + SECOND);
  await announce(depsAt(NOW + SECOND), announcer);
  expect(said.slice(1)).toEqual([`card ${display(one)}`]);

  const later = await pass(announcer, NOW + SECOND);
  await logIn(other, later);
  await announce(depsAt(later), announcer);
  expect(said.slice(2)).toEqual([`card ${display(other)}`]);
});

test.each([8, 12, 14, 15, 16, 17, 18, 19, 20])(
  'a storm wakes whom its worst is meant for, once: stopped before write %i',
  async (stop) => {
    const mentions = { high: 'U1', critical: 'S1' };
    await storm(4);
    const { announcer, said } = channel();
    let writes = 0;
    const stopping = table.ledger((name) => {
      if (!/^(Put|Update|Delete|BatchWrite)/.test(name)) return;
      writes += 1;
      if (writes >= stop) throw new Error('stopped');
    });
    await announce(depsAt(NOW, stopping, mentions), announcer).catch(() => undefined);
    for (const seconds of [60, 73]) await announce(depsAt(NOW + seconds * SECOND, undefined, mentions), announcer);
    await open('198.51.100.1', { severity: 'medium', sayAt: NOW + 74 * SECOND });
    await announce(depsAt(NOW + 90 * SECOND, undefined, mentions), announcer);
    await open('198.51.100.2', { severity: 'critical', sayAt: NOW + 91 * SECOND });
    await announce(depsAt(NOW + 105 * SECOND, undefined, mentions), announcer);

    const woken = said.filter((each) => each.startsWith('notice')).map((each) => each.split('-').slice(2).join('-'));
    expect(woken).toEqual(['elastalert-high', 'elastalert-critical']);
    expect(said.filter((each) => each.startsWith('digest'))).toHaveLength(1);
  },
);

test('a digest that Slack refuses holds up no card', async () => {
  await storm();
  const refuses = async () => {
    throw new MessageRefusedError('msg_too_long');
  };
  const { announcer, said } = channel({ updateDigest: refuses });
  await announce(depsAt(NOW), announcer);
  await open('198.51.100.1');
  const later = await pass(announcer, NOW);
  await open('198.51.100.2', { sayAt: later });

  expect(await announce(depsAt(later), announcer)).toMatchObject({ kind: 'done' });

  expect(said).toContain('card 198.51.100.2');
});

test('what Slack took without an answer is not said a second time: the digest', async () => {
  await storm();
  const { announcer, said } = channel();
  const lost = {
    ...announcer,
    async postDigest(...args: Parameters<Announcer['postDigest']>): Promise<string> {
      await announcer.postDigest(...args);
      throw new NotAnnouncedError('no answer', undefined);
    },
  };
  await announce(depsAt(NOW), lost);
  await announce(depsAt(NOW + 60 * SECOND), announcer);

  expect(said).toEqual([`digest storm|${NOW}|elastalert`]);
});

test.each([
  [1, 'a person deletes it'],
  [2, 'Slack asks to be slower'],
])('the digest goes on: %i, %s', async (which) => {
  await storm();
  const { announcer, said, last } = channel();
  await announce(depsAt(NOW), announcer);
  await open('198.51.100.1', { sayAt: NOW + 13 * SECOND });
  const once = {
    ...announcer,
    async updateDigest() {
      if (which === 2) throw new NotAnnouncedError('slower', 5000);
      return 'gone' as const;
    },
  };
  await announce(depsAt(NOW + 13 * SECOND), once);
  await announce(depsAt(NOW + 26 * SECOND), announcer);

  expect(said).toHaveLength(which === 1 ? 2 : 1);
  expect(last()?.addresses).toBe(9);
});
