/** EC2 shows changes late, as a rule within seconds. Milliseconds; about a minute in all. */
const PAUSES = [250, 500, 1000, 2000, ...Array.from({ length: 14 }, () => 4000)];

export type Sleep = (ms: number) => Promise<void>;

/** Looks until there is something to see, at growing intervals; undefined when a minute was not enough. */
export async function settle<T>(sleep: Sleep, look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (const pause of PAUSES) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await sleep(pause);
  }
  return look();
}
