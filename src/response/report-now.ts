import type { Deps } from './deps.ts';
import { makeReport } from './make-report.ts';
import { reportInWords } from './report-words.ts';

const MINUTE_MS = 60_000;

/** Puts a report of the last time in the channel's queue, since a person asks for it: twice within a minute it is one. Milliseconds. */
export async function reportNow(deps: Deps, { by, spanMs }: { by: string; spanMs: number }): Promise<void> {
  const now = deps.clock.now();
  const report = await makeReport(deps, { kind: 'now', by, spanMs, until: now });
  const id = `report-now-${spanMs}-${Math.floor(now / MINUTE_MS)}`;
  await deps.ledger.notices.add(deps.channel, { id, at: now, text: reportInWords(report), posting: true, report });
  deps.wake.announce();
}
