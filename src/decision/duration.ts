import parse from 'parse-duration';

/** The shortest block: a shorter one would be gone before the tick looks. Milliseconds. */
export const SHORTEST_MS = 60_000;
/** The longest block that is not permanent: ten years. Milliseconds. */
export const LONGEST_MS = 10 * 365.25 * 86_400_000;
/** Nobody writes a longer duration; it is not even read. Characters. */
const LONGEST_TEXT = 60;

/** Reads `90s`, `30m`, `4h`, `7d`, `1d12h`: milliseconds, or why not. */
export function parseDuration(text: string): { ok: true; ms: number } | { ok: false; why: string } {
  const compact = text.trim().toLowerCase();
  const quoted = `"${text.length > 30 ? `${text.slice(0, 29)}…` : text}"`;
  const isSpans = text.length <= LONGEST_TEXT && /^(\d+(\.\d+)?\s*[a-z]+\s*)+$/.test(compact);
  // One by one: of a whole text the library leaves out what it does not know.
  const spans = (isSpans ? (compact.match(/[\d.]+\s*[a-z]+/g) ?? []) : []).map((span) => parse(span));
  const ms = spans.reduce<number>((total, span) => total + (span ?? Number.NaN), 0);
  if (!isSpans || !Number.isFinite(ms)) return { ok: false, why: `${quoted} is no duration; write 30m, 4h or 7d` };
  if (ms > LONGEST_MS) return { ok: false, why: `${quoted} is longer than ten years` };
  return { ok: true, ms: Math.round(ms) };
}

/** Says a span of time in its largest unit and the next one: `4 h`, `1 d 12 h`, `1 min 30 s`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts: Array<[number, string]> = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
