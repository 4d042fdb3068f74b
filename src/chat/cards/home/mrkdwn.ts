import type { SectionBlock } from '@slack/types';

/** Slack's limit for the text of a section. Characters. */
const MOST = 3000;

/** Our own sentences, and others' words only as `escapeMrkdwn` leaves them: no bare URL becomes a link. */
export function mrkdwn(text: string): SectionBlock {
  const shown = text.length > MOST ? `${text.slice(0, text.lastIndexOf('\n', MOST - 1))}\n…` : text;
  return { type: 'section', text: { type: 'mrkdwn', text: shown, verbatim: true } };
}
