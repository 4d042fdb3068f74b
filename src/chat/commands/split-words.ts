/** Quotes that phones and word processors make of plain ones. */
const SMART_QUOTES = /[“”„«»‘’‚‹›]/g;

/** Slack sends its three control characters as these when a person typed them. */
const TYPED = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
]);

/** The words of a command as they were typed, forgiving: smart quotes, quotes around several words, stray white space and commas. */
export function splitWords(text: string): string[] {
  const straight = text.slice(0, 4000).replace(SMART_QUOTES, '"');
  const words = straight.match(/<[^<>]*>|"[^"]*"|\S+/g) ?? [];
  const bare = words.map((word) => word.replace(/^"+|"+$/g, '').trim()).filter((word) => word !== '');
  // After the split: what Slack itself writes in angle brackets (a link, a person) is one word.
  return bare.map((word) => word.replace(/&(lt|gt|amp);/g, (escaped) => TYPED.get(escaped) ?? escaped));
}
