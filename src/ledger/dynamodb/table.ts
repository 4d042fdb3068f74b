import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  ScanCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { ItemRefusedError, LedgerUnavailableError, OutcomeUnknownError, TableMissingError } from '../errors.ts';
import { inBatches } from './batches.ts';

type WriteRequest = NonNullable<BatchWriteCommandInput['RequestItems']>[string][number];

export interface Key {
  pk: string;
  sk: string;
}
export type Item = Key & Record<string, unknown>;

/** A condition on the item that is there now: an expression with its values. */
export interface Condition {
  expression: string;
  values?: Record<string, unknown>;
}

/** Sort keys, both ends included. */
interface Range {
  from?: string;
  upTo?: string;
}

export interface QueryOptions extends Range {
  limit?: number;
  newestFirst?: boolean;
}

/** What the IAM policy must allow on the table. serverless.yml is checked against it. */
export const DYNAMODB_ACTIONS = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',
] as const;

/** DynamoDB takes at most 25 writes and 100 reads in a batch (API_BatchWriteItem, API_BatchGetItem). */
const WRITE_BATCH = 25;
const READ_BATCH = 100;

/** One DynamoDB table: consistent reads, single-item conditional writes, and its errors in the ledger's words. */
export class Table {
  readonly #client: DynamoDBDocumentClient;
  readonly name: string;

  constructor(client: DynamoDBClient, name: string) {
    this.#client = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
    this.name = name;
  }

  async get(key: Key): Promise<Item | undefined> {
    const command = new GetCommand({ TableName: this.name, Key: { pk: key.pk, sk: key.sk }, ConsistentRead: true });
    const { Item } = await this.#call(() => this.#client.send(command));
    return Item as Item | undefined;
  }

  async getMany(keys: readonly Key[]): Promise<Item[]> {
    const items: Item[] = [];
    const all: Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
    await inBatches(all, READ_BATCH, async (Keys) => {
      const command = new BatchGetCommand({ RequestItems: { [this.name]: { Keys, ConsistentRead: true } } });
      const answer = await this.#call(() => this.#client.send(command));
      items.push(...((answer.Responses?.[this.name] ?? []) as Item[]));
      return answer.UnprocessedKeys?.[this.name]?.Keys ?? [];
    });
    return items;
  }

  /** Stores an item; false when the condition did not hold. */
  async put(item: Item, condition?: Condition): Promise<boolean> {
    const command = new PutCommand({ TableName: this.name, Item: item, ...asInput(condition) });
    return this.#conditional(() => this.#client.send(command));
  }

  async putMany(items: readonly Item[]): Promise<void> {
    const all = items.map((Item): WriteRequest => ({ PutRequest: { Item } }));
    await inBatches(all, WRITE_BATCH, async (batch) => {
      const command = new BatchWriteCommand({ RequestItems: { [this.name]: batch } });
      const answer = await this.#call(() => this.#client.send(command));
      return answer.UnprocessedItems?.[this.name] ?? [];
    });
  }

  async removeMany(keys: readonly Key[]): Promise<void> {
    const all = keys.map(({ pk, sk }): WriteRequest => ({ DeleteRequest: { Key: { pk, sk } } }));
    await inBatches(all, WRITE_BATCH, async (batch) => {
      const command = new BatchWriteCommand({ RequestItems: { [this.name]: batch } });
      const answer = await this.#call(() => this.#client.send(command));
      return answer.UnprocessedItems?.[this.name] ?? [];
    });
  }

  /** Removes an item; false when the condition did not hold. */
  async remove(key: Key, condition?: Condition): Promise<boolean> {
    const command = new DeleteCommand({ TableName: this.name, Key: { pk: key.pk, sk: key.sk }, ...asInput(condition) });
    return this.#conditional(() => this.#client.send(command));
  }

