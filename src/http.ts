import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** Listens and gives the port, which the system chooses for 0. */
export async function listen(
  listener: (request: IncomingMessage, response: ServerResponse) => void,
  where: { port: number; host?: string },
): Promise<{ server: Server; port: number }> {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(where.port, where.host, () => resolve());
  });
  return { server, port: (server.address() as AddressInfo).port };
}

/** How long a request that is under way may take before its connection is cut. Milliseconds. */
const FINISH_MS = 2000;

/** Stops taking requests and finishes those that are under way. */
export async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), FINISH_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
