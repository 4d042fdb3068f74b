import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateNetworkAclEntryCommand, DescribeNetworkAclsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';

/*
 * What nobody can do without: an HTTP server that takes an alert, so many durable writes one after the other, one
 * Describe, one Create. No parsing, no decision, no lease. The clients are set up as wire.ts does it.
 * Arguments: DynamoDB's URL, EC2's URL, table, Network ACL, rule number.
 */
const [dynamodbUrl = '', ec2Url = '', table = '', acl = '', ruleNumber = ''] = process.argv.slice(2);
const shared = { region: 'eu-central-1', credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' } };
const dynamodb = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    ...shared,
    endpoint: dynamodbUrl,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 800, requestTimeout: 800, throwOnRequestTimeout: true },
  }),
);
const ec2 = new EC2Client({
  ...shared,
  endpoint: ec2Url,
  maxAttempts: 3,
  retryMode: 'adaptive',
  requestHandler: { connectionTimeout: 1500, requestTimeout: 3000, throwOnRequestTimeout: true },
});
const orderSchema = z.object({ id: z.string(), cidr: z.string(), writes: z.number(), alert: z.unknown() });

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const order = orderSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  response.writeHead(202).end();
  for (let write = 0; write < order.writes; write += 1)
    await dynamodb.send(
      new PutCommand({ TableName: table, Item: { pk: `BARE#${order.id}`, sk: String(write), alert: order.alert } }),
    );
  await ec2.send(new DescribeNetworkAclsCommand({ NetworkAclIds: [acl] }));
  const entry = {
    RuleNumber: Number(ruleNumber),
    Egress: false,
    Protocol: '-1',
    RuleAction: 'deny' as const,
    CidrBlock: order.cidr,
  };
  await ec2.send(new CreateNetworkAclEntryCommand({ NetworkAclId: acl, ...entry }));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
// Whoever started it holds its standard input open.
process.stdin.resume().once('end', () => process.exit(0));
