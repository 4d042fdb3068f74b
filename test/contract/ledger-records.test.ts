import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Address } from '../../src/address/address.ts';
import { addClaim, liftBlock } from '../../src/ledger/block.ts';
import { emptyRecord } from '../../src/ledger/empty-record.ts';
import { LedgerConflictError } from '../../src/ledger/errors.ts';
import { fold, unfold } from '../../src/ledger/folded.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { pointersOf } from '../../src/ledger/pointers.ts';
import type { AddressRecord, Episode } from '../../src/ledger/record.ts';
import { settleTarget } from '../../src/ledger/settle-target.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { episodeOf } from '../support/record.ts';

const NOW = 1_795_500_000_000;
const HOUR = 3_600_000;
const ATTACKER = address('203.0.113.9');
const HINTS = ['DUE#', 'LIVE#', 'WISH#', 'SAY#', 'EDIT#', 'ASK#', 'STORM#', 'THREAD#', 'REMIND#'];

let table: LedgerTable;
let ledger: Ledger;
beforeAll(async () => {
  table = await startLedgerTable();
  ledger = table.ledger();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

function block(draft: AddressRecord, more: { by?: string; until?: number | null; now?: number } = {}): void {
  const { by = 'U_ANALYST', until = NOW + HOUR, now = NOW } = more;
  addClaim(draft, { by, scopes: ['all'], until, why: 'test' }, { now, targets: ['acl-1'], severity: 'high' });
}

/** Copies the actions away, as the bookkeeping does: what is left says when a claim ends. */
function emptyOutbox(draft: AddressRecord): void {
  draft.outbox = [];
}

function score(draft: AddressRecord, danger: number): void {
  draft.score = danger;
}

const activate = (draft: AddressRecord) => settleTarget(draft, 'acl-1', { state: 'active', ruleNumbers: [1] }, NOW);
const addressesOf = (records: readonly AddressRecord[]): Address[] => records.map((record) => record.address);

describe('a record', () => {
  test('of an address that nobody met is empty, and not stored by looking', async () => {
    expect(await ledger.records.get(ATTACKER)).toEqual(emptyRecord(ATTACKER));
    expect(await ledger.records.getMany([ATTACKER])).toEqual([emptyRecord(ATTACKER)]);
    expect(await table.items('')).toEqual([]);
  });

  test('comes back as it was stored', async () => {
    const changed = await ledger.records.change(ATTACKER, (draft) => {
      draft.episodes.push(episodeOf('1-0', NOW, { users: ['root', ''], samples: ['käse \u{1f9c0}'], ts: '1.2' }));
      block(draft, { until: null });
      return 'the answer';
    });

    expect(changed).toMatchObject({ result: 'the answer', changed: true, record: { rev: 1 } });
    expect(await table.ledger().records.get(ATTACKER)).toEqual(changed.record);
  });

  test('is found among many, each once, in the order that was asked for', async () => {
    const many = Array.from({ length: 130 }, (_, index) => address(`203.0.113.${index}`));
    await Promise.all(many.map((each) => ledger.records.change(each, (draft) => score(draft, 7))));

    const found = await ledger.records.getMany([...many, ATTACKER, address('192.0.2.1')]);
    expect(addressesOf(found)).toEqual([...many, '192.0.2.1/32']);
    expect(found.map((record) => record.score)).toEqual([...many.map(() => 7), 0]);
    expect(addressesOf(await ledger.records.all()).sort()).toEqual([...many].sort());
  });
});

describe('invariant 2: a change', () => {
  test('loses nothing among twenty writers, and each counts', async () => {
    const writers = Array.from({ length: 20 }, (_, index) => `writer ${index}`);
    const changes = await Promise.all(
      writers.map((id) =>
        table.ledger().records.change(ATTACKER, (draft) => {
          draft.snoozes.push({ rule: id, until: NOW, by: 'U_ANALYST' });
          return draft.rev;
        }),
      ),
    );

    const { rev, snoozes } = await ledger.records.get(ATTACKER);
    expect(rev).toBe(20);
    expect(snoozes.map((snooze) => snooze.rule).sort()).toEqual([...writers].sort());
    expect(changes.map((change) => change.result).sort((a, b) => a - b)).toEqual(writers.map((_, index) => index));
  });

  test('that changes nothing is not written', async () => {
    await ledger.records.change(ATTACKER, (draft) => block(draft));
    const calls: string[] = [];
    const watched = table.ledger((name) => void calls.push(name));
    const { changed, record } = await watched.records.change(ATTACKER, (draft) => {
      draft.score = 0;
    });

    expect(changed).toBe(false);
    expect(record.rev).toBe(1);
    expect(calls).toEqual(['GetItem']);
  });

  test('whose edit fails is not written, and the failure is told', async () => {
    const failing = ledger.records.change(ATTACKER, () => {
      throw new RangeError('no');
    });

    await expect(failing).rejects.toThrow(RangeError);
    expect(await table.items('')).toEqual([]);
  });

  test('that always loses gives up and says so', async () => {
    const rival = table.ledger();
    const loser = table.ledger(async (name) => {
      if (name === 'PutItem') await rival.records.change(ATTACKER, (draft) => score(draft, draft.score + 1));
    });
    const losing = loser.records.change(ATTACKER, (draft) => void draft.snoozes.push({ rule: 'x', until: 1, by: 'U' }));

    await expect(losing).rejects.toThrow(LedgerConflictError);
    expect((await ledger.records.get(ATTACKER)).snoozes).toEqual([]);
  });
});

describe('what is to be done is found:', () => {
  const near = [1, 2, 3, 4].map((last) => address(`203.0.113.${last}`));

  test("live blocks, people's by age, then the others by danger", async () => {
    const [first, second, third, fourth] = near as [Address, Address, Address, Address];
    await ledger.records.change(first, (draft) => {
      draft.score = 20_700.5;
      block(draft, { by: 'rule:ssh' });
    });
    await ledger.records.change(second, (draft) => block(draft, { now: NOW + 2 }));
    await ledger.records.change(third, (draft) => {
      draft.score = 20_701.25;
      block(draft, { by: 'rule:ssh' });
    });
    await ledger.records.change(fourth, (draft) => block(draft, { now: NOW + 1 }));

    expect(addressesOf(await ledger.records.live(10, []))).toEqual([fourth, second, third, first]);
    expect(addressesOf(await ledger.records.live(2, []))).toEqual([fourth, second]);
    await ledger.records.change(first, (draft) => score(draft, 20_702));
    expect(addressesOf(await ledger.records.live(10, []))).toEqual([fourth, second, first, third]);
    await ledger.records.change(fourth, (draft) => void liftBlock(draft, 'U', '', { now: NOW, graceMs: 0 }));
    expect(addressesOf(await ledger.records.live(10, []))).toEqual([second, first, third]);
  });

  test('what is due: actions at once, a claim when it ends', async () => {
    await ledger.records.change(ATTACKER, (draft) => block(draft));
    expect(addressesOf(await ledger.records.due(NOW, 10))).toEqual([ATTACKER]);

    await ledger.records.change(ATTACKER, emptyOutbox);
    expect(await ledger.records.due(NOW + HOUR - 1, 10)).toEqual([]);
    expect(addressesOf(await ledger.records.due(NOW + HOUR, 10))).toEqual([ATTACKER]);
  });

  test('what is not settled in a target', async () => {
    await ledger.records.change(ATTACKER, (draft) => block(draft));
    expect(addressesOf(await ledger.records.unsettled('acl-1', 10))).toEqual([ATTACKER]);
    expect(await ledger.records.unsettled('acl-2', 10)).toEqual([]);

    await ledger.records.change(ATTACKER, activate);
    expect(await ledger.records.unsettled('acl-1', 10)).toEqual([]);
    await ledger.records.change(ATTACKER, (draft) => void liftBlock(draft, 'U', '', { now: NOW, graceMs: 0 }));
    expect(addressesOf(await ledger.records.unsettled('acl-1', 10))).toEqual([ATTACKER]);
  });

  test('cards to be said, the longest waiting first, edits apart from new ones', async () => {
    const unsaid = { revision: 2, shown: 1 };
    await ledger.records.change(near[0] as Address, (draft) => {
      draft.episodes.push(episodeOf('1-0', NOW, { ...unsaid, sayAt: NOW + 5 }), episodeOf('1-1', NOW));
      draft.episodes.push(episodeOf('1-2', NOW, { ...unsaid, channel: 'C2' }));
    });
    await ledger.records.change(near[1] as Address, (draft) => {
      draft.episodes.push(episodeOf('1-0', NOW, { ...unsaid, sayAt: NOW + 4 }));
      draft.episodes.push(episodeOf('1-1', NOW, { ...unsaid, sayAt: NOW + 4, ts: '1.1' }));
    });
    const said = async (now: number) => {
      const { edits, posts } = await ledger.records.unsaid('C1', now, 10);
      return [edits, posts].map((cards) => cards.map(({ record, episode }) => `${record.address} ${episode}`));
    };

    expect(await ledger.records.nextSay('C1')).toBe(NOW + 4);
    expect(await said(NOW + 3)).toEqual([[], []]);
    expect(await said(NOW + 5)).toEqual([['203.0.113.2/32 1-1'], ['203.0.113.2/32 1-0', '203.0.113.1/32 1-0']]);
    await ledger.records.change(near[1] as Address, (draft) => {
      for (const episode of draft.episodes) episode.shown = 2;
    });
    expect(await said(NOW + 5)).toEqual([[], ['203.0.113.1/32 1-0']]);
    expect(await ledger.records.nextSay('C1')).toBe(NOW + 5);
    expect(await ledger.records.nextSay('C3')).toBeUndefined();
  });
});

describe('invariant 1: hints', () => {
  /** Crashes at the n-th call for good: neither this one nor any later one is made. */
  function crashAt(call: number) {
    let calls = 0;
    return () => {
      calls += 1;
      if (calls >= call) throw new Error('crashed');
    };
  }

  /** Crashes with the hints written and the record not. */
  function stopAtRecord(_: string, input: unknown): void {
    if (JSON.stringify(input).includes('"Item":{"pk":"ADDR#')) throw new Error('crashed');
  }

  /** Whether every hint that the records want stands in the table. */
  async function expectNoHintMissing(): Promise<void> {
    const stored = new Set((await table.items(...HINTS)).map(({ pk, sk }) => `${pk} ${sk}`));
    const wanted = (await ledger.records.all()).flatMap(pointersOf).map(({ pk, sk }) => `${pk} ${sk}`);

    expect(wanted.filter((hint) => !stored.has(hint))).toEqual([]);
  }

  /** What a stop left over is cleared by those who come across it, once it is old. */
  async function expectNoLitter(): Promise<void> {
    table.wall.now += 60_001;
    const far = NOW + 999 * HOUR;
    const look = async () => {
      await Promise.all([ledger.records.live(999, []), ledger.records.due(far, 999)]);
      await Promise.all([ledger.records.unsettled('acl-1', 999), ledger.records.unsaid('C1', far, 999)]);
      await Promise.all([ledger.asking.page({ skip: 0, limit: 999 }), ledger.folded.page('1', 'aism', { limit: 999 })]);
      await Promise.all([ledger.records.unsaidBelow('C1', far, 999), ledger.records.unanswered('C1', far, 999)]);
    };
    // Of several left by one change, the first to be cleared makes the others plain litter, which goes the next time.
    await look();
    await look();
    const stored = (await table.items(...HINTS)).map(({ pk, sk }) => `${pk} ${sk}`).sort();
    const wanted = (await ledger.records.all()).flatMap(pointersOf).map(({ pk, sk }) => `${pk} ${sk}`);

    expect(stored).toEqual(wanted.sort());
  }

  function each(draft: AddressRecord, edit: (episode: Episode) => void): void {
    for (const episode of draft.episodes) edit(episode);
  }

  const steps: Array<[string, (draft: AddressRecord) => void]> = [
    ['blocks', (draft) => block(draft)],
    ['blocks for good', (draft) => block(draft, { until: null })],
    ['is seen to work', activate],
    ['gets more dangerous', (draft) => score(draft, draft.score + 1)],
    ['copies its actions', emptyOutbox],
    ['opens a card', (draft) => void draft.episodes.push(episodeOf(`${draft.rev}`, NOW, { shown: 0 }))],
    [
      'shows its cards',
      (draft) => {
        for (const episode of draft.episodes) Object.assign(episode, { shown: episode.revision, ts: '1.1' });
      },
    ],
    ['is folded into a storm', (draft) => each(draft, (episode) => fold(episode, '1'))],
    ['gets a card again', (draft) => each(draft, (episode) => unfold(episode, NOW))],
    ['does more', (draft) => each(draft, (episode) => Object.assign(episode, { events: 2 * episode.events + 1 }))],
    ['lifts', (draft) => void liftBlock(draft, 'U', '', { now: NOW, graceMs: 0 })],
    ['is seen to be out', (draft) => settleTarget(draft, 'acl-1', { state: 'out', ruleNumbers: [] }, NOW)],
  ];

  test('are never missing, wherever a process stops, and what is left over goes', async () => {
    // A pseudo-random walk that is the same each time: all steps after one another, each with every possible stop.
    let seed = 1;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const victims = [ATTACKER, address('2001:db8::9'), address('192.0.2.1')];
    let crashes = 0;
    for (let round = 0; round < 200; round += 1) {
      const [, edit] = steps[random(steps.length)] as (typeof steps)[number];
      const victim = victims[random(victims.length)] as Address;
      const stop = 2 + random(5);
      try {
        await table.ledger(crashAt(stop)).records.change(victim, edit);
      } catch {
        crashes += 1;
      }
      await expectNoHintMissing();
    }
    // One that comes while old hints are taken away fails nobody.
    expect(crashes).toBeGreaterThan(30);
    await expectNoLitter();
  });

  test('are never missing when several write at once and some of them stop', async () => {
    for (let round = 0; round < 15; round += 1) {
      await Promise.allSettled(
        steps.map(([, edit], index) =>
          table.ledger(index % 3 === 0 ? crashAt(2 + ((round + index) % 6)) : undefined).records.change(ATTACKER, edit),
        ),
      );
      await expectNoHintMissing();
    }
    await expectNoLitter();
  });

  test('of a change that is still under way are left alone', async () => {
    const stopped = table.ledger(stopAtRecord);
    await expect(stopped.records.change(ATTACKER, (draft) => block(draft))).rejects.toThrow();
    const before = await table.items(...HINTS);
    expect(before).not.toEqual([]);

    table.wall.now += 59_000;
    expect(await ledger.records.live(10, [])).toEqual([]);
    expect(await table.items('LIVE#')).toHaveLength(1);
    expect(await table.items('ADDR#')).toEqual([]);
  });

  test('that were given up fence off the writer who comes late, who then begins anew', async () => {
    let reached: () => void = () => undefined;
    let goOn: () => void = () => undefined;
    const isAtRecord = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const mayGoOn = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let edits = 0;
    const slow = table.ledger(async (_, input) => {
      if (!JSON.stringify(input).includes('"Item":{"pk":"ADDR#') || edits !== 1) return;
      reached();
      await mayGoOn;
    });
    const late = slow.records.change(ATTACKER, (draft) => {
      edits += 1;
      block(draft);
    });
    await isAtRecord;
    table.wall.now += 60_001;
    expect(await ledger.records.live(10, [])).toEqual([]);
    expect(await table.items('LIVE#')).toEqual([]);
    goOn();

    expect(await late).toMatchObject({ changed: true, record: { rev: 2 } });
    expect(edits).toBe(2);
    expect(addressesOf(await ledger.records.live(10, []))).toEqual([ATTACKER]);
    await expectNoHintMissing();
  });

  test('of earlier changes that come very late touch no newer one', async () => {
    const wish = (input: unknown) => JSON.stringify(input).includes('"WISH#acl-1"');
    const gate = () => {
      let open: () => void = () => undefined;
      const opened = new Promise<void>((resolve) => {
        open = resolve;
      });
      return { open, opened };
    };
    await ledger.records.change(ATTACKER, (draft) => block(draft));
    await ledger.records.change(ATTACKER, activate);
    // Two changes by processes that are held up: one before it writes the hint, one before it takes it away.
    const [writing, removing] = [gate(), gate()];
    let held = 0;
    const hold = (command: string[], until: Promise<void>) => async (name: string, input: unknown) => {
      if (!command.includes(name) || !wish(input) || held > 1) return;
      held += 1;
      await until;
    };
    const pend = (draft: AddressRecord) => settleTarget(draft, 'acl-1', { state: 'pending', ruleNumbers: [] }, NOW);
    const writer = table.ledger(hold(['PutItem', 'BatchWriteItem'], writing.opened)).records.change(ATTACKER, pend);
    await expect.poll(() => held).toBe(1);
    await ledger.records.change(ATTACKER, pend);
    const remover = table.ledger(hold(['DeleteItem'], removing.opened)).records.change(ATTACKER, activate);
    await expect.poll(() => held).toBe(2);
    await ledger.records.change(ATTACKER, pend);

    writing.open();
    await expect.poll(async () => (await writer).changed).toBe(false);
    removing.open();
    await remover;
    expect(addressesOf(await ledger.records.unsettled('acl-1', 10))).toEqual([ATTACKER]);
    await expectNoHintMissing();
  });

  test('of dead changes hide nothing that stands behind them', async () => {
    const stopped = table.ledger(stopAtRecord);
    for (let last = 0; last < 11; last += 1) {
      const dead = stopped.records.change(address(`198.51.100.${last}`), (draft) => block(draft, { now: NOW - HOUR }));
      await expect(dead).rejects.toThrow();
    }
    const living = [1, 2, 3, 4].map((last) => address(`203.0.113.${last}`));
    for (const each of living)
      await ledger.records.change(each, (draft) => {
        block(draft);
        draft.episodes.push(episodeOf('1-0', NOW, { shown: 0 }));
      });

    expect(addressesOf(await ledger.records.live(3, []))).toEqual(living.slice(0, 3));
    expect(addressesOf(await ledger.records.unsettled('acl-1', 3))).toEqual(living.slice(0, 3));
    expect(addressesOf(await ledger.records.due(NOW, 9)).sort()).toEqual(living);
    expect((await ledger.records.unsaid('C1', NOW, 3)).posts).toHaveLength(3);
    expect(await ledger.records.live(99, [])).toHaveLength(4);
  });
});
