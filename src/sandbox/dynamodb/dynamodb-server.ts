import type { IncomingMessage, ServerResponse } from 'node:http';
import dynalite from 'dynalite';
import type { FaultBox } from '../faults.ts';

/** The sandbox's DynamoDB: dynalite in this process, on disk when a folder is given, with settable faults. */
export interface DynamodbServer {
  handle(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

export function createDynamodb(options: { folder?: string; faults: FaultBox }): DynamodbServer {
  const server = dynalite({ createTableMs: 0, ...(options.folder ? { path: options.folder } : {}) });
  function serve(request: IncomingMessage, response: ServerResponse): void {
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
    close: () =>
      new Promise((resolve) => {
        // dynalite closes its store only after its HTTP server, which was never opened.
        server.listen(0, '127.0.0.1', () => server.close(() => resolve()));
      }),
  };
}

function fail(response: ServerResponse, code: string): void {
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(
    JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: 'a fault was asked for' }),
  );
}
