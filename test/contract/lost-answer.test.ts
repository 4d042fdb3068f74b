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

test('invariant 2: nor does it act twice when others change the record in between', async () => {
  const others = storyDeps(table.ledger(), { holder: 'two' });
  const attacker = address('198.51.100.7');
  await approveBlock(others, { address: attacker, by: 'U_LEAD', forMs: 3_600_000 });
  const client = table.client();
  let isLost = false;
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        const isRecord = JSON.stringify(args.input).includes(`ADDR#${attacker}`);
        if (commandName !== 'PutItemCommand' || !isRecord || isLost) return answer;
        isLost = true;
        await approveBlock(others, { address: attacker, by: 'U_ANALYST', forMs: 3_600_000 });
        // The SDK tries again, and is refused.
        return next(args);
      },
    { step: 'initialize' },
  );
  const ledger = dynamodbLedger({ client, table: table.name, retention: RETENTION, wall: () => table.wall.now });

  expect(await undoBlock(storyDeps(ledger), { address: attacker, by: 'U_LEAD' })).toMatchObject({ kind: 'lifted' });

  const { outbox } = await others.ledger.records.get(attacker);
  expect(outbox.map((action) => `${action.kind} by ${action.actor}`)).toEqual([
    'block by U_LEAD',
    'unblock by U_LEAD',
    'block by U_ANALYST',
  ]);
});
