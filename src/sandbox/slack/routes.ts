import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { disturb, isDoneAllTheSame, sendFault } from './disturbance.ts';
import { sendText } from './http-body.ts';
import { serveFile, serveResponseUrl, serveUpload } from './side-doors.ts';
import { serveWebApi, type WebApiOptions } from './web-api.ts';

export interface RouteOptions extends WebApiOptions {
  baseUrl: () => string;
}

export interface Routes {
  handle(req: IncomingMessage, res: ServerResponse): boolean;
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): boolean;
}

/** Which path leads where, below the path of the base URL. */
export function createRoutes(options: RouteOptions): Routes {
  /** The path below the base, without the query; undefined if it lies elsewhere. */
  function below(req: IncomingMessage): string | undefined {
    const base = new URL(options.baseUrl()).pathname;
    const [path = ''] = (req.url ?? '').split('?');
    return path.startsWith(base) ? path.slice(base.length) : undefined;
  }

  async function route(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
    const [door, id] = path.split('/');
    if (id === undefined) return serveWebApi(req, res, path, options);
    const fault = await disturb(options.faults, req, options.random);
    if (fault === 'cut') return;
    if (fault !== 'none' && !isDoneAllTheSame(fault.code)) return sendFault(res, fault.code);
    switch (door) {
      case 'response':
        return serveResponseUrl(req, res, id, options.workspace);
      case 'upload':
        return serveUpload(req, res, id, options.workspace);
      case 'files':
        return serveFile(res, id, options.workspace);
      default:
        return sendText(res, 404, 'not found');
    }
  }

  return {
    handle(req, res) {
      const path = below(req);
      if (path === undefined) return false;
      route(req, res, path).catch((error: unknown) => {
        if (!res.headersSent) sendText(res, 500, `the sandbox's Slack failed: ${String(error)}`);
      });
      return true;
    },
    upgrade(req, socket, head) {
      const [door, ticket] = below(req)?.split('/') ?? [];
      if (door !== 'socket' || ticket === undefined) return false;
      if (options.faults.current.slack?.down) socket.destroy();
      else options.workspace.sockets.upgrade(req, socket, head, ticket);
      return true;
    },
  };
}
