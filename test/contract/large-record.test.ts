import { afterAll, beforeAll, expect, test } from 'vitest';
import { addClaim, liftBlock } from '../../src/ledger/block.ts';
import { startEpisode } from '../../src/ledger/episode.ts';
import { noteAction } from '../../src/ledger/note-action.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { episodeOf } from '../support/record.ts';

const NOW = 1_795_500_000_000;
const RULES = 20;
/** One character of four bytes, as an attacker may put into a user name. */
const WIDE = '\u{1f600}';

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
afterAll(() => table.close());

test('invariant 1: an attacker with long words under many rules fills no record: its block is made, told and lifted', async () => {
  const { records } = table.ledger();
  const attacker = address('203.0.113.7');
  const words = (length: number, mark: number) => `${mark} ${WIDE.repeat(length - 5)}`;
  const fill = (round: number) =>
    records.change(attacker, (draft) => {
      for (let rule = 0; rule < RULES; rule += 1) {
        const last = draft.episodes.find((each) => each.rule === `rule-${rule}`);
        const list = (count: number, length: number) =>
          Array.from({ length: count }, (_, index) => words(length, index + round));
        const seen = { users: list(10, 100), hosts: list(10, 100), samples: list(3, 200), notes: list(3, 200) };
        if (last) Object.assign(last, seen);
        else
          startEpisode(draft, episodeOf(`${draft.rev + 1}-${rule}`, NOW, { rule: `rule-${rule}`, shown: 0, ...seen }));
        const action = { at: NOW, before: '', after: 'ask', why: words(240, round) };
        noteAction(draft, { ...action, kind: 'alert', actor: `rule:rule-${rule}` });
        noteAction(draft, { ...action, kind: 'spread', actor: `U${round}` });
      }
      for (let event = 0; event < 20; event += 1)
        draft.events.push({
          id: `${round}-${event}`.padEnd(22, 'x'),
          rule: 'rule-1',
          at: NOW,
          weight: 1,
          counting: 'sum',
        });
      // As soon as they are copied.
      draft.outbox = [];
    });
  for (let round = 0; round < 15; round += 1) await fill(round);

  const claim = { by: 'U1', scopes: ['all' as const], until: NOW + 1000, why: 'test' };
  await records.change(attacker, (draft) => {
    addClaim(draft, claim, { now: NOW, severity: 'high', targets: ['acl-1'] });
  });
  await records.change(attacker, (draft) => void liftBlock(draft, 'U1', 'test', { now: NOW, graceMs: 1 }));

  const record = await records.get(attacker);
  // The embedded DynamoDB counts characters of four bytes as two.
  expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(400_000);
  const { episodes, events, block, outbox } = record;
  expect(block).toMatchObject({ ended: { as: 'lifted' } });
  expect(outbox.map(({ kind }) => kind)).toEqual(['block', 'unblock']);
  expect(events).toHaveLength(300);
  expect(episodes).toHaveLength(RULES);
  // What is newest is whole, and what is left out of a thread is counted.
  expect(episodes.at(-1)).toMatchObject({ users: { length: 10 }, samples: { length: 3 } });
  for (const { thread } of episodes) expect((thread?.lost ?? 0) + (thread?.lines.length ?? 0)).toBe(thread?.told);
});
