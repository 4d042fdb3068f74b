import type { RichTextBlock, RichTextDate, RichTextSection, RichTextText } from '@slack/types';
import { plain } from './plain.ts';

export type Piece = RichTextSection['elements'][number];

/** Text that is only text: no mention, no link, no mark-up. */
export function words(text: string, most = 300): RichTextText {
  return { type: 'text', text: plain(text, most) || '-' };
}

/** Our own words, in bold. */
export function bold(text: string): RichTextText {
  return { type: 'text', text, style: { bold: true } };
}

/** A space that `plain` would cut away. */
export function gap(text: string): RichTextText {
  return { type: 'text', text };
}

/** A moment that each reader sees in their own time zone. Milliseconds. */
export function moment(ms: number): RichTextDate {
  return {
    type: 'date',
    timestamp: Math.floor(ms / 1000),
    format: '{date_short_pretty} {time}',
    fallback: `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  };
}

/** An end: when, and how far that is, which Slack counts for each reader when it draws it: `tomorrow 03:04 (in 3 hours)`. */
export function countdown(ms: number): Piece {
  return { ...moment(ms), format: '{date_short_pretty} {time} ({ago})' };
}

/** A moment as sentences of the ledger have it. */
export const EXACT_MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+Z/g;

/** Text that is only text, except that its exact moments are shown in each reader's own time zone. */
export function sentence(text: string, most = 300): Piece[] {
  const shown = plain(text, most);
  const moments = shown.match(EXACT_MOMENT) ?? [];
  return shown.split(EXACT_MOMENT).flatMap((part, index): Piece[] => {
    const at = moments[index];
    return [...(part === '' ? [] : [gap(part)]), ...(at === undefined ? [] : [exact(at)])];
  });
}

/** The moment that `text` says, or `text` where it only looks like one. */
function exact(text: string): Piece {
  const at = Date.parse(text);
  return Number.isNaN(at) ? gap(text) : moment(at);
}

/** Who did it: a Slack user as a mention, a rule, a person at the command line or AISM by name. */
export function actor(by: string): Piece[] {
  if (by.startsWith('rule:')) return [gap('rule '), words(by.slice('rule:'.length), 100)];
  if (by.startsWith('cli:')) return [words(by.slice('cli:'.length), 100), gap(' (command line)')];
  return by === 'aism' ? [gap('AISM')] : [{ type: 'user', user_id: by }];
}

/** Lines of pieces as one block. */
export function lines(rows: readonly Piece[][]): RichTextBlock {
  const elements = rows.map((row, index): RichTextSection => {
    const end: Piece[] = index < rows.length - 1 ? [gap('\n')] : [];
    return { type: 'rich_text_section', elements: [...row, ...end] };
  });
  return { type: 'rich_text', elements };
}
