import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createTable } from '../../src/ledger/dynamodb/create-table.ts';
import { dynamodbLedger } from '../../src/ledger/dynamodb/dynamodb-ledger.ts';
import type { Item } from '../../src/ledger/dynamodb/table.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { createDynamodb } from '../../src/sandbox/dynamodb/dynamodb-server.ts';
import type { Fault, FaultBox } from '../../src/sandbox/faults.ts';

/** What a test looks at or holds up before a call goes out: the command's name and its input. */
export type Tap = (name: string, input: unknown) => void | Promise<void>;

/** A DynamoDB in this process's memory, with an empty table and as many ledgers on it as a test wants. */
export interface LedgerTable {
  /** A ledger of a process of its own. The tap sees every call before it is made; what it throws is a crash. */
  ledger(tap?: Tap): Ledger;
  /** A client of a process of its own, without a second try. */
  client(tap?: Tap): DynamoDBClient;
  /** The machine's clock, which stands still unless a test moves it. */
  wall: { now: number };
  name: string;
  setFault(fault: Fault): void;
  /** Every item of these partitions' prefixes, as it is stored. */
  items(...prefixes: string[]): Promise<Item[]>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** So many items one BatchWriteItem takes. */
const BATCH = 25;

export const RETENTION = { actionDays: 400, bodyDays: 30 };

export async function startLedgerTable(): Promise<LedgerTable> {
  const faults: FaultBox = { current: {} };
  const dynamodb = createDynamodb({ faults });
  const server = createServer((request, response) => dynamodb.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: DynamoDBClient[] = [];
  const wall = { now: 1_795_500_000_000 };
  const name = 'aism-test';

  function client(tap?: Tap): DynamoDBClient {
    const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
    const made = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 });
    if (tap)
      made.middlewareStack.add(
        (next, context) => async (args) => {
          await tap(String(context.commandName).replace('Command', ''), args.input);
          return next(args);
        },
        { step: 'initialize' },
      );
    clients.push(made);
    return made;
  }

  const own = client();
  const documents = DynamoDBDocumentClient.from(own);
  await createTable(own, name);
  return {
    ledger: (tap) => dynamodbLedger({ client: client(tap), table: name, retention: RETENTION, wall: () => wall.now }),
    client,
    wall,
    name,
    setFault: (fault) => {
      faults.current = { dynamodb: fault };
    },
    items: (...prefixes) => itemsOf(documents, name, prefixes),
    async clear() {
      const keys = (await itemsOf(documents, name, [''])).map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
      for (let at = 0; at < keys.length; at += BATCH)
        await documents.send(new BatchWriteCommand({ RequestItems: { [name]: keys.slice(at, at + BATCH) } }));
    },
    async close() {
      for (const each of clients) each.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await dynamodb.close();
    },
  };
}

async function itemsOf(documents: DynamoDBDocumentClient, table: string, prefixes: string[]): Promise<Item[]> {
  const items: Item[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const answer = await documents.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ...(start ? { ExclusiveStartKey: start } : {}) }),
    );
    items.push(...((answer.Items ?? []) as Item[]));
    start = answer.LastEvaluatedKey;
  } while (start);
  return items.filter((item) => prefixes.some((prefix) => item.pk.startsWith(prefix)));
}
