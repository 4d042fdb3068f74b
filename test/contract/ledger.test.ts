import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTable, isActive } from '../../src/ledger/dynamodb/create-table.ts';
import { dynamodbLedger } from '../../src/ledger/dynamodb/dynamodb-ledger.ts';
import { LedgerUnavailableError, TableMissingError } from '../../src/ledger/errors.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Action } from '../../src/ledger/record.ts';
import { address } from '../support/address.ts';
import { alertOf } from '../support/alert.ts';
import { type LedgerTable, RETENTION, startLedgerTable } from '../support/ledger-table.ts';

const NOON = Date.parse('2026-11-24T12:00:00.000Z');
const DAY = 24 * 3_600_000;
const ATTACKER = address('203.0.113.9');

let table: LedgerTable;
let ledger: Ledger;
beforeAll(async () => {
  table = await startLedgerTable();
  ledger = table.ledger();
});
beforeEach(() => table.clear());
afterEach(() => table.setFault({}));
afterAll(() => table.close());

function action(id: string, at: number, more: Partial<Action> = {}): Action {
  return {
    id: `203.0.113.9/32@${id}`,
    at,
    kind: 'block',
    actor: 'U_ANALYST',
    address: ATTACKER,
    before: '',
    after: '',
    why: '',
    ...more,
  };
}

describe('invariant 1: actions', () => {
  test('are told of an address, newest first, as many as are asked for', async () => {
    const told = [action('1.0', NOON), action('2.0', NOON + 1), action('3.0', NOON + 2)];
    await ledger.actions.append([...told, action('1.0', NOON, { id: 'x@1.0', address: '192.0.2.1/32' })]);

    expect(await ledger.actions.of(ATTACKER, 2)).toEqual([told[2], told[1]]);
    expect(await ledger.actions.of(ATTACKER, 10)).toEqual([...told].reverse());
    expect(await ledger.actions.of(address('192.0.2.2'), 10)).toEqual([]);
  });

  test('are told of a span of days, oldest first, each once', async () => {
    const told = [action('1.0', NOON - 2 * DAY), action('2.0', NOON - DAY), action('3.0', NOON)];
    await ledger.actions.append([...told].reverse());

    expect(await ledger.actions.since(NOON - 2 * DAY, NOON)).toEqual(told);
    expect(await ledger.actions.since(NOON - 2 * DAY + 1, NOON)).toEqual(told.slice(1));
    expect(await ledger.actions.since(NOON + 1, NOON + DAY)).toEqual([]);
  });

  test('are shown one by one, those of the span each once', async () => {
    const told = [action('1.0', NOON - 2 * DAY), action('2.0', NOON - DAY), action('3.0', NOON)];
    await ledger.actions.append(told);

    const shown: string[] = [];
    await ledger.actions.visit(NOON - 2 * DAY + 1, NOON, ({ id }) => shown.push(id));
    expect(shown.sort()).toEqual(told.slice(1).map(({ id }) => id));
  });

  test('of one moment keep the order in which they happened', async () => {
    const told = ['9.0', '9.1', '9.2', '9.10', '10.0', '11.0', '100.0'].map((id) => action(id, NOON));
    await ledger.actions.append([...told].reverse());

    expect(await ledger.actions.of(ATTACKER, 20)).toEqual([...told].reverse());
    expect(await ledger.actions.since(NOON, NOON)).toEqual(told);
  });

  test('that are appended twice are there once', async () => {
    const told = Array.from({ length: 40 }, (_, index) => action(`${index}.0`, NOON + index));
    await ledger.actions.append(told);
    await ledger.actions.append(told.slice(10));

    expect(await ledger.actions.of(ATTACKER, 100)).toHaveLength(40);
    expect(await ledger.actions.since(NOON, NOON)).toEqual(told);
  });

  test('end with their retention', async () => {
    await ledger.actions.append([action('1.0', NOON)]);

    for (const item of await table.items('ACT#', 'DAY#')) expect(item['expires']).toBe(NOON / 1000 + 400 * 86_400);
  });

  test('are none when there are none', async () => {
    await ledger.actions.append([]);

    expect(await table.items('')).toEqual([]);
  });
});

describe('notices', () => {
  const notice = (id: string, at: number) => ({ id, at, text: `notice ${id}` });

  test('wait in their channel until their time, the oldest first', async () => {
    for (const each of [notice('b', NOON + 1), notice('a', NOON + 2), notice('c', NOON), notice('d', NOON + 9)])
      await ledger.notices.add('C1', each);

    expect((await ledger.notices.waiting('C1', NOON + 2, 10)).map((each) => each.id)).toEqual(['c', 'b', 'a']);
    expect((await ledger.notices.waiting('C1', NOON + 2, 1)).map((each) => each.id)).toEqual(['c']);
    expect(await ledger.notices.waiting('C2', NOON + 2, 10)).toEqual([]);
  });

  test('invariant 2: with the same id are one, the first, whenever they were added', async () => {
    await ledger.notices.add('C1', notice('a', NOON));
    await ledger.notices.add('C1', notice('a', NOON + 5));

    expect(await ledger.notices.waiting('C1', NOON + DAY, 10)).toEqual([notice('a', NOON)]);
  });

  test('remember that a post was tried, and go when it is done', async () => {
    await ledger.notices.add('C1', notice('a', NOON));
    await ledger.notices.markPosting('C1', notice('a', NOON));
    expect(await ledger.notices.waiting('C1', NOON, 10)).toEqual([{ ...notice('a', NOON), posting: true }]);

    await ledger.notices.done('C1', notice('a', NOON));
    expect(await table.items('')).toEqual([]);
  });
});

