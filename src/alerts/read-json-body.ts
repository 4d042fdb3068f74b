export type JsonBody = { ok: true; body: unknown } | { ok: false; why: string };

/** No document of Elasticsearch is deeper than 20 (`index.mapping.depth.limit`); what is deeper would exhaust the stack. */
const DEEPEST = 64;

/** Reads the bytes of a body as JSON in UTF-8, or says what is wrong with them. Never throws. */
export function readJsonBody(bytes: Uint8Array): JsonBody {
  if (bytes.byteLength === 0) return { ok: false, why: 'The body is empty: post the alert as JSON.' };
  const text = decode(bytes);
  if (text === undefined) return { ok: false, why: 'The body is not UTF-8: post the alert as JSON in UTF-8.' };
  if (text.trim() === '') return { ok: false, why: 'The body is blank: post the alert as JSON.' };
  if (isDeeperThan(text, DEEPEST)) {
    return { ok: false, why: `The body is nested deeper than ${DEEPEST} levels: post the matching document only.` };
  }
  try {
    return { ok: true, body: JSON.parse(text) };
  } catch {
    // The parser's own message would quote the body.
    return { ok: false, why: 'The body is not JSON (cut off, or form data?): post the alert as JSON.' };
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Looks at the text, without recursion: brackets outside of strings. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}
