import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamodbLedger } from '../../src/ledger/dynamodb/dynamodb-ledger.ts';
import { approveBlock } from '../../src/response/approve-block.ts';
import { undoBlock } from '../../src/response/lift-block.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, RETENTION, startLedgerTable } from '../support/ledger-table.ts';
import { storyDeps } from '../support/story-deps.ts';

const ATTACKER = address('203.0.113.9');

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
afterAll(() => table.close());

/** A ledger of which every write arrives twice: its answer was lost, and the SDK tried again. */
function twice() {
  const client = table.client();
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'PutItemCommand') await next(args).catch(() => undefined);
        return next(args);
      },
    { step: 'build' },
  );
  return dynamodbLedger({ client, table: table.name, retention: RETENTION, wall: () => table.wall.now });
}

test('invariant 2: whose write was stored and its answer lost is told what was done, and not that another did it', async () => {
  const deps = storyDeps(twice());

  expect(await approveBlock(deps, { address: ATTACKER, by: 'U_LEAD', forMs: 3_600_000 })).toMatchObject({
    kind: 'blocked',
  });
  expect(await undoBlock(deps, { address: ATTACKER, by: 'U_LEAD' })).toMatchObject({ kind: 'lifted' });

  const { outbox, rev } = await deps.ledger.records.get(ATTACKER);
  expect(outbox.map((action) => action.kind)).toEqual(['block', 'unblock']);
  expect(rev).toBe(2);
});
