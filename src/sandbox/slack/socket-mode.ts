import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { newSecret } from './identifiers.ts';
import { isObject, type JsonObject } from './json-value.ts';
import { APP_ID } from './world.ts';

/** Clients drop a connection that does not ping them for 30 s. */
const PING_MS = 10_000;
/** Slack: "maintain up to ten" connections of one app. */
const CONNECTIONS = 10;

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';

/** The websockets of Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode */
export interface SocketMode {
  /** A ticket for one connection: the last part of the websocket's path. */
  ticket(): string;
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, ticket: string): void;
  connected(): boolean;
  /** Sends an envelope to one connection; resolves to the payload of its ack, or undefined if none came in time. */
  send(type: EnvelopeType, payload: JsonObject, retry: JsonObject, limitMs: number): Promise<JsonObject | undefined>;
  /** Asks every client to connect anew, as Slack does when it moves connections. */
  refresh(): void;
  close(): void;
}

export function createSocketMode(): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const sockets = new Set<WebSocket>();
  const waiting = new Map<string, (payload: JsonObject) => void>();
  let turn = 0;

  const pings = setInterval(() => {
    for (const socket of sockets) socket.ping('Ping from sandbox');
  }, PING_MS);
  pings.unref();

  function welcome(socket: WebSocket): void {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => acknowledge(String(data)));
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.size,
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: APP_ID },
      }),
    );
  }

  function acknowledge(text: string): void {
    const message = parse(text);
    const id = message?.['envelope_id'];
    if (typeof id !== 'string') return;
    waiting.get(id)?.(isObject(message?.['payload']) ? message['payload'] : {});
  }

  return {
    ticket() {
      const ticket = newSecret();
      tickets.add(ticket);
      return ticket;
    },
    upgrade(req, socket, head, ticket) {
      if (!tickets.delete(ticket) || sockets.size >= CONNECTIONS) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(req, socket, head, welcome);
    },
    connected: () => sockets.size > 0,
    send(type, payload, retry, limitMs) {
      const all = [...sockets];
      const socket = all[turn++ % all.length];
      const envelope_id = randomUUID();
      const envelope = { envelope_id, type, accepts_response_payload: type !== 'events_api', payload, ...retry };
      return new Promise((resolve) => {
        const settle = (ack: JsonObject | undefined): void => {
          clearTimeout(timer);
          waiting.delete(envelope_id);
          resolve(ack);
        };
        const timer = setTimeout(() => settle(undefined), limitMs);
        waiting.set(envelope_id, settle);
        socket?.send(JSON.stringify(envelope));
      });
    },
    refresh() {
      for (const socket of sockets) socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
    },
    close() {
      clearInterval(pings);
      for (const socket of sockets) socket.terminate();
      server.close();
    },
  };
}

function parse(text: string): JsonObject | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return isObject(message) ? message : undefined;
  } catch {
    return undefined;
  }
}
