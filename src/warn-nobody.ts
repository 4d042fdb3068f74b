import type { Config } from './config.ts';
import type { Log } from './response/deps.ts';

/** Says loudly that nobody may act, or that nobody is there whom two people need; nothing where all is set. */
export function warnOfNobody({ analysts, leads }: Pick<Config, 'analysts' | 'leads'>, log: Pick<Log, 'warn'>): void {
  if (analysts.length + leads.length === 0)
    log.warn({}, 'NOBODY MAY BLOCK: AISM_ANALYSTS and AISM_LEADS are empty, so every click is refused');
  else if (leads.length === 0)
    log.warn({}, 'AISM_LEADS is empty: what two people must want, and resuming after the breaker, nobody may approve');
}
