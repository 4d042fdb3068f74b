import { type Inline, unescapeEntities } from './inline.ts';
import { safeUrl } from './safe-url.ts';

/**
 * Reads what stands between `<` and `>`: a mention, a date or a link. Anything else, a link that is neither web nor
 * mail among it, gives `undefined` and stays text.
 */
export function parseAngle(inside: string): Inline | undefined {
  const [target = '', ...rest] = inside.split('|');
  const label = rest.length === 0 ? undefined : unescapeEntities(rest.join('|'));
  if (target.startsWith('!date^')) return parseDate(target, label);
  if (/^@[A-Z0-9_]+$/.test(target)) return { kind: 'user', id: target.slice(1) };
  if (/^#[A-Z0-9_]+$/.test(target))
    return label === undefined ? { kind: 'channel', id: target.slice(1) } : { kind: 'mention', text: `#${label}` };
  if (/^!(here|channel|everyone)$/.test(target)) return { kind: 'mention', text: `@${target.slice(1)}` };
  if (/^!subteam\^[A-Z0-9_]+$/.test(target)) return { kind: 'mention', text: label ?? `@${target.slice(9)}` };
  const address = unescapeEntities(target);
  const url = safeUrl(address);
  return url === undefined ? undefined : { kind: 'link', url, text: label || address };
}

function parseDate(target: string, label: string | undefined): Inline | undefined {
  const [, seconds = '', format = '', link] = target.split('^');
  if (!/^-?\d{1,15}$/.test(seconds) || format === '') return undefined;
  const url = link === undefined ? undefined : safeUrl(unescapeEntities(link));
  const date: Inline = { kind: 'date', seconds: Number(seconds), format, fallback: label ?? '' };
  return url === undefined ? date : { ...date, url };
}
