import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { GuardRange } from '../../src/ledger/guard-store.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { GuardSource } from '../../src/response/deps.ts';
import { senderNotes } from '../../src/response/note-sender.ts';
import { watchGuard } from '../../src/response/watch-guard.ts';
import { createWorker } from '../../src/worker.ts';
import { address } from '../support/address.ts';
import { quietAnnouncer } from '../support/announcer.ts';
import { type LedgerTable, startLedgerTable, type Tap } from '../support/ledger-table.ts';
import { storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;
const HOUR = 3_600_000;
const SENDER = address('198.51.100.77');

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

function working(ledger: Ledger, guardSource: GuardSource) {
  const worker = createWorker(
    () => deps,
    () => quietAnnouncer(),
  );
  const deps = storyDeps(ledger, { wake: worker.wake, guardSource });
  return worker;
}

test('a tick waits for no region that does not answer, no second look goes there, and a stop waits for the first', async () => {
  const ledger = table.ledger();
  const { promise, resolve } = Promise.withResolvers<GuardRange[]>();
  let looks = 0;
  const worker = working(ledger, {
    discover() {
      looks += 1;
      return promise;
    },
  });

  await worker.tick();
  await expect.poll(() => looks).toBe(1);
  await worker.tick();
  expect(worker.lastTick()).toBe(NOW);
  expect(looks).toBe(1);

  let isStopped = false;
  const stopping = worker.stop().then(() => {
    isStopped = true;
  });
  await new Promise((done) => setTimeout(done, 50));
  expect(isStopped).toBe(false);
  resolve([{ cidr: SENDER, why: 'ours' }]);
  await stopping;
  expect((await ledger.guard.read()).found?.ranges).toEqual([{ cidr: SENDER, why: 'ours' }]);
});

const blind: GuardSource = {
  discover: async () => {
    throw new Error('EC2 does not answer');
  },
};
const waiting = async () => (await table.ledger().notices.waiting('C1', NOW + HOUR, 9)).map(({ text }) => text);

test('the channel is told of a list in doubt once, also by two processes at the same time', async () => {
  await Promise.all([1, 2].map(() => watchGuard(storyDeps(table.ledger(), { guardSource: blind }))));
  await watchGuard(storyDeps(table.ledger(), { guardSource: blind }));

  expect(await waiting()).toEqual([expect.stringContaining('the never-block list was never read yet')]);
});

test('a stop at any call leaves the channel to be told all the same, and once', async () => {
  for (let stopAt = 1; stopAt < 12; stopAt += 1) {
    await table.clear();
    let calls = 0;
    const tap: Tap = () => {
      calls += 1;
      if (calls === stopAt) throw new Error('the process stops');
    };
    await watchGuard(storyDeps(table.ledger(tap), { guardSource: blind })).catch(() => undefined);
    await watchGuard(storyDeps(table.ledger(), { guardSource: blind }));
    await watchGuard(storyDeps(table.ledger(), { guardSource: blind }));

    expect(await waiting(), `stopped at call ${stopAt}`).toHaveLength(1);
  }
});

test('a notice that was perhaps posted before a stop is looked for in the channel, not posted twice', async () => {
  const stopping = table.ledger((name, input) => {
    if (name.startsWith('Put') && /"isSaid":(true|\{"BOOL":true)/.test(JSON.stringify(input)))
      throw new Error('the process stops');
  });
  await watchGuard(storyDeps(stopping, { guardSource: blind })).catch(() => undefined);
  const ledger = table.ledger();
  const [posted] = await ledger.notices.waiting('C1', NOW, 9);
  if (posted) await ledger.notices.done('C1', posted);

  await watchGuard(storyDeps(ledger, { guardSource: blind }));

  expect(await ledger.notices.waiting('C1', NOW, 9)).toEqual([
    expect.objectContaining({ id: posted?.id, posting: true }),
  ]);
});

test('a sender costs one write an hour, and is told of once by two processes at the same time', async () => {
  const writes: string[] = [];
  const counted = table.ledger((name) => void (name.startsWith('Put') && writes.push(name)));
  const note = senderNotes(storyDeps(counted));
  await Promise.all([note(SENDER, NOW), senderNotes(storyDeps(table.ledger()))(SENDER, NOW)]);
  writes.length = 0;

  for (let alert = 0; alert < 100; alert += 1) await note(SENDER, NOW + alert);
  expect(writes).toEqual([]);
  await note(SENDER, NOW + HOUR);
  expect(writes).toHaveLength(1);
  expect(await waiting()).toHaveLength(1);
  expect((await counted.guard.read()).senders).toEqual([{ address: SENDER, lastSeen: NOW + HOUR }]);
});

test('a sender that could not be written is tried again with its next alert', async () => {
  let isDown = true;
  const deps = storyDeps(
    table.ledger(() => {
      if (isDown) throw new Error('down');
    }),
  );
  const note = senderNotes(deps);

  await note(SENDER, NOW);
  expect(deps.logged).toEqual([expect.stringContaining('could not be noted')]);
  isDown = false;
  await note(SENDER, NOW + 1);

  expect((await deps.ledger.guard.read()).senders).toHaveLength(1);
});

test('private senders are not written down, and a flood of others fills no list', async () => {
  const deps = storyDeps(table.ledger());
  const note = senderNotes(deps);
  await note(address('10.0.1.5'), NOW);
  expect(await table.items('LIST#guard')).toEqual([]);

  for (let host = 0; host < 120; host += 1) await note(address(`203.0.113.${host}`), NOW);

  expect((await deps.ledger.guard.read()).senders).toHaveLength(100);
  expect(deps.logged).toHaveLength(20);
});

test('nor does one that goes on for days, and who is known stays known', async () => {
  const ledger = table.ledger();
  for (let host = 0; host < 1000; host += 1)
    await ledger.guard.saw({ address: address(`2001:db9:0:${host.toString(16)}::1`), lastSeen: NOW - HOUR });
  const deps = storyDeps(ledger);
  const note = senderNotes(deps);
  const known = address('2001:db9:0:7::1');

  await note(SENDER, NOW);
  await note(known, NOW);

  const { senders } = await ledger.guard.read();
  expect(senders).toHaveLength(1000);
  expect(senders).toContainEqual({ address: known, lastSeen: NOW });
  expect(deps.logged).toEqual([expect.stringContaining('this one is not guarded')]);
  expect(await waiting()).toEqual([]);
});

test('a sender that was told of before a stop is looked for in the channel, and told of anew after 30 days', async () => {
  const stopping = table.ledger((name, input) => {
    if (name.startsWith('Put') && /"SENDER#/.test(JSON.stringify(input)) && !JSON.stringify(input).includes(':from'))
      throw new Error('the process stops');
  });
  const ledger = table.ledger();
  const take = async (now: number) => {
    const [notice] = await ledger.notices.waiting('C1', now, 9);
    if (notice) await ledger.notices.done('C1', notice);
    return notice;
  };
  await senderNotes(storyDeps(stopping))(SENDER, NOW);
  const first = await take(NOW);

  await senderNotes(storyDeps(ledger))(SENDER, NOW + 1);

  expect(await take(NOW + 1)).toMatchObject({ id: first?.id, posting: true });
  const later = NOW + 31 * 24 * HOUR;
  await senderNotes(storyDeps(ledger))(SENDER, later);
  expect((await take(later))?.id).not.toBe(first?.id);
});
