import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LedgerUnavailableError } from '../../src/ledger/errors.ts';
import { type Kept, type KeptAllow, noteListAction } from '../../src/ledger/kept-list.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';

const NOON = Date.parse('2026-11-24T12:00:00.000Z');
const CIDR = address('203.0.113.0/28');

let table: LedgerTable;
let ledger: Ledger;
beforeAll(async () => {
  table = await startLedgerTable();
  ledger = table.ledger();
});
beforeEach(() => table.clear());
afterEach(() => table.setFault({}));
afterAll(() => table.close());

function entry(more: Partial<KeptAllow> = {}): KeptAllow {
  return { cidr: CIDR, by: 'U_ANALYST', at: NOON, until: NOON + 1, why: 'ours', isApplied: false, ...more };
}

const put = (made: KeptAllow) => (draft: Kept<KeptAllow>) => {
  draft.entry = made;
  noteListAction(draft, made.cidr, { at: NOON, kind: 'allow', actor: made.by, before: '', after: '', why: made.why });
};

describe('invariant 1: a list that people keep', () => {
  test('holds an entry with the action of its change, in one write', async () => {
    const { kept } = await ledger.allowlist.change(CIDR, put(entry()));

    expect(await ledger.allowlist.entries()).toEqual([entry()]);
    expect(await ledger.allowlist.kept()).toEqual([kept]);
    expect(kept.outbox).toMatchObject([{ id: `${CIDR}@list.${NOON}.1.0`, address: CIDR, kind: 'allow' }]);
    expect(await table.items('LIST#allow')).toHaveLength(1);
  });

  test('keeps an entry that was taken away until its action is copied, and then nothing', async () => {
    await ledger.allowlist.change(CIDR, put(entry()));
    await ledger.allowlist.change(CIDR, (draft) => {
      draft.entry = undefined;
    });

    expect(await ledger.allowlist.entries()).toEqual([]);
    expect(await ledger.allowlist.kept()).toMatchObject([{ key: CIDR, outbox: [{ kind: 'allow' }] }]);

    await ledger.allowlist.change(CIDR, (draft) => {
      draft.outbox = [];
    });
    expect(await ledger.allowlist.kept()).toEqual([]);
    expect(await table.items('LIST#allow')).toEqual([]);
  });

  test('writes nothing where the edit left it as it was', async () => {
    const writes: string[] = [];
    const watched = table.ledger((name) => void writes.push(name));

    await watched.allowlist.change(CIDR, () => undefined);

    expect(writes).toEqual(['GetItem']);
  });

  test('loses no change of many writers at the same time', async () => {
    const writers = Array.from({ length: 8 }, () => table.ledger());

    await Promise.all(writers.map((each, index) => each.allowlist.change(CIDR, put(entry({ by: `U${index}` })))));

    const [kept] = await ledger.allowlist.kept();
    expect(new Set(kept?.outbox.map((action) => action.actor)).size).toBe(8);
    expect(new Set(kept?.outbox.map((action) => action.id)).size).toBe(8);
  });

  test('knows its own write whose answer was lost', async () => {
    let isLost = true;
    const deaf = table.ledger(async (name, input) => {
      if (name !== 'PutItem' || !isLost) return;
      isLost = false;
      // The write arrives, and the SDK repeats it: the repetition is refused.
      const { Item } = input as { Item: { sk: string; mark: string; rev: number } & Kept<KeptAllow> };
      const own = table.client();
      await DynamoDBDocumentClient.from(own).send(new PutCommand({ TableName: table.name, Item }));
    });
    let edits = 0;

    const { kept } = await deaf.allowlist.change(CIDR, (draft) => {
      edits += 1;
      put(entry())(draft);
    });

    expect(edits).toBe(1);
    expect(kept.outbox).toHaveLength(1);
    expect((await ledger.allowlist.kept())[0]?.outbox).toHaveLength(1);
  });

  test('of exemptions and one of silent rules know nothing of each other', async () => {
    const silent = { rule: 'ssh-bruteforce', until: NOON + 1, by: 'U_LEAD', at: NOON };
    await ledger.ruleSnoozes.change(silent.rule, (draft) => {
      draft.entry = silent;
    });
    await ledger.allowlist.change(CIDR, put(entry({ until: null })));

    expect(await ledger.ruleSnoozes.entries()).toEqual([silent]);
    expect(await ledger.allowlist.entries()).toEqual([entry({ until: null })]);
  });

  test('says when the store does not answer', async () => {
    table.setFault({ down: true });

    await expect(ledger.allowlist.entries()).rejects.toThrow(LedgerUnavailableError);
    await expect(ledger.allowlist.change(CIDR, put(entry()))).rejects.toThrow(LedgerUnavailableError);
  });
});
