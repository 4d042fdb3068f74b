const LOCALE = 'en-US';

/** What a date is shown against: "now" in milliseconds, and the reader's time zone if it is not the machine's. */
export interface DateView {
  now: number;
  timeZone?: string;
}

/**
 * Formats Slack's date tokens, as in `{date_short_pretty} {time}`, for a time in seconds since the Unix epoch. Gives
 * `undefined` for a time that no calendar holds, so that the fallback is shown.
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export function formatSlackDate(seconds: number, format: string, view: DateView): string | undefined {
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return undefined;
  return format.replace(/\{(\w+)\}/g, (token, name: string) => formatToken(name, at, view) ?? token);
}

function formatToken(name: string, at: Date, view: DateView): string | undefined {
  switch (name) {
    case 'date_num':
      return new Intl.DateTimeFormat('en-CA', { ...zone(view), dateStyle: 'short' }).format(at);
    case 'date':
      return longDate(at, view, sameYear(at, view));
    case 'date_short':
      return format(at, view, { month: 'short', day: 'numeric', year: 'numeric' });
    case 'date_long':
      return `${format(at, view, { weekday: 'long' })}, ${longDate(at, view, false)}`;
    case 'date_pretty':
    case 'date_short_pretty':
    case 'date_long_pretty':
      return nearDay(at, view) ?? formatToken(name.replace('_pretty', ''), at, view);
    case 'time':
      return format(at, view, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    case 'time_secs':
      return format(at, view, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
    case 'ago':
      return ago(at, view);
    default:
      return undefined;
  }
}

function longDate(at: Date, view: DateView, withoutYear: boolean): string {
  const day = Number(format(at, view, { day: 'numeric' }));
  const monthAndDay = `${format(at, view, { month: 'long' })} ${day}${ordinal(day)}`;
  return withoutYear ? monthAndDay : `${monthAndDay}, ${format(at, view, { year: 'numeric' })}`;
}

function sameYear(at: Date, view: DateView): boolean {
  const year: Intl.DateTimeFormatOptions = { year: 'numeric' };
  return format(at, view, year) === format(new Date(view.now), view, year);
}

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}

/** Days are compared as calendar days of the reader, not as spans of 24 hours. */
function nearDay(at: Date, view: DateView): string | undefined {
  const day = 86_400_000;
  const shown = formatToken('date_num', at, view);
  const offset = [0, -1, 1].find((step) => shown === formatToken('date_num', new Date(view.now + step * day), view));
  return offset === undefined ? undefined : { 0: 'today', [-1]: 'yesterday', 1: 'tomorrow' }[offset];
}

function ago(at: Date, view: DateView): string {
  const seconds = Math.round((at.getTime() - view.now) / 1000);
  const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });
  if (Math.abs(seconds) < 60) return 'just now';
  if (Math.abs(seconds) < 3600) return relative.format(Math.trunc(seconds / 60), 'minute');
  if (Math.abs(seconds) < 86_400) return relative.format(Math.trunc(seconds / 3600), 'hour');
  return relative.format(Math.trunc(seconds / 86_400), 'day');
}

function format(at: Date, view: DateView, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE, { ...zone(view), ...options }).format(at);
}

function zone(view: DateView): Intl.DateTimeFormatOptions {
  return view.timeZone === undefined ? {} : { timeZone: view.timeZone };
}
