import { emojiCharacter } from './emoji.ts';
import { type Inline, unescapeEntities } from './inline.ts';
import { parseAngle } from './mrkdwn-angle.ts';
import { safeUrl } from './safe-url.ts';

const STYLES = new Map<string, 'bold' | 'italic' | 'strike'>([
  ['*', 'bold'],
  ['_', 'italic'],
  ['~', 'strike'],
]);

/** Reads one line (no line break in it) in time linear to its length, whatever it holds. */
export function parseInline(line: string, verbatim = false): Inline[] {
  return new LineReader(line, verbatim).read(0, line.length, new Set());
}

class LineReader {
  /** Characters that were looked for in vain, and so need not be looked for again further on in the line. */
  readonly #missing = new Set<string>();
  readonly #line: string;
  readonly #verbatim: boolean;

  constructor(line: string, verbatim: boolean) {
    this.#line = line;
    this.#verbatim = verbatim;
  }

  read(from: number, to: number, open: ReadonlySet<string>): Inline[] {
    const pieces: Inline[] = [];
    let text = '';
    for (let at = from; at < to; ) {
      const found = this.#pieceAt(at, to, open);
      if (found === undefined) {
        text += this.#line[at];
        at += 1;
      } else {
        if (text !== '') pieces.push({ kind: 'text', text: unescapeEntities(text) });
        text = '';
        pieces.push(found.piece);
        at = found.end;
      }
    }
    if (text !== '') pieces.push({ kind: 'text', text: unescapeEntities(text) });
    return pieces;
  }

  #pieceAt(at: number, to: number, open: ReadonlySet<string>): { piece: Inline; end: number } | undefined {
    const char = this.#line[at] ?? '';
    if (char === '<' || char === '`') {
      const close = this.#atomEnd(at, to);
      if (close === undefined || close === at + 1) return undefined;
      const inside = this.#line.slice(at + 1, close);
      const piece: Inline | undefined =
        char === '<' ? parseAngle(inside) : { kind: 'code', text: unescapeEntities(inside) };
      return piece && { piece, end: close + 1 };
    }
    const style = STYLES.get(char);
    if (style !== undefined && !open.has(char) && this.#opens(at)) {
      const close = this.#styleEnd(at, to);
      if (close === undefined) return undefined;
      const children = this.read(at + 1, close, new Set([...open, char]));
      return { piece: { kind: style, children }, end: close + 1 };
    }
    if (char === ':') return this.#emojiAt(at, to);
    if (char === 'h' && !this.#verbatim) return this.#bareUrlAt(at, to);
    return undefined;
  }

  /** Where the `<...>` or `` `...` `` that begins at `at` ends. */
  #atomEnd(at: number, to: number): number | undefined {
    const end = this.#line[at] === '<' ? '>' : '`';
    if (this.#missing.has(end)) return undefined;
    const close = this.#line.indexOf(end, at + 1);
    if (close === -1) this.#missing.add(end);
    return close === -1 || close >= to ? undefined : close;
  }

  /** A style begins after a space or a sign and before something to style. */
  #opens(at: number): boolean {
    const [before, after] = [this.#line[at - 1], this.#line[at + 1]];
    const free = before === undefined || !(isWordPart(before) || before === this.#line[at]);
    return free && after !== undefined && !/\s/.test(after) && after !== this.#line[at];
  }

  #styleEnd(at: number, to: number): number | undefined {
    const char = this.#line[at] ?? '';
    const wanted = `${char} before ${to}`;
    if (this.#missing.has(wanted)) return undefined;
    for (let close = at + 1; close < to; close += 1) {
      const here = this.#line[close];
      if (here === '<' || here === '`') close = this.#atomEnd(close, to) ?? close;
      else if (here === char && close > at + 1 && this.#closes(close)) return close;
    }
    this.#missing.add(wanted);
    return undefined;
  }

  #closes(at: number): boolean {
    const [before, after] = [this.#line[at - 1] ?? ' ', this.#line[at + 1]];
    return !/\s/.test(before) && (after === undefined || !(isWordPart(after) || after === this.#line[at]));
  }

  #emojiAt(at: number, to: number): { piece: Inline; end: number } | undefined {
    const match = sticky(/:([a-z0-9_+-]{1,40}):/y, this.#line, at);
    const name = match?.[1] ?? '';
    const end = at + (match?.[0].length ?? 0);
    return emojiCharacter(name) === undefined || end > to ? undefined : { piece: { kind: 'emoji', name }, end };
  }

  #bareUrlAt(at: number, to: number): { piece: Inline; end: number } | undefined {
    if (isWordPart(this.#line[at - 1] ?? ' ')) return undefined;
    const shown = sticky(/https?:\/\/[^\s<>|`*~]+/y, this.#line, at)?.[0].replace(/[.,:;!?'")\]_]+$/, '');
    const text = shown === undefined ? '' : unescapeEntities(shown);
    const url = safeUrl(text);
    const end = at + (shown?.length ?? 0);
    return url === undefined || end > to ? undefined : { piece: { kind: 'link', url, text }, end };
  }
}

function sticky(pattern: RegExp, line: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(line);
}

function isWordPart(char: string): boolean {
  return /[\p{L}\p{N}]/u.test(char);
}
