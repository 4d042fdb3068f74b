import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sayBlockTop } from '../../src/chat/say-block-top.ts';
import { addClaim, liveBlock } from '../../src/ledger/block.ts';
import { blockTop } from '../../src/response/block-top.ts';
import { pauseAutomatic } from '../../src/response/pause-automatic.ts';
import { resumeAutomatic } from '../../src/response/resume-automatic.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable, type Tap } from '../support/ledger-table.ts';
import { episodeOf } from '../support/record.ts';
import { storyDeps } from '../support/story-deps.ts';

// What was stored before the ledger failed stands: nobody may be told that nothing was.

const HOUR = 3_600_000;
const WORST = ['203.0.113.1', '203.0.113.2', '203.0.113.3'].map(address);

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
afterAll(() => table.close());
beforeEach(() => table.clear());

/** The ledger refuses every write whose input holds these words. */
function refusing(words: string): Tap {
  return (name, input) => {
    if (/^(Put|Update|BatchWrite)/.test(name) && JSON.stringify(input).includes(words))
      throw Object.assign(new Error('refused'), { name: 'InternalServerError', $fault: 'server' });
  };
}

/** A storm whose digest shows these three. */
async function storm(): Promise<void> {
  const deps = storyDeps(table.ledger());
  const now = deps.clock.now();
  for (const each of WORST)
    await deps.ledger.records.change(each, (draft) => {
      draft.episodes = [episodeOf('1-0', now)];
    });
  await deps.ledger.storm.change((draft) => {
    const top = WORST.map((each) => ({ address: each, episode: '1-0', rule: 'ssh', events: 9 }));
    const digest = { revision: 1, cards: 3, lists: [{ revision: 1, top }] };
    const calm = { since: now, folded: 0 };
    draft.storm = { id: 's', since: now, calm, digests: { elastalert: digest } };
  });
}

const press = (tap?: Tap) =>
  blockTop(storyDeps(table.ledger(tap)), { storm: 's', source: 'elastalert', revision: 1, by: 'U1', forMs: HOUR });

test('of the worst of a storm two are stored and one is refused: the answer tells which', async () => {
  await storm();

  const said = sayBlockTop(await press(refusing('ADDR#203.0.113.2/32')));

  expect(said).toMatch(/^Blocking 2 until .*: 203\.0\.113\.1, 203\.0\.113\.3\./);
  expect(said).toContain('203.0.113.2: perhaps not blocked');
  const live = await Promise.all(WORST.map((each) => table.ledger().records.get(each)));
  expect(live.map((record) => liveBlock(record) !== undefined)).toEqual([true, false, true]);
});

test('that the digest is drawn soon cannot be stored: the blocks are told all the same', async () => {
  await storm();

  expect(sayBlockTop(await press(refusing('SWITCH#storm')))).toMatch(/^Blocking 3 until/);
});

test('nothing at all was stored: that is an error, as of every click', async () => {
  await storm();

  await expect(press(refusing('ADDR#203.0.113'))).rejects.toThrow();
});

test('one that somebody else blocked since the digest was drawn keeps that block', async () => {
  await storm();
  const deps = storyDeps(table.ledger());
  const { now } = deps.clock;
  await deps.ledger.records.change(WORST[0] ?? address('203.0.113.1'), (draft) => {
    const claim = { by: 'U2', scopes: ['all' as const], until: now() + HOUR, why: 'x' };
    addClaim(draft, claim, { now: now(), targets: ['acl-1'], severity: 'high' });
  });

  expect(sayBlockTop(await press())).toContain('203.0.113.1 is already blocked by <@U2>');
});

test('a pause, and its end, stand though nobody could be told of them yet: the tick tells', async () => {
  const tap = refusing('ACT#');
  const deps = storyDeps(table.ledger(tap));

  expect(await pauseAutomatic(deps, { by: 'U1', forMs: HOUR, why: '' })).toMatchObject({ kind: 'paused' });
  expect(await resumeAutomatic(deps, { by: 'U1', isLead: true })).toMatchObject({ kind: 'resumed' });

  expect(await table.ledger().automatic.read()).toMatchObject({ outbox: [{ kind: 'pause' }, { kind: 'resume' }] });
});
