import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Firewall } from '../../src/firewall/firewall.ts';
import { addClaim, liftBlock } from '../../src/ledger/block.ts';
import { startEpisode, touchCards } from '../../src/ledger/episode.ts';
import type { Episode } from '../../src/ledger/record.ts';
import { announce } from '../../src/response/announce.ts';
import { reconcile } from '../../src/response/reconcile.ts';
import { denyAll, entryOf } from '../support/acl-model.ts';
import { address } from '../support/address.ts';
import { quietAnnouncer } from '../support/announcer.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { episodeOf } from '../support/record.ts';
import { memoryFirewall, storyDeps } from '../support/story-deps.ts';

const HOUR = 3_600_000;
const ATTACKER = address('203.0.113.9');

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

const wall = () => table.wall.now;

async function block(): Promise<void> {
  await table.ledger().records.change(ATTACKER, (draft) => {
    const claim = { by: 'U_ANALYST', scopes: ['all'], until: wall() + HOUR, why: 'test' };
    addClaim(draft, claim, { now: wall(), targets: ['acl-1'], severity: 'high' });
  });
}

async function lift(): Promise<void> {
  await table.ledger().records.change(ATTACKER, (draft) => {
    liftBlock(draft, 'U_LEAD', 'test', { now: wall(), graceMs: HOUR });
  });
}

/** A process that is paused right before its first change of the firewall, and goes on when told to. */
function pausedAt(firewall: Firewall): { firewall: Firewall; isPaused: Promise<void>; goOn: () => void } {
  const resumed = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const apply: Firewall['apply'] = async (target, change) => {
    arrived.resolve();
    await resumed.promise;
    return firewall.apply(target, change);
  };
  return { firewall: { describe: firewall.describe, apply }, isPaused: arrived.promise, goOn: resumed.resolve };
}

describe('invariant 3: a process that was paused for longer than its lease', () => {
  test('leaves no rule behind that nobody owns', async () => {
    const acl = memoryFirewall([]);
    const paused = pausedAt(acl);
    const one = storyDeps(table.ledger(), { wall, clock: { now: wall }, firewall: paused.firewall });
    const other = storyDeps(table.ledger(), { wall, clock: { now: wall }, firewall: acl, holder: 'other' });
    await block();
    const first = reconcile(one, 'acl-1');
    await paused.isPaused;
    table.wall.now += 21_000;
    await reconcile(other, 'acl-1');
    expect(acl.entries).toEqual([entryOf(1, denyAll('203.0.113.9'))]);
    await lift();
    await reconcile(other, 'acl-1');
    expect(acl.entries).toEqual([]);

    paused.goOn();
    await first;
    await reconcile(other, 'acl-1');

    expect(acl.entries).toEqual([]);
    const { data } = (await other.ledger.leases.peek('acl-1')) ?? {};
    expect(data).toMatchObject({ slots: [] });
  });

  test("does not make a later rule of somebody else's ours", async () => {
    const acl = memoryFirewall([]);
    const deps = storyDeps(table.ledger(), { wall, clock: { now: wall }, firewall: acl });
    await block();
    await reconcile(deps, 'acl-1');
    await lift();
    await reconcile(deps, 'acl-1');
    expect(acl.entries).toEqual([]);

    const theirs = [entryOf(1, denyAll('203.0.113.10')), entryOf(2, denyAll('203.0.113.9'))];
    acl.entries = theirs;
    await reconcile(deps, 'acl-1');
    expect(acl.entries).toEqual(theirs);

    table.wall.now += HOUR;
    acl.entries = [entryOf(1, denyAll('203.0.113.9'))];
    await reconcile(deps, 'acl-1');
    expect(acl.entries).toEqual([entryOf(1, denyAll('203.0.113.9'))]);
  });
});

describe('invariant 2: a process that was paused for longer than its lease before it spoke', () => {
  /** Two senders on one channel; the first is paused at `moment`. */
  async function twoSenders(moment: 'turn' | 'update') {
    const said: string[] = [];
    const paused = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const pause = async () => {
      arrived.resolve();
      await paused.promise;
    };
    const speaker = (name: string, pauseAt?: string) =>
      quietAnnouncer({
        turn: async () => (pauseAt === 'turn' ? pause() : undefined),
        post: async ({ episode }) => {
          said.push(`${name} posts ${episode.revision}`);
          return `${said.length}.0`;
        },
        update: async ({ episode }) => {
          if (pauseAt === 'update') await pause();
          said.push(`${name} updates to ${episode.revision}`);
          return 'updated';
        },
      });
    const deps = (holder: string) => storyDeps(table.ledger(), { wall, clock: { now: wall }, holder });
    const first = announce(deps('one'), speaker('one', moment));
    await arrived.promise;
    table.wall.now += 21_000;
    const goOn = async () => {
      paused.resolve();
      await first;
    };
    return { said, goOn, other: () => announce(deps('other'), speaker('other')) };
  }

  async function open(more: Partial<Episode>): Promise<void> {
    await table.ledger().records.change(ATTACKER, (draft) => {
      startEpisode(draft, episodeOf('1-0', wall() - 1000, { shown: 0, ...more }));
    });
  }

  test('posts no second card', async () => {
    await open({});
    const { said, goOn, other } = await twoSenders('turn');
    await other();

    await goOn();

    expect(said).toEqual(['other posts 1']);
  });

  test('leaves no older state over a newer one', async () => {
    await open({ ts: '1.0', revision: 2, shown: 1 });
    const { said, goOn, other } = await twoSenders('update');
    await table.ledger().records.change(ATTACKER, (draft) => touchCards(draft, wall()));
    await other();
    await goOn();

    await other();

    expect(said.slice(0, 2)).toEqual(['other updates to 3', 'one updates to 2']);
    expect(said.slice(2)).toEqual(['other updates to 4']);
  });
});
