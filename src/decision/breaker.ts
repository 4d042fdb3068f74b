import type { Address } from '../address/address.ts';
import { type Automatic, activePause, offBecause } from './automatic.ts';
import { formatDuration } from './duration.ts';
import type { BreakerLimits } from './policy.ts';

/** Leave to block one address by itself. `tripped`: this request passed a limit. */
export type Reservation = { kind: 'ok' } | { kind: 'off'; why: string; tripped: boolean };

const HOUR_MS = 3_600_000;
/** How far back the past rate is looked at, and how much of it must be known. Hours. */
const PAST_HOURS = 7 * 24;
const KNOWN_HOURS = 24;
/** Fewer blocks in an hour are no surge, whatever the past was. */
const SURGE_BLOCKS = 20;
/** How many rules a sentence names, and how much of a rule's name is kept. */
const NAMED = 3;
const NAME_LENGTH = 60;

/**
 * Asks for leave to block an address, and counts it: the same address within the window once, so a request that is repeated
 * gets the same answer. The request that would pass a limit is refused, and automatic blocking is off from then on.
 */
export function reserve(
  draft: Automatic,
  request: { address: Address; rule: string; at: number },
  limits: BreakerLimits,
): Reservation {
  const { address, rule, at } = request;
  // Clocks of several processes differ a little; what is further ahead was counted while one was wrong.
  const lately = draft.recent.filter((each) => Math.abs(at - each.at) < limits.window);
  const isKnown = lately.some((each) => each.address === address);
  // What had leave before a limit was passed keeps it: it is being blocked at this moment.
  if (isKnown && !activePause(draft, at)) return { kind: 'ok' };
  const off = offBecause(draft, at);
  if (off) return { kind: 'off', why: off, tripped: false };
  draft.recent = lately;
  const passed = passedLimit(draft, rule, at, limits);
  if (passed) return trip(draft, { ...passed, at });
  draft.recent.push({ address, rule: rule.slice(0, NAME_LENGTH), at });
  countHour(draft, at);
  return { kind: 'ok' };
}

/** Switches automatic blocking off, until a lead resumes it. */
export function trip(draft: Automatic, cause: NonNullable<Automatic['trip']>): Reservation {
  const isNew = draft.trip === undefined;
  draft.trip ??= { at: cause.at, limit: cause.limit, why: cause.why };
  return { kind: 'off', why: `automatic blocking is off: ${draft.trip.why}`, tripped: isNew };
}

/** What a rule that fires on too many addresses is told as. */
export function firesTooWide(rule: string, limits: BreakerLimits): string {
  return `the rule ${rule} fired on more than ${limits.addresses} addresses within ${formatDuration(limits.window)}`;
}

function passedLimit(
  state: Automatic,
  rule: string,
  at: number,
  limits: BreakerLimits,
): { limit: 'blocks' | 'surge'; why: string } | undefined {
  const { length } = state.recent;
  if (length >= limits.blocks) {
    const why = `${length + 1} addresses were to be blocked automatically within ${formatDuration(limits.window)} (${byRule([...state.recent, { rule }])}), and the limit is ${limits.blocks}`;
    return { limit: 'blocks', why };
  }
  const rate = pastRate(state, at);
  const blocks = state.hours.find(({ hour }) => hour === hourOf(at))?.blocks ?? 0;
  const isCalm = state.resumedAt !== undefined && hourOf(state.resumedAt) === hourOf(at);
  if (rate === undefined || isCalm || blocks < SURGE_BLOCKS || blocks + 1 <= limits.surge * rate) return undefined;
  const why = `${blocks + 1} addresses were to be blocked automatically since ${clockHour(at)} (${byRule([...state.recent, { rule }])}), and in the days before it were ${rate.toFixed(1)} an hour; the limit is ${limits.surge} times that`;
  return { limit: 'surge', why };
}

/** Automatic blocks in an hour, on average over what is known of the last week; undefined while too little is known. */
function pastRate(state: Automatic, at: number): number | undefined {
  if (state.since === undefined) return undefined;
  const now = hourOf(at);
  const known = Math.min(PAST_HOURS, now - hourOf(state.since));
  if (known < KNOWN_HOURS) return undefined;
  const past = state.hours.filter(({ hour }) => hour < now && hour >= now - known);
  return past.reduce((total, { blocks }) => total + blocks, 0) / known;
}

function countHour(draft: Automatic, at: number): void {
  const now = hourOf(at);
  draft.hours = draft.hours.filter(({ hour }) => hour >= now - PAST_HOURS);
  const current = draft.hours.find(({ hour }) => hour === now);
  if (current) current.blocks += 1;
  else draft.hours.push({ hour: now, blocks: 1 });
}

function byRule(blocks: ReadonlyArray<{ rule: string }>): string {
  const counts = [...Map.groupBy(blocks, ({ rule }) => rule)].sort((a, b) => b[1].length - a[1].length);
  const named = counts.slice(0, NAMED).map(([rule, all]) => `${all.length} under ${rule}`);
  return [...named, ...(counts.length > NAMED ? ['others'] : [])].join(', ');
}

function hourOf(moment: number): number {
  return Math.floor(moment / HOUR_MS);
}

function clockHour(moment: number): string {
  return `${new Date(hourOf(moment) * HOUR_MS).toISOString().slice(11, 16)} UTC`;
}
