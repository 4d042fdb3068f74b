import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { systemClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import type { Deps } from '../response/deps.ts';
import { wire } from '../wire.ts';

/** Cards and books of what was done; what is not said by then is said by the next tick of the AISM that runs. Milliseconds. */
const LAST_WORDS_MS = 5000;

/**
 * The stories for a command that ends: it answers neither Slack nor the webhook. It holds leases under its own name, apart
 * from those of the loops behind it: a lease lets its own holder in again.
 */
export function openApplication(command: string, config: Config = readConfig()): { deps: Deps; stop(): Promise<void> } {
  const name = `${command}-${randomUUID()}`;
  const { deps, worker, stop } = wire(config, { clock: systemClock, log: createLog('warn'), holder: `${name}-loops` });
  const nothing = () => undefined;
  return {
    deps: { ...deps, holder: name, wake: { ...deps.wake, alerts: nothing, reconcile: nothing } },
    async stop() {
      await Promise.race([worker.idle(), setTimeout(LAST_WORDS_MS, undefined, { ref: false })]);
      await stop();
    },
  };
}
