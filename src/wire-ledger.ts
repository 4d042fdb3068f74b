import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbLedger } from './ledger/dynamodb/dynamodb-ledger.ts';
import type { Ledger } from './ledger/ledger.ts';

/** Who only reads asks again for longer than the application, which people wait for. */
const ATTEMPTS = 8;

/** The ledger alone, for commands that read it; found by the AWS SDK's own environment. */
export function wireLedger(table: string): { ledger: Pick<Ledger, 'inbox'>; close(): void } {
  const client = new DynamoDBClient({ maxAttempts: ATTEMPTS });
  // Nothing is stored by it: how long things are kept does not matter.
  const ledger = dynamodbLedger({ client, table, retention: { actionDays: 1, bodyDays: 1 }, wall: Date.now });
  return { ledger, close: () => client.destroy() };
}
