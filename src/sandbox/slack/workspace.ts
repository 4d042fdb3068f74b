import type { Audience } from './audience.ts';
import type { Modals } from './modals.ts';
import type { People } from './people.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { SocketMode } from './socket-mode.ts';
import type { Store } from './store.ts';
import type { Triggers } from './triggers.ts';
import type { Uploads } from './uploads.ts';

/** All that the Web API's methods and the deliveries work on. */
export interface Workspace {
  now(): number;
  /** The whole URL of a path below the server's own, e.g. `response/abc`. */
  urlOf(path: string): string;
  /** The OAuth scopes of the bot token. */
  scopes: readonly string[];
  store: Store;
  modals: Modals;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  uploads: Uploads;
  sockets: SocketMode;
  audience: Audience;
  people: People;
}
