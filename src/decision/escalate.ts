/** Lengths with chance in them are whole minutes, which cards can say. */
const MINUTE_MS = 60_000;

/** How automatic blocks grow for those who come again. Durations in milliseconds. */
export interface Escalation {
  /** Each earlier block multiplies the length by this. */
  factor: number;
  /** How far back earlier blocks count. */
  within: number;
  /** No automatic block is longer, unless the rule's own first one is. */
  longest: number;
  /** A block is shorter by up to this share of its length, at random, so that nobody can time its end. */
  jitter: number;
}

/** The length of an automatic block, and the same without the chance in it, for words. Milliseconds. */
export interface Length {
  nominal: number;
  forMs: number;
}

/** How long the `offence`-th block lasts, from 1 on. `chance` is from 0 to 1; 0 takes nothing off. */
export function escalate(
  first: number,
  offence: number,
  { factor, longest, jitter }: Escalation,
  chance: number,
): Length {
  const nominal = Math.min(first * factor ** (offence - 1), Math.max(first, longest));
  const minutes = Math.round((nominal * (1 - jitter * chance)) / MINUTE_MS);
  return { nominal, forMs: chance === 0 || jitter === 0 ? nominal : Math.max(1, minutes) * MINUTE_MS };
}

/** Earlier blocks that count: those that ran out by time within the span. What a person undid was no offence. */
export function earlierOffences(
  blocks: ReadonlyArray<{ ended?: { as: 'lifted' | 'expired'; at: number } }>,
  within: number,
  now: number,
): number {
  return blocks.filter(({ ended }) => ended?.as === 'expired' && ended.at > now - within).length;
}
