import { Cron } from 'croner';

/** When regular reports are due, by the clock of a time zone. */
export interface ReportTimes {
  /** `09:00`, or null for none. */
  daily: string | null;
  /** `monday 09:00`, or null for none. */
  weekly: string | null;
  /** An IANA name, such as `Europe/Berlin`. */
  zone: string;
}

export const REPORT_KINDS = ['daily', 'weekly'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const TIME = '([01]?\\d|2[0-3]):([0-5]\\d)';

/** Patterns of the two times in the policy file. */
export const DAILY = new RegExp(`^${TIME}$`);
export const WEEKLY = new RegExp(`^(${DAYS.join('|')}) +${TIME}$`);

/**
 * The first moment after `after` at which this report is due, or undefined if there is none. An hour that a change of the
 * clocks leaves out counts from where the clock goes on, and one that comes twice counts once. Milliseconds.
 */
export function nextReport(times: ReportTimes, kind: ReportKind, after: number): number | undefined {
  const pattern = cronOf(times, kind);
  if (pattern === undefined) return undefined;
  return new Cron(pattern, { timezone: times.zone }).nextRun(new Date(after))?.getTime();
}

function cronOf({ daily, weekly }: ReportTimes, kind: ReportKind): string | undefined {
  if (kind === 'daily') {
    const [, hour, minute] = DAILY.exec(daily ?? '') ?? [];
    return hour === undefined ? undefined : `${minute} ${hour} * * *`;
  }
  const [, day = '', hour, minute] = WEEKLY.exec(weekly ?? '') ?? [];
  return hour === undefined ? undefined : `${minute} ${hour} * * ${DAYS.indexOf(day)}`;
}

/** Whether this machine knows a time zone of that name. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
