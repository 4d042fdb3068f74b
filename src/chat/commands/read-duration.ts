import { parseDuration, SHORTEST_MS } from '../../decision/duration.ts';
import { escapeMrkdwn } from '../cards/plain.ts';

const FOR_GOOD = new Set(['permanent', 'forever']);

/** A duration that may stand at the head of some words, and the words behind it. Milliseconds; null: for good. */
export type ReadDuration = { forMs: number | null | undefined; rest: string[] } | { answer: string };

/** A first word that begins with a digit is meant as a duration, also after `for`; anything else begins the rest. */
export function readDuration(words: readonly string[], shortest: string): ReadDuration {
  const isFor = words[0]?.toLowerCase() === 'for' && /^(\d|permanent$|forever$)/i.test(words[1] ?? '');
  const [first, ...others] = isFor ? words.slice(1) : words;
  if (first !== undefined && FOR_GOOD.has(first.toLowerCase())) return { forMs: null, rest: others };
  if (first === undefined || !/^\d/.test(first)) return { forMs: undefined, rest: [...words] };
  const duration = parseDuration(first);
  if (!duration.ok) return { answer: `${escapeMrkdwn(duration.why)}.` };
  return duration.ms < SHORTEST_MS ? { answer: shortest } : { forMs: duration.ms, rest: others };
}
