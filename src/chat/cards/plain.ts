/** Everything that could start a new line or turn the writing direction, and what has no picture. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g;

/** The attacker's text as one line, cut: for plain and rich-text elements, where it is only text. */
export function plain(text: string, most = 200): string {
  const line = text.replace(INVISIBLE, ' ').trim();
  return [...line].length > most ? `${[...line].slice(0, most - 1).join('')}…` : line;
}

/** For the few places that Slack reads as mrkdwn (fallback text): control sequences become text. */
export function escapeMrkdwn(text: string): string {
  return plain(text, 500).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
