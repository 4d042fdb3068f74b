const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** So many labels fit below the chart in large letters. */
const LABELS = 8;

/** How far labels of time are apart, so that they fit: hours for a day, days for longer. Milliseconds. */
export function tickEvery(slices: number, sliceMs: number): number {
  const steps = [1, 3, 6, 12].map((hours) => hours * HOUR_MS);
  const days = [1, 2, 5, 10].map((count) => count * DAY_MS);
  return [...steps, ...days].find((step) => step >= sliceMs && (slices * sliceMs) / step <= LABELS) ?? 10 * DAY_MS;
}

/** What stands below a slice: its hour, or its day where labels are days apart. UTC. */
export function sayTick(moment: number, every: number): string {
  return every < DAY_MS ? hour(moment) : day(moment);
}

/** A moment of the title: `17 Nov 09:00`. UTC. */
export function sayMoment(moment: number): string {
  return `${day(moment)} ${hour(moment)}`;
}

function day(moment: number): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(moment);
}

function hour(moment: number): string {
  return new Date(moment).toISOString().slice(11, 16);
}
