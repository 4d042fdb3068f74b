import { type Inline, unescapeEntities } from './inline.ts';
import { parseInline } from './mrkdwn-inline.ts';

/** A stretch of a mrkdwn text that stands by itself. */
export type Stretch =
  | { kind: 'text'; children: Inline[] }
  | { kind: 'quote'; children: Inline[] }
  | { kind: 'pre'; text: string };

/**
 * Reads Slack's mrkdwn, so far as Slack itself does: what is not mrkdwn (HTML, Markdown, unknown `<...>`) stays the text
 * that it is. With `verbatim`, bare URLs are not made into links.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function parseMrkdwn(text: string, verbatim = false): Stretch[] {
  return text.split('```').flatMap((part, at, parts): Stretch[] => {
    // Odd parts stand between two fences; the last one only if a fence closes it.
    if (at % 2 === 0) return part === '' && parts.length > 1 ? [] : parseLines(trimBreaks(part, at, parts), verbatim);
    if (at === parts.length - 1) return parseLines(`\`\`\`${part}`, verbatim);
    return [{ kind: 'pre', text: unescapeEntities(part.replace(/^\n|\n$/g, '')) }];
  });
}

/** A line break next to a code block is that block's own. */
function trimBreaks(part: string, at: number, parts: string[]): string {
  const start = at > 0 ? part.replace(/^\n/, '') : part;
  return at < parts.length - 1 ? start.replace(/\n$/, '') : start;
}

function parseLines(text: string, verbatim: boolean): Stretch[] {
  const stretches: ({ kind: 'text' | 'quote'; children: Inline[] } & Stretch)[] = [];
  let quoteToEnd = false;
  for (const line of text.split('\n')) {
    const quote = /^(?:>|&gt;)((?:>|&gt;){2})? ?/.exec(line);
    const quoted = quoteToEnd || quote !== null;
    const content = quoteToEnd || quote === null ? line : line.slice(quote[0].length);
    if (quote?.[1] !== undefined) quoteToEnd = true;
    const children = parseInline(content, verbatim);
    const last = stretches.at(-1);
    if (last?.kind === (quoted ? 'quote' : 'text')) last.children.push({ kind: 'text', text: '\n' }, ...children);
    else stretches.push({ kind: quoted ? 'quote' : 'text', children });
  }
  return stretches;
}
