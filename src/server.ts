import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { applicationListener } from './application-listener.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { close, listen } from './http.ts';
import { isActive } from './ledger/dynamodb/create-table.ts';
import { createLog } from './log.ts';
import type { Log } from './response/deps.ts';
import { refreshGuard } from './response/load-guard.ts';
import { warnOfNobody } from './warn-nobody.ts';
import { wire } from './wire.ts';

/** How often the tick runs. Milliseconds. */
const TICK_MS = 60_000;

/** `npm start`: one process against Slack and AWS until it is told to stop. */
export async function start(config: Config): Promise<void> {
  const log = createLog('info');
  surviveRejections(log);
  const application = wire(config, {
    clock: systemClock,
    log,
    holder: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
  });
  warnOfNobody(config, log);
  if (!(await isActive(application.dynamodb, config.table)))
    throw new Error(
      `the DynamoDB table "${config.table}" does not exist in this region or is not active: check AISM_TABLE and AWS_REGION; docs/operate.md, "The table", tells how to create it`,
    );
  await application.connect();
  // The first alert is decided with the never-block list known; when EC2 does not answer, automatic blocking waits.
  await refreshGuard(application.deps);
  const { server, port } = await listen(applicationListener(application), { port: config.port });
  log.info(
    {
      port,
      mode: config.mode,
      targets: application.deps.targets,
      slack: config.slack.appToken ? 'Socket Mode' : 'HTTP',
    },
    'AISM is ready',
  );

  const tick = () =>
    application.worker
      .tick()
      .catch((error: unknown) => log.error({ err: error }, 'a tick failed; the next one tries again'));
  void tick();
  const timer = setInterval(() => void tick(), TICK_MS);
  await stopSignal();
  log.info({}, 'stopping: what is begun is finished first');
  clearInterval(timer);
  await close(server);
  await application.stop();
}

/**
 * Goes on after a rejection that nobody handled, and logs it: Bolt's HTTP receiver lets one through for a signed body of
 * `payload=null`, and one request must not end the process for everybody. What is stored is safe either way.
 */
export function surviveRejections(log: Pick<Log, 'error'>): void {
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a rejection that nobody handled'));
}

/** Settles at SIGTERM or SIGINT. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
}
