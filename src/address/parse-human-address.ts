import { type ParsedAddress, parseAddress } from './parse-address.ts';

/**
 * Reads what people type and paste: like `parseAddress`, but it first takes off Slack's links (`<http://1.2.3.4|1.2.3.4>`),
 * quotes of any kind, back-ticks, brackets, `http://` or `hxxp://`, punctuation behind, and undoes defanging
 * (`1[.]2[.]3[.]4`, `2001[:]db8[:][:]9`). What is left is read strictly.
 */
export function parseHumanAddress(text: string): ParsedAddress {
  // A longer text is no address whatever is taken off; this also bounds the work on a pasted log.
  if (text.length > 500) return parseAddress(text);
  return parseAddress(stripScheme(refang(unwrap(text))));
}

/** Invisible characters that chat programs put around pasted text: zero-width space, joiners, direction marks, BOM. */
const INVISIBLE = /\p{Cf}/gu;
const QUOTES_BEFORE = /^["'`´‘’‚‛“”„‟«»‹›(]+/u;
const QUOTES_AFTER = /["'`´‘’‚‛“”„‟«»‹›),;.!?]+$/u;

function unwrap(text: string): string {
  let inner = text.replace(INVISIBLE, '').trim();
  for (let before = ''; before !== inner; ) {
    before = inner;
    inner = inner.replace(QUOTES_BEFORE, '').replace(QUOTES_AFTER, '').trim();
    inner = /^\[([0-9a-f:.]+)\]$/i.exec(inner)?.[1] ?? slackLink(inner);
  }
  return inner;
}

/** Slack sends a link as `<target|label>` or `<target>`: the label is what the person sees and means. */
function slackLink(text: string): string {
  const link = /^<([^<>|]*)(?:\|([^<>|]*))?>$/.exec(text);
  if (link === null) return text;
  return (link[2] ?? link[1] ?? '').replace(/^(tel|mailto):/i, '');
}

function refang(text: string): string {
  return text
    .replace(/\s*[[({]\s*(?:\.|dot)\s*[\])}]\s*/gi, '.')
    .replace(/[[({]:[\])}]/g, ':')
    .replace(/\[\.|\.\]|\\\./g, '.');
}

function stripScheme(text: string): string {
  const link = /^h(?:tt|xx)ps?:\/\/\[?([^/\s\]]*)\]?(\/\d*)?$/i.exec(text);
  return link === null ? text : `${link[1] ?? ''}${link[2] === '/' ? '' : (link[2] ?? '')}`;
}
