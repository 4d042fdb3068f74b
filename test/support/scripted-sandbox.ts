import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPage } from '../../src/sandbox/page/serve.ts';
import type { Outcome } from '../../src/sandbox/page/state/sandbox-calls.ts';
import type { SandboxState } from '../../src/sandbox/page/state/sandbox-state.ts';

export interface Call {
  path: string;
  body: Record<string, unknown>;
}

/** The sandbox as its page sees it, with the answers of a script instead of a bot. */
export interface ScriptedSandbox {
  url: string;
  state: SandboxState;
  /** What the page has posted, oldest first. */
  calls: Call[];
  /** What to answer to a post; nothing in particular by default. */
  answer: (call: Call) => Outcome;
  /** Tells the page that the state has changed. */
  changed(): void;
  /** Cuts all connections and takes no new ones until `resume`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  close(): Promise<void>;
}

export async function startScriptedSandbox(state: SandboxState): Promise<ScriptedSandbox> {
  const page = createPage();
  await page.ready;
  const streams = new Set<ServerResponse>();
  let server: Server;

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (page.handle(req, res)) return;
    if (req.url === '/sandbox/events') {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {}\n\n');
      streams.add(res);
      req.on('close', () => streams.delete(res));
      return;
    }
    res.setHeader('content-type', 'application/json');
    if (req.method !== 'POST') {
      res.end(JSON.stringify(sandbox.state));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(Buffer.from(chunk));
    const call: Call = { path: req.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) };
    sandbox.calls.push(call);
    res.end(JSON.stringify(sandbox.answer(call)));
    sandbox.changed();
  }

  function listen(port: number): Promise<number> {
    server = createServer((req, res) => void serve(req, res));
    return new Promise((resolve) => {
      server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
  }

  function stop(): Promise<void> {
    server.closeAllConnections();
    return new Promise((resolve) => {
      server.close(() => resolve());
    });
  }

  const port = await listen(0);
  const sandbox: ScriptedSandbox = {
    url: `http://127.0.0.1:${port}/`,
    state,
    calls: [],
    answer: () => ({ ack: '' }),
    changed() {
      for (const stream of streams) stream.write('data: {}\n\n');
    },
    pause: stop,
    async resume() {
      await listen(port);
    },
    close: stop,
  };
  return sandbox;
}
