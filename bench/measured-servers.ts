import type { IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerName, type Servers, startServers } from '../test/support/servers.ts';

/** One request as a server saw it, by `performance.now()`. */
export interface Call {
  server: ServerName;
  /** `PutItem`, `DescribeNetworkAcls`, `chat.postMessage`. */
  name: string;
  /** The kind of item that a request to DynamoDB is about, else nothing. */
  about: string;
  from: number;
  /** When the answer was out; NaN until then. */
  to: number;
}

export interface MeasuredServers extends Servers {
  /** Every request since the last `forget`. */
  calls: Call[];
  forget(): void;
  /** Settles when nothing was asked for so many milliseconds. */
  quiet(ms: number): Promise<void>;
}

/** The sandbox's servers with a list of what they were asked. */
export async function startMeasuredServers(): Promise<MeasuredServers> {
  const calls: Call[] = [];
  let last = performance.now();
  const servers = await startServers({
    watch(server, request, response) {
      const call = watch(server, request);
      last = call.from;
      calls.push(call);
      response.once('close', () => {
        call.to = performance.now();
        last = call.to;
      });
    },
  });
  return {
    ...servers,
    calls,
    forget: () => void calls.splice(0),
    async quiet(ms) {
      while (performance.now() - last < ms || calls.some((call) => Number.isNaN(call.to))) await sleep(10);
    },
  };
}

/** Notes a request. Its body is read along, and understood only when somebody asks. */
function watch(server: ServerName, request: IncomingMessage): Call {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  const body = () => Buffer.concat(chunks).toString('utf8');
  return {
    server,
    from: performance.now(),
    to: Number.NaN,
    get name() {
      if (server === 'dynamodb') return String(request.headers['x-amz-target']).split('.')[1] ?? '';
      if (server === 'ec2') return new URLSearchParams(body()).get('Action') ?? '';
      return request.url?.split('/').at(-1) ?? '';
    },
    get about() {
      return server === 'dynamodb' ? partitionIn(body()) : '';
    },
  };
}

/** The partition that a DynamoDB request names first, without the part that differs each time. */
function partitionIn(body: string): string {
  const [, pk = ''] = /"(?::?pk)":\{"S":"([^"]+)"/.exec(body) ?? [];
  return pk.replace(/^(ADDR|ACT|DUE|INBOX|DAY|ALERT)#.*/, '$1').replace(/acl-\w+/, 'acl');
}
