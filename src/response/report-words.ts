import { formatDuration } from '../decision/duration.ts';
import type { Decided, Report, Totals } from '../ledger/report.ts';

/** A report in one line, for the phone's lock screen and for where nothing is drawn. */
export function reportInWords({ kind, from, until, totals, before, asking }: Report): string {
  const open = asking.questions.length + asking.more;
  return [
    `${TITLES[kind]}, the last ${saySpan(until - from)}:`,
    `${counted(totals.alerts, 'alert')}${sayTrend(totals.alerts, before.alerts)},`,
    `${counted(totals.blocks, 'block')}${sayTrend(totals.blocks, before.blocks)},`,
    `${counted(totals.undone, 'undone', 'undone')}; ${counted(open, 'open question')}.`,
  ].join(' ');
}

export const TITLES: Record<Report['kind'], string> = {
  daily: 'Daily report',
  weekly: 'Weekly report',
  now: 'Report',
};

/** How long a report looks back, as people say it: `24 h`, not `1 d`; `7 d`. */
export function saySpan(ms: number): string {
  return ms === 24 * 3_600_000 ? '24 h' : formatDuration(ms);
}

/** `3 alerts`, `1 alert`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** The change since the equally long time before: ` (+12 %)`. Nothing where there is nothing to compare. */
export function sayTrend(now: number, before: number): string {
  if (now === before) return now === 0 ? '' : ' (as before)';
  if (before === 0) return ' (none before)';
  const change = Math.round((100 * (now - before)) / before);
  // Of few a percentage says more than there is to say.
  if (before < FEW) return ` (${before.toLocaleString('en-US')} before)`;
  return ` (${change > 0 ? '+' : change < 0 ? '−' : '±'}${Math.abs(change)} %)`;
}

const FEW = 5;

/** `75 %`; nothing of nothing. */
export function sayShare(part: number, whole: number): string {
  return whole === 0 ? '' : `${Math.round((100 * part) / whole)} %`;
}

/** By whom blocks were made: `30 automatic (75 %), 10 by people`. */
export function sayByWhom({ automatic, byPeople, blocks }: Totals): string {
  const share = blocks === 0 ? '' : ` (${sayShare(automatic, blocks)})`;
  return `${automatic} automatic${share}, ${byPeople} by people`;
}

/** How long people took to decide, or that they had nothing to decide. */
export function sayDecided(decided: Decided | undefined): string {
  if (!decided) return 'no question was decided';
  const { count, median, p90 } = decided;
  if (count === 1) return `${formatDuration(median)} (1 decision)`;
  const rest = count < 10 ? `${formatDuration(p90)} at most` : `9 of 10 within ${formatDuration(p90)}`;
  return `${formatDuration(median)} in the median, ${rest} (${counted(count, 'decision')})`;
}
