/** What an answer is made of: a list becomes `<item>`s, an absent value becomes nothing. */
export type Xml = string | number | boolean | undefined | readonly Xml[] | { readonly [name: string]: Xml };

/** One element with all that is in it. */
export function element(name: string, value: Xml): string {
  if (value === undefined) return '';
  const inner = content(value);
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`;
}

function content(value: Xml): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return text(String(value));
  if (isList(value)) return value.map((item) => element('item', item)).join('');
  return Object.entries(value)
    .map(([name, child]) => element(name, child))
    .join('');
}

function isList(value: readonly Xml[] | { readonly [name: string]: Xml }): value is readonly Xml[] {
  return Array.isArray(value);
}

/** Errors repeat what the caller sent, so markup is escaped and what XML 1.0 cannot hold is left out. */
function text(value: string): string {
  return value
    .replace(notXml, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
