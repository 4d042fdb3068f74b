import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import dynalite from 'dynalite';
import type { FaultBox } from '../faults.ts';
import { closeIterators } from './close-iterators.ts';

/** The sandbox's DynamoDB: dynalite in this process, on disk when a folder is given, with settable faults. */
export interface DynamodbServer {
  handle(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

/** What dynalite may still do for a client that hung up. Milliseconds. */
const AFTERMATH_MS = 50;

export function createDynamodb(options: { folder?: string; faults: FaultBox }): DynamodbServer {
  closeIterators();
  const server = dynalite({ createTableMs: 0, ...(options.folder ? { path: options.folder } : {}) });
  let underWay = 0;
  function serve(request: IncomingMessage, response: ServerResponse): void {
    // Who hung up while waiting will never be told, and says nothing more: its `close` is over.
    if (request.destroyed || response.destroyed) return;
    underWay += 1;
    response.once('close', () => {
      underWay -= 1;
    });
    server.emit('request', request, response);
    // dynalite throws when a client hangs up, which would end this whole process.
    request.removeAllListeners('error');
    request.on('error', () => undefined);
  }
  return {
    handle(request, response) {
      const fault = options.faults.current.dynamodb ?? {};
      if (fault.down) return void request.socket.destroy();
      if (Math.random() < (fault.errorRate ?? 0))
        return fail(response, fault.code ?? 'ProvisionedThroughputExceededException');
      if (!fault.latencyMs) return serve(request, response);
      request.pause();
      setTimeout(() => {
        serve(request, response);
        // An explicit pause ends only by an explicit resume, whoever listens.
        request.resume();
      }, fault.latencyMs);
    },
    async close() {
      // dynalite goes on with a request whose client hung up, and fails loudly when its store is gone by then.
      while (underWay > 0) await sleep(10);
      await sleep(AFTERMATH_MS);
      // It closes its store only after its HTTP server, which was never opened.
      await new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', () => server.close(() => resolve()));
      });
    },
  };
}

function fail(response: ServerResponse, code: string): void {
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(
    JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: 'a fault was asked for' }),
  );
}
