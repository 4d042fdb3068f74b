import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Address } from '../../src/address/address.ts';
import { addClaim, liveBlock } from '../../src/ledger/block.ts';
import { startEpisode } from '../../src/ledger/episode.ts';
import { announce } from '../../src/response/announce.ts';
import { MessageRefusedError } from '../../src/response/announcer.ts';
import { keepBooks } from '../../src/response/keep-books.ts';
import { reconcile } from '../../src/response/reconcile.ts';
import { address } from '../support/address.ts';
import { quietAnnouncer } from '../support/announcer.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { episodeOf } from '../support/record.ts';
import { memoryFirewall, storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;
const HOUR = 3_600_000;
const ALL = Array.from({ length: 12 }, (_, index) => address(`203.0.113.${index + 1}`));

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

/** A ledger that cannot store one record any more, as when its item has become too large. */
function ledgerWithout(bad: Address) {
  return table.ledger((name, input) => {
    if (name.startsWith('Put') && JSON.stringify(input).includes(`"ADDR#${bad}"`))
      throw new Error('Item size has exceeded the maximum');
  });
}

async function blockAll(until: number): Promise<void> {
  for (const each of ALL)
    await table.ledger().records.change(each, (draft) => {
      const claim = { by: 'U_ANALYST', scopes: ['all'], until, why: 'test' };
      addClaim(draft, claim, { now: NOW - HOUR, targets: ['acl-1'], severity: 'high' });
    });
}

describe.each(ALL.slice(0, 4))('when the record of %s cannot be stored any more', (bad) => {
  const others = ALL.filter((each) => each !== bad);

  test('invariant 6: the blocks of all others end in time, and the books come to an end', async () => {
    await blockAll(NOW - 1);
    const deps = storyDeps(ledgerWithout(bad));

    for (let round = 0; round < 5 && (await keepBooks(deps)) > 0; round += 1);

    const after = await deps.ledger.records.getMany(others);
    expect(after.map((record) => liveBlock(record))).toEqual(others.map(() => undefined));
    expect(after.flatMap((record) => record.outbox)).toEqual([]);
    expect(await keepBooks(deps)).toBe(0);
    expect(deps.logged.join()).toContain('books');
  });

  test('invariant 5: all others are told what the firewall shows of them', async () => {
    await blockAll(NOW + HOUR);
    const deps = storyDeps(ledgerWithout(bad), { firewall: memoryFirewall([]) });

    await reconcile(deps, 'acl-1').catch(() => undefined);

    const after = await deps.ledger.records.getMany(others);
    expect(after.map((record) => record.block?.targets['acl-1']?.state)).toEqual(others.map(() => 'active'));
  });
});

describe.each([
  ['Slack refuses', new MessageRefusedError('Slack refuses a message (no_text)')],
  ['cannot be drawn', new RangeError('Invalid time value')],
])('a card that %s', (_, error) => {
  const [bad, ...others] = ALL;
  const said: string[] = [];
  const announcer = quietAnnouncer({
    async post({ record }) {
      if (record.address === bad) throw error;
      said.push(record.address);
      return `${said.length}.0`;
    },
    shout: async () => {
      throw new MessageRefusedError('Slack refuses a message (restricted_action_thread_locked)');
    },
    notify: async (_, { id }) => void said.push(id),
  });
  const open = (shown: number, index: number) =>
    episodeOf('1-0', NOW - 10_000 + index, {
      shown,
      ...(shown ? { ts: '1.0', revision: 2, shout: { sentence: 'words', isTried: false } } : {}),
    });
  beforeEach(() => said.splice(0));

  test('does not keep the others from being shown, and is tried again later', async () => {
    for (const [index, each] of ALL.entries())
      await table.ledger().records.change(each, (draft) => startEpisode(draft, open(0, index)));
    const deps = storyDeps(table.ledger());
    await deps.ledger.notices.add('C1', { id: 'notice', text: 'words', at: NOW - 1 });

    await announce(deps, announcer);

    expect(said.toSorted()).toEqual([...others, 'notice'].toSorted());
    expect(await deps.ledger.records.unsaid('C1', NOW, 10)).toMatchObject({ posts: [] });
    const { posts } = await deps.ledger.records.unsaid('C1', NOW + HOUR, 10);
    expect(posts.map(({ record }) => record.address)).toEqual([bad]);
  });

  test('words that Slack refuses below a card leave the card shown', async () => {
    await table.ledger().records.change(address('203.0.113.2'), (draft) => startEpisode(draft, open(1, 0)));
    const deps = storyDeps(table.ledger());

    expect(await announce(deps, announcer)).toEqual({ kind: 'done', nextAt: undefined });

    const [episode] = (await deps.ledger.records.get(address('203.0.113.2'))).episodes;
    expect(episode).toMatchObject({ shown: 2, revision: 2 });
    expect(episode).not.toHaveProperty('shout');
  });
});
