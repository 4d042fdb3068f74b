import { createServer } from 'node:http';
import { App, HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { APP_TOKEN, BOT_TOKEN, listen, type RunningSlack, SIGNING_SECRET, silent } from './sandbox-slack.ts';

export interface RunningBolt {
  app: App;
  stop(): Promise<void>;
}

/** A real Bolt app behind signed HTTP, known to the sandbox's Slack. */
export async function startBolt(running: RunningSlack, signingSecret = SIGNING_SECRET): Promise<RunningBolt> {
  const receiver = new HTTPReceiver({ signingSecret, logger: silent });
  const server = createServer(receiver.requestListener);
  const app = appWith(receiver, running);
  running.slack.setRequestUrl(`http://127.0.0.1:${await listen(server)}/slack/events`);
  return {
    app,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A real Bolt app over Socket Mode. */
export async function startSocketBolt(running: RunningSlack): Promise<RunningBolt> {
  const receiver = new SocketModeReceiver({
    appToken: APP_TOKEN,
    logger: silent,
    clientPingTimeout: 100,
    installerOptions: { clientOptions: { slackApiUrl: running.url } },
  });
  const app = appWith(receiver, running);
  await app.start();
  return {
    app,
    async stop() {
      await app.stop();
    },
  };
}

function appWith(receiver: Receiver, { url }: RunningSlack): App {
  return new App({
    receiver,
    token: BOT_TOKEN,
    botId: 'B_AISM',
    botUserId: 'U_AISM',
    convoStore: false,
    logger: silent,
    clientOptions: { slackApiUrl: url, retryConfig: { retries: 0 } },
  });
}
