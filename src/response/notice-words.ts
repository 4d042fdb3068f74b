import { oneLine } from '../alerts/one-line.ts';

/** Others' words in a notice, which Slack reads as mrkdwn: one line, cut, its control sequences only text. */
export function noticeWords(text: string, most = 200): string {
  return oneLine(text, most).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A moment in the reader's own time zone. Milliseconds. */
export function noticeMoment(ms: number): string {
  const fallback = `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(ms / 1000)}^{date_short_pretty} {time}|${fallback}>`;
}
