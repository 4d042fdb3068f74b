import { randomBytes } from 'node:crypto';

/** A new identifier that looks like Slack's: a letter or two and eleven more signs. */
export function newId(prefix: string): string {
  return `${prefix}${randomBytes(8).toString('hex').slice(0, 11).toUpperCase()}`;
}

/** What nobody can guess: part of every URL that needs no token. */
export function newSecret(): string {
  return randomBytes(18).toString('base64url');
}

/** Gives message timestamps, e.g. "1764000000.000100": from the clock, unique, and always later than the one before. */
export interface Timestamps {
  next(): string;
  /** Makes sure that every later one is after this one. */
  seen(ts: string): void;
}

export function createTimestamps(now: () => number): Timestamps {
  let last = 0;
  return {
    next() {
      last = Math.max(now() * 1000, last + 100);
      return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
    },
    seen(ts) {
      last = Math.max(last, Number(ts.replace('.', '')));
    },
  };
}