describe('the never-block list', () => {
  test('is unknown until it is written, then the last one counts', async () => {
    expect(await ledger.guard.read()).toEqual({ found: undefined, senders: [] });

    await ledger.guard.write({ ranges: [], readAt: NOON });
    const found = { ranges: [{ cidr: address('10.0.0.0/16'), why: 'range of vpc-1' }], readAt: NOON + 1 };
    await ledger.guard.write(found);
    expect(await table.ledger().guard.read()).toEqual({ found, senders: [] });
  });
});

/** One call of each kind that the ledger makes. */
const calls: Array<[string, (ledger: Ledger) => Promise<unknown>]> = [
  ['reading a record', (some) => some.records.get(ATTACKER)],
  ['reading records', (some) => some.records.getMany([ATTACKER])],
  ['changing a record', (some) => some.records.change(ATTACKER, (draft) => void draft.snoozes.push())],
  ['looking for live blocks', (some) => some.records.live(1, [])],
  ['walking over all', (some) => some.records.all()],
  [
    'storing an alert',
    (some) =>
      some.inbox.store({ source: '', sender: '', body: new Uint8Array(), receivedAt: NOON, alert: alertOf('one') }),
  ],
  ['appending actions', (some) => some.actions.append([action('1.0', NOON)])],
  ['taking a lease', (some) => some.leases.acquire('acl-1', 'one', 1000)],
  ['wanting a lease', (some) => some.leases.want('acl-1')],
];

describe("trouble is told in the ledger's words:", () => {
  test.each(calls)('%s, while DynamoDB is down', async (_, call) => {
    table.setFault({ down: true });

    await expect(call(ledger)).rejects.toThrow(LedgerUnavailableError);
    await expect(call(ledger)).rejects.not.toThrow(TableMissingError);
    table.setFault({});
    expect(await table.items('')).toEqual([]);
  });

  test.each(calls)('%s, while DynamoDB throttles', async (_, call) => {
    table.setFault({ errorRate: 1 });

    await expect(call(ledger)).rejects.toThrow('DynamoDB did not do it (ProvisionedThroughputExceededException)');
  });

  test.each(calls)('%s, in a table that there is not', async (_, call) => {
    const elsewhere = dynamodbLedger({
      client: table.client(),
      table: 'nowhere',
      retention: RETENTION,
      wall: Date.now,
    });

    await expect(call(elsewhere)).rejects.toThrow(TableMissingError);
    await expect(call(elsewhere)).rejects.toThrow(/"nowhere".*AISM_TABLE.*AWS_REGION/);
  });
});

describe('what DynamoDB leaves out of a batch', () => {
  /** A client whose batches are answered by `answer` so long as it has one, and then by DynamoDB. */
  function hesitant(answer: (input: object) => object | undefined): Ledger {
    const client = table.client();
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const output = String(context.commandName).startsWith('Batch') ? answer(args.input) : undefined;
        return output ? { output: { $metadata: {}, ...output }, response: {} } : next(args);
      },
      { step: 'initialize' },
    );
    return dynamodbLedger({ client, table: table.name, retention: RETENTION, wall: () => table.wall.now });
  }

  test('is sent again until it is taken', async () => {
    let refusals = 3;
    const slow = hesitant((input) => {
      refusals -= 1;
      return refusals >= 0 && 'RequestItems' in input ? { UnprocessedItems: input.RequestItems } : undefined;
    });
    await slow.actions.append([action('1.0', NOON)]);

    expect(refusals).toBe(-1);
    expect(await ledger.actions.of(ATTACKER, 10)).toHaveLength(1);
  });

  test('is asked for again until it comes', async () => {
    await ledger.records.change(ATTACKER, (draft) => void draft.snoozes.push({ rule: 'x', until: 1, by: 'U' }));
    let refusals = 2;
    const slow = hesitant((input) => {
      refusals -= 1;
      return refusals >= 0 && 'RequestItems' in input ? { UnprocessedKeys: input.RequestItems } : undefined;
    });

    expect((await slow.records.getMany([ATTACKER]))[0]?.rev).toBe(1);
  });

  test('for good is trouble, told after a few seconds', async () => {
    const never = hesitant((input) => ('RequestItems' in input ? { UnprocessedItems: input.RequestItems } : undefined));

    await expect(never.actions.append([action('1.0', NOON)])).rejects.toThrow(LedgerUnavailableError);
  });
});

describe('the table', () => {
  test('is created when it is not there, by several at once too', async () => {
    const client = table.client();
    expect(await isActive(client, 'fresh')).toBe(false);

    await Promise.all([createTable(client, 'fresh'), createTable(table.client(), 'fresh')]);
    await createTable(client, 'fresh');
    expect(await isActive(client, 'fresh')).toBe(true);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'fresh' }));
    expect(Table?.KeySchema).toEqual([
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ]);
    expect(Table?.BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST');
  });

  test('is not created by a ledger', async () => {
    const calls: string[] = [];
    const watched = table.client((name) => void calls.push(name));
    const elsewhere = dynamodbLedger({ client: watched, table: 'nowhere', retention: RETENTION, wall: Date.now });
    await elsewhere.records.get(ATTACKER).catch(() => undefined);

    expect(calls).not.toContain(CreateTableCommand.name.replace('Command', ''));
  });
});
