import { App, type Logger, LogLevel, type Receiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Log } from '../response/deps.ts';
import { registerListeners } from './listeners/index.ts';
import type { ListenerDeps } from './listeners/listen.ts';
import { onlyOurs } from './listeners/only-ours.ts';
import type { OwnTeam } from './own-team.ts';

/** The Bolt app with all our listeners. The token is given by `authorize`, so that Bolt makes no auth.test of its own. */
export function slackApp(options: {
  receiver: Receiver;
  token: string;
  clientOptions: WebClientOptions;
  listener: ListenerDeps;
  team: OwnTeam;
  log: Log;
}): App {
  const app = new App({
    receiver: options.receiver,
    authorize: async () => ({ botToken: options.token }),
    clientOptions: options.clientOptions,
    convoStore: false,
    logger: boltLogger(options.log),
  });
  app.error(async (error) => {
    options.log.error({ err: error }, 'a Slack listener failed');
  });
  app.use(onlyOurs({ team: options.team, channel: options.listener.deps.channel, log: options.log }));
  registerListeners(app, options.listener);
  return app;
}

/** Bolt's log lines in ours. Its debug lines hold whole requests with their secrets, so they go nowhere. */
export function boltLogger(log: Log): Logger {
  const say = (parts: unknown[]) =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts) => log.warn({ from: 'bolt' }, say(parts)),
    error: (...parts) => log.error({ from: 'bolt' }, say(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