  /** Changes an item in place and returns it; undefined when the condition did not hold. */
  async update(
    key: Key,
    expression: string,
    names: Record<string, string>,
    values: Record<string, unknown>,
    condition?: string,
  ): Promise<Item | undefined> {
    const input: UpdateCommandInput = {
      TableName: this.name,
      Key: { pk: key.pk, sk: key.sk },
      UpdateExpression: expression,
      ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
      ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
      ...(condition ? { ConditionExpression: condition } : {}),
      ReturnValues: 'ALL_NEW',
    };
    let after: Item | undefined;
    const done = await this.#conditional(async () => {
      after = (await this.#client.send(new UpdateCommand(input))).Attributes as Item | undefined;
    });
    return done ? after : undefined;
  }

  /** Items of one partition in the order of their sort keys, as they are taken: only one page of 1 MB at most (API_Query) is in memory. */
  async *pages(pk: string, { atOnce, ...range }: Range & { atOnce?: number } = {}): AsyncGenerator<Item> {
    const limit = atOnce === undefined ? {} : { Limit: atOnce };
    for await (const { Items = [] } of this.#queries(pk, range, () => limit)) yield* Items as Item[];
  }

  /** Items of one partition in the order of their sort keys. */
  async query(pk: string, { limit, newestFirst, ...range }: QueryOptions = {}): Promise<Item[]> {
    const items: Item[] = [];
    const rest = () => ({
      ScanIndexForward: !newestFirst,
      ...(limit === undefined ? {} : { Limit: limit - items.length }),
    });
    for await (const { Items = [] } of this.#queries(pk, range, rest)) {
      items.push(...(Items as Item[]));
      if (limit !== undefined && items.length >= limit) break;
    }
    return items;
  }

  /** How many items of one partition there are between two sort keys, and not far beyond `most`. */
  async count(pk: string, range: Range, most = Number.POSITIVE_INFINITY): Promise<number> {
    let count = 0;
    const counting = { Select: 'COUNT' as const, ...(Number.isFinite(most) ? { Limit: most } : {}) };
    for await (const { Count = 0 } of this.#queries(pk, range, () => counting)) {
      count += Count;
      if (count >= most) break;
    }
    return count;
  }

  /** The answers to one query, page by page as they are taken; `how` is asked anew for each page. */
  async *#queries(
    pk: string,
    { from = ' ', upTo = '\uffff' }: Range,
    how: () => Partial<QueryCommandInput>,
  ): AsyncGenerator<QueryCommandOutput> {
    let start: Record<string, unknown> | undefined;
    do {
      const command = new QueryCommand({
        TableName: this.name,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :low AND :high',
        ExpressionAttributeValues: { ':pk': pk, ':low': from, ':high': upTo },
        ConsistentRead: true,
        ...how(),
        ...(start ? { ExclusiveStartKey: start } : {}),
      });
      const answer = await this.#call(() => this.#client.send(command));
      yield answer;
      start = answer.LastEvaluatedKey;
    } while (start);
  }

  /** Every item whose sort key is this one: a walk over the whole table. */
  async scan(sk: string): Promise<Item[]> {
    const items: Item[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const command = new ScanCommand({
        TableName: this.name,
        FilterExpression: 'sk = :sk',
        ExpressionAttributeValues: { ':sk': sk },
        ConsistentRead: true,
        ...(start ? { ExclusiveStartKey: start } : {}),
      });
      const answer = await this.#call(() => this.#client.send(command));
      items.push(...((answer.Items ?? []) as Item[]));
      start = answer.LastEvaluatedKey;
    } while (start);
    return items;
  }

  async #conditional(send: () => Promise<unknown>): Promise<boolean> {
    try {
      await this.#call(send);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async #call<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) throw error;
      if (error instanceof ResourceNotFoundException) throw new TableMissingError(this.name, { cause: error });
      const name = error instanceof Error ? error.name : 'unknown error';
      const Trouble = TROUBLES[name] ?? LedgerUnavailableError;
      throw new Trouble(`DynamoDB did not do it (${name})`, { cause: error });
    }
  }
}

/** Errors of the SDK that tell more than that it was not done. */
const TROUBLES: Record<string, typeof LedgerUnavailableError> = {
  ValidationException: ItemRefusedError,
  TimeoutError: OutcomeUnknownError,
};

function asInput(condition: Condition | undefined) {
  if (!condition) return {};
  return {
    ConditionExpression: condition.expression,
    ...(condition.values ? { ExpressionAttributeValues: condition.values } : {}),
  };
}
