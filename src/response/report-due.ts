import { nextReport, REPORT_KINDS, type ReportKind, type ReportTimes } from '../decision/report-times.ts';
import { REPORT_LATEST_MS, type Reports } from '../ledger/report.ts';
import type { Deps } from './deps.ts';
import { makeReport } from './make-report.ts';
import { reportInWords } from './report-words.ts';

const HOUR_MS = 3_600_000;
/** What each tells of. Milliseconds. */
export const SPANS: Record<ReportKind, number> = { daily: 24 * HOUR_MS, weekly: 7 * 24 * HOUR_MS };

/*
 *   begin: note that it is sent, and that it is under way ──▶ notice ──▶ not under way any more
 *
 * After a stop in between the next tick makes it again, under the same name and marked as one that may be in the channel
 * already: the sender looks for it there before posting.
 */

/** Puts the regular reports that are due in the channel's queue: each once, whatever the number of processes. For the tick. */
export async function reportDue(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const seen = await deps.ledger.reports.read();
  if (!isToChange(seen, deps.policy.reports, now) && seen.begun.length === 0) return;
  const begun = await deps.ledger.reports.change((draft) => {
    begin(draft, deps.policy.reports, now);
    return structuredClone(draft.begun);
  });
  for (const { kind, due } of begun) {
    const report = await makeReport(deps, { kind, spanMs: SPANS[kind], until: due });
    const id = `report-${kind}-${new Date(due).toISOString()}`;
    await deps.ledger.notices.add(deps.channel, { id, at: now, text: reportInWords(report), posting: true, report });
  }
  if (begun.length === 0) return;
  await deps.ledger.reports.change((draft) => {
    draft.begun = draft.begun.filter((each) => !begun.some(({ kind, due }) => kind === each.kind && due === each.due));
  });
  deps.wake.announce();
}

function isToChange(state: Reports, times: ReportTimes, now: number): boolean {
  return (
    state.since === undefined ||
    state.begun.some(({ due }) => now - due > REPORT_LATEST_MS) ||
    REPORT_KINDS.some((kind) => dueNow(state, times, kind, now) !== undefined)
  );
}

function begin(draft: Reports, times: ReportTimes, now: number): void {
  draft.since ??= now;
  draft.begun = draft.begun.filter(({ due }) => now - due <= REPORT_LATEST_MS);
  for (const kind of REPORT_KINDS) {
    const due = dueNow(draft, times, kind, now);
    if (due === undefined) continue;
    draft[kind] = due;
    draft.begun.push({ kind, due });
  }
}

/** The moment for which this report is due and not begun yet. */
function dueNow(state: Reports, times: ReportTimes, kind: ReportKind, now: number): number | undefined {
  const after = Math.max(state.since ?? now, state[kind] ?? 0, now - REPORT_LATEST_MS);
  const due = nextReport(times, kind, after);
  return due !== undefined && due <= now ? due : undefined;
}
