import { oneLine } from '../../alerts/one-line.ts';

/** The attacker's text as one line, cut: for plain and rich-text elements, where it is only text. */
export function plain(text: string, most = 200): string {
  return oneLine(text, most);
}

/** For the few places that Slack reads as mrkdwn (fallback text): control sequences become text. */
export function escapeMrkdwn(text: string): string {
  return plain(text, 500).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
