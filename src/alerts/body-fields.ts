/** A JSON object of unknown content. Read it only by these functions, which look at own keys alone. */
export type Body = Record<string, unknown>;

export function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Enough for any real field; bounds the work on a hostile one. */
const MOST_VALUES = 200;

/**
 * All plain values (texts, numbers, booleans) under a dotted name, whichever way the document spells it: nested, as a
 * literal dotted key, or mixed, the longest literal key first as ElastAlert's own look-up does. Lists are opened.
 */
export function valuesAt(body: unknown, name: string): (string | number | boolean)[] {
  const found: (string | number | boolean)[] = [];
  collect(body, name.split('.'), found);
  return found;
}

/** The texts under a dotted name, numbers written out, without empty ones and the usual words for "none". */
export function textsAt(body: unknown, name: string): string[] {
  return valuesAt(body, name)
    .filter((value) => typeof value !== 'boolean')
    .map((value) => String(value))
    .filter((text) => !NONE.has(text.trim().toLowerCase()));
}

/** What loggers and Python templates write where there is nothing. */
const NONE = new Set(['', '-', 'none', 'null', 'undefined', 'n/a']);

/** The first text under the first of the names that has one. */
export function textAt(body: unknown, ...names: string[]): string | undefined {
  return names.map((name) => textsAt(body, name)[0]).find((text) => text !== undefined);
}

/** The value of an own key, literally: no dots, no prototype. */
export function ownValue(body: Body, key: string): unknown {
  return Object.hasOwn(body, key) ? body[key] : undefined;
}

function collect(value: unknown, path: string[], found: (string | number | boolean)[]): void {
  if (found.length >= MOST_VALUES) return;
  if (Array.isArray(value)) {
    for (const element of value.slice(0, MOST_VALUES)) collect(element, path, found);
  } else if (path.length > 0) {
    if (isBody(value)) collectBelow(value, path, found);
  } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    found.push(value);
  }
}

function collectBelow(body: Body, path: string[], found: (string | number | boolean)[]): void {
  for (let taken = path.length; taken > 0; taken -= 1) {
    const before = found.length;
    collect(ownValue(body, path.slice(0, taken).join('.')), path.slice(taken), found);
    if (found.length > before) return;
  }
}
