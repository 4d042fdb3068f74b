import { type Body, textAt } from './body-fields.ts';

/** Clocks differ; a smaller lead is not worth a note. Milliseconds. */
const TOLERATED_LEAD = 5 * 60_000;

/**
 * When the event happened. A body that does not say, or whose clock is ahead of ours, gets the time of receipt: an event
 * in the future would count as fresh for too long. `stated` is the body's own time in ms, `note` says what was changed.
 */
export function eventTime(body: Body, receivedAt: number): { at: string; stated?: number; note?: string } {
  const received = new Date(receivedAt).toISOString();
  const text = textAt(body, '@timestamp');
  if (text === undefined) return { at: received };
  const stated = readMoment(text);
  if (stated === undefined) return { at: received, note: '@timestamp is not a time, so the time of receipt is used.' };
  if (stated <= receivedAt) return { at: new Date(stated).toISOString(), stated };
  const note = `@timestamp is in the future (${new Date(stated).toISOString()}), so the time of receipt is used.`;
  return stated - receivedAt > TOLERATED_LEAD ? { at: received, stated, note } : { at: received, stated };
}

/** ISO 8601, in UTC when no zone is named, as ElastAlert means it; or seconds or milliseconds since the epoch. */
function readMoment(text: string): number | undefined {
  if (/^\d{10}(\.\d{1,9})?$/.test(text)) return Math.round(Number(text) * 1000);
  if (/^\d{13}$/.test(text)) return Number(text);
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?$/i.exec(text.trim());
  if (match === null) return undefined;
  const moment = Date.parse(`${match[1]}T${match[2]?.replace(',', '.')}${match[3]?.toUpperCase() ?? 'Z'}`);
  return Number.isNaN(moment) || moment < 0 ? undefined : moment;
}
