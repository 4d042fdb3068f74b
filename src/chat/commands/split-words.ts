/** Quotes that phones and word processors make of plain ones. */
const SMART_QUOTES = /[“”„«»‘’‚‹›]/g;

/** The words of a command, forgiving: smart quotes, quotes around several words, stray white space and commas. */
export function splitWords(text: string): string[] {
  const straight = text.slice(0, 4000).replace(SMART_QUOTES, '"');
  const words = straight.match(/<[^<>]*>|"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replace(/^"+|"+$/g, '').trim()).filter((word) => word !== '');
}
