import { randomUUID } from 'node:crypto';
import { systemClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { type Application, wire } from '../wire.ts';

/** The application for a command that ends: it answers neither Slack nor the webhook, and holds leases under its own name. */
export function openApplication(command: string, config: Config = readConfig()): Application {
  return wire(config, { clock: systemClock, log: createLog('warn'), holder: `${command}-${randomUUID()}` });
}
