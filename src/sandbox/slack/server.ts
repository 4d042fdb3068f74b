import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FaultBox } from '../faults.ts';
import { createAudience } from './audience.ts';
import { type Click, click } from './delivery/click.ts';
import { command } from './delivery/command.ts';
import { type Deliverer, personOf } from './delivery/deliverer.ts';
import { home } from './delivery/home.ts';
import { dismiss, type Submission, submit } from './delivery/submit.ts';
import { createTransport } from './delivery/transport.ts';
import { addMessage } from './messages.ts';
import { createModals } from './modals.ts';
import { createPeople } from './people.ts';
import { createRateLimiter, type Rate } from './rate-limit.ts';
import { createResponseUrls } from './response-urls.ts';
import { createRoutes } from './routes.ts';
import { createSocketMode } from './socket-mode.ts';
import { openStore } from './store.ts';
import { createTriggers } from './triggers.ts';
import type { Delivery, SlackChange, SlackMessage, SlackView } from './types.ts';
import { createUploads } from './uploads.ts';
import type { Workspace } from './workspace.ts';
import { HOME_CHANNEL, PEOPLE, type Person } from './world.ts';

export interface SlackOptions {
  /** Where messages and homes are kept; nowhere if not given. */
  file?: string;
  faults: FaultBox;
  now?: () => number;
  random?: () => number;
  signingSecret: string;
  botToken: string;
  appToken: string;
  /** The Web API's whole URL with its last slash, e.g. `http://127.0.0.1:3000/slack/api/`; all else lies below it. */
  baseUrl: () => string;
  scopes: string[];
  /** How fast a channel takes messages; left out, about one a second. */
  postRate?: Rate;
  /** How long the bot may take to answer; Slack waits 3,000 ms. */
  ackMs?: number;
  /** When an event that was not taken is sent again; Slack does so at once, after a minute, after five. */
  retryDelaysMs?: number[];
}

/** The sandbox's Slack: the Web API that the bot calls, and the people who use the bot. */
export interface Slack {
  /** Serves a request below the base URL; false if it is for somebody else. */
  handle(req: IncomingMessage, res: ServerResponse): boolean;
  /** Takes a Socket Mode connection; false if it is for somebody else. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Where the bot takes commands, interactions and events by HTTP. */
  setRequestUrl(url: string): void;
  command(input: { text: string; user: string }): Promise<Delivery>;
  click(input: Click): Promise<Delivery>;
  submit(input: Submission): Promise<Delivery>;
  /** Closes a modal as its Cancel button does. */
  dismiss(input: { view_id: string; user: string }): Promise<void>;
  home(input: { user: string }): Promise<Delivery>;
  /** A person writes a message in the security channel. */
  say(input: { text: string; user: string; thread_ts?: string }): SlackMessage;
  messages(): SlackMessage[];
  views(): SlackView[];
  users(): Person[];
  /** A person's account is deactivated, or lives again. */
  setDeactivated(user: string, isDeactivated: boolean): void;
  /** Who is in a user group from now on. */
  setMembers(group: string, users: readonly string[]): void;
  /** Asks Socket Mode clients to connect anew. */
  refreshSockets(): void;
  onChange(listener: (change: SlackChange) => void): void;
  close(): Promise<void>;
}

export function createSlack(options: SlackOptions): Slack {
  const now = options.now ?? Date.now;
  const listeners = new Set<(change: SlackChange) => void>();
  const changed = (change: SlackChange): void => {
    for (const listener of listeners) listener(change);
  };
  const store = openStore(options.file, now, changed);
  const sockets = createSocketMode();
  const workspace: Workspace = {
    now,
    urlOf: (path) => `${options.baseUrl()}${path}`,
    scopes: options.scopes,
    store,
    modals: createModals(now, changed),
    triggers: createTriggers(now),
    responseUrls: createResponseUrls(store, now),
    uploads: createUploads(store),
    sockets,
    audience: createAudience(),
    people: createPeople(),
  };
  const routes = createRoutes({
    ...options,
    workspace,
    random: options.random ?? Math.random,
    limiter: createRateLimiter(now),
  });

  let requestUrl: string | undefined;
  const timers = new Set<NodeJS.Timeout>();
  const deliverer: Deliverer = {
    workspace,
    transport: createTransport({
      sockets,
      requestUrl: () => requestUrl,
      signingSecret: options.signingSecret,
      now,
      ackMs: options.ackMs ?? 3000,
    }),
    retryDelaysMs: options.retryDelaysMs ?? [100, 60_000, 300_000],
    later(ms, run) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        void run();
      }, ms);
      timers.add(timer.unref());
    },
  };

  return {
    ...routes,
    setRequestUrl(url) {
      requestUrl = url;
    },
    command: (input) => command(input, deliverer),
    click: (input) => click(input, deliverer),
    submit: (input) => submit(input, deliverer),
    dismiss: (input) => dismiss(input, deliverer),
    home: (input) => home(input, deliverer),
    say: ({ text, user, thread_ts }) =>
      addMessage(store, { channel: HOME_CHANNEL, text, thread_ts, person: personOf(user).id }),
    messages: () => store.messages(),
    views: () => [...workspace.modals.all(), ...store.homes()],
    users: () => [...PEOPLE],
    setDeactivated: (user, isDeactivated) => workspace.people.setDeactivated(personOf(user).id, isDeactivated),
    setMembers: (group, users) => workspace.people.setMembers(group, users),
    refreshSockets: () => sockets.refresh(),
    onChange: (listener) => listeners.add(listener),
    async close() {
      for (const timer of timers) clearTimeout(timer);
      sockets.close();
    },
  };
}
