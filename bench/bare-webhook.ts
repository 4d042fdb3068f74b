import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

/*
 * The least that stores an alert: node:http, JSON.parse, one PutItem, 202. No token, no address, no identity, nothing after
 * it. The client is set up as wire.ts does it. Arguments: DynamoDB's URL, the table.
 */
const [endpoint = '', table = ''] = process.argv.slice(2);
const dynamodb = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 800, requestTimeout: 800, throwOnRequestTimeout: true },
  }),
);

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const alert = JSON.parse(body) as { _id: string };
  await dynamodb.send(new PutCommand({ TableName: table, Item: { pk: 'BARE', sk: alert._id, body } }));
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"ok":true}');
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
// Whoever started it holds its standard input open.
process.stdin.resume().once('end', () => process.exit(0));
