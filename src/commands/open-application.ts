import { randomUUID } from 'node:crypto';
import { systemClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import type { Deps } from '../response/deps.ts';
import { wire } from '../wire.ts';

/**
 * The stories for a command that ends: it answers neither Slack nor the webhook. It holds leases under its own name, apart
 * from those of the loops behind it: a lease lets its own holder in again.
 */
export function openApplication(command: string, config: Config = readConfig()): { deps: Deps; stop(): Promise<void> } {
  const name = `${command}-${randomUUID()}`;
  const { deps, stop } = wire(config, { clock: systemClock, log: createLog('warn'), holder: `${name}-loops` });
  const nothing = () => undefined;
  return { deps: { ...deps, holder: name, wake: { ...deps.wake, alerts: nothing, reconcile: nothing } }, stop };
}
