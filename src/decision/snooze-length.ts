import { formatDuration } from './duration.ts';

/** The longest silence that an analyst, and a lead, may ask for. Milliseconds. */
const LONGEST_MS = { analyst: 7 * 24 * 3_600_000, lead: 30 * 24 * 3_600_000 } as const;

/** Why a silence is too long for who wants it, or undefined. */
export function tooLong(forMs: number, isLead: boolean): string | undefined {
  const { analyst, lead } = LONGEST_MS;
  if (forMs <= (isLead ? lead : analyst)) return undefined;
  return forMs > lead
    ? `at most ${formatDuration(lead)}, by a lead; ${formatDuration(analyst)} by anybody else`
    : `more than ${formatDuration(analyst)} only a lead may`;
}
