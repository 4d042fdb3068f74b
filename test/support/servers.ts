import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BOT_SCOPES } from '../../src/chat/scopes.ts';
import { close, listen } from '../../src/http.ts';
import { createTable } from '../../src/ledger/dynamodb/create-table.ts';
import { createDynamodb } from '../../src/sandbox/dynamodb/dynamodb-server.ts';
import { createEc2, type Ec2 } from '../../src/sandbox/ec2/server.ts';
import type { FaultBox } from '../../src/sandbox/faults.ts';
import { createSlack, type Slack } from '../../src/sandbox/slack/server.ts';
import { HOME_CHANNEL } from '../../src/sandbox/slack/world.ts';

const HOST = '127.0.0.1';
const REGION = 'eu-central-1';
const TABLE = 'aism';
const BOT_TOKEN = 'xoxb-loopback-bot-token';
const SIGNING_SECRET = 'loopback-signing-secret';
export const WEBHOOK_TOKEN = 'loopback-webhook-token';

export type ServerName = 'dynamodb' | 'ec2' | 'slack';
/** Sees each request before it is served. */
export type Watch = (server: ServerName, request: IncomingMessage, response: ServerResponse) => void;

/** The sandbox's EC2, DynamoDB and Slack in this process's memory, on loopback, for processes that run elsewhere. */
export interface Servers {
  urls: Record<ServerName, string>;
  ec2: Ec2;
  slack: Slack;
  faults: FaultBox;
  region: string;
  table: string;
  /** What an operator sets so that an AISM works with these servers and listens at this port. */
  environment(port: number): Record<string, string>;
  close(): Promise<void>;
}

export async function startServers(options: { watch?: Watch; ec2Now?: () => number } = {}): Promise<Servers> {
  const { watch = () => undefined, ec2Now: now = Date.now } = options;
  const faults: FaultBox = { current: {} };
  const dynamodb = createDynamodb({ faults });
  const ec2 = createEc2({ faults, region: REGION, now });
  let slackUrl = '';
  const slack = createSlack({
    faults,
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    appToken: 'xapp-loopback-app-token',
    baseUrl: () => slackUrl,
    scopes: [...BOT_SCOPES],
  });
  const open = (name: ServerName, serve: RequestListener) =>
    listen(
      (request, response) => {
        watch(name, request, response);
        serve(request, response);
      },
      { port: 0, host: HOST },
    );
  const opened = {
    dynamodb: await open('dynamodb', dynamodb.handle),
    ec2: await open('ec2', ec2.handle),
    slack: await open('slack', (request, response) => void slack.handle(request, response)),
  };
  const url = (name: ServerName) => `http://${HOST}:${opened[name].port}`;
  slackUrl = `${url('slack')}/slack/api/`;
  const urls = { dynamodb: url('dynamodb'), ec2: url('ec2'), slack: slackUrl };
  await makeTable(urls.dynamodb);
  return {
    urls,
    ec2,
    slack,
    faults,
    region: REGION,
    table: TABLE,
    environment: (port) => ({
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: urls.slack,
      AISM_CHANNEL: HOME_CHANNEL,
      AISM_LEADS: 'U_LEAD',
      AISM_WEBHOOK_TOKENS: WEBHOOK_TOKEN,
      AISM_TABLE: TABLE,
      AISM_NETWORK_ACLS: ec2.networkAclId,
      AISM_MODE: 'live',
      PORT: String(port),
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'sandbox',
      AWS_SECRET_ACCESS_KEY: 'sandbox',
      AWS_ENDPOINT_URL_EC2: urls.ec2,
      AWS_ENDPOINT_URL_DYNAMODB: urls.dynamodb,
    }),
    async close() {
      await slack.close();
      await Promise.all(Object.values(opened).map(({ server }) => close(server)));
      await dynamodb.close();
    },
  };
}

/** How this process reaches the servers itself, for `wire`. */
export function awsOf({ urls }: Servers) {
  const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
  return { region: REGION, ec2: urls.ec2, dynamodb: urls.dynamodb, credentials };
}

async function makeTable(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials });
  await createTable(client, TABLE);
  client.destroy();
}
