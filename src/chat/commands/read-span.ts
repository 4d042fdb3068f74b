import { parseDuration } from '../../decision/duration.ts';
import { escapeMrkdwn } from '../cards/plain.ts';

const DAY_MS = 24 * 3_600_000;
const LONGEST_MS = 31 * DAY_MS;
/** In less there is nothing to count. */
const SHORTEST_MS = 60_000;

/** A span of time to look back at, or why it is none. Milliseconds. */
export function readSpan(word: string, usage: string): { ms: number } | { answer: string } {
  const span = parseDuration(word);
  if (!span.ok) return { answer: `${escapeMrkdwn(span.why)}.\n\`/aism ${usage}\`` };
  if (span.ms > LONGEST_MS) return { answer: 'At most 31d, like `30d`.' };
  return span.ms < SHORTEST_MS ? { answer: 'At least 1m, like `24h`.' } : { ms: span.ms };
}
