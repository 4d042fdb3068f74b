/** An alert that comes alone waits for nothing; in a burst the answers to the senders go first, for so long. Milliseconds. */
const LONGEST_MS = 1500;
/** A burst is over when nothing was stored for so long. Milliseconds. */
const LULL_MS = 25;

/** Alerts that are being stored, while their senders wait. */
export interface Intake {
  /** Does the storing of one alert. */
  storing<T>(store: () => Promise<T>): Promise<T>;
  /** Settles at once unless alerts are being stored; then when they are through, or after a while. */
  lull(): Promise<void>;
}

/**
 * ElastAlert gives up after ten seconds and posts again a minute later, so what it waits for goes before the work on what
 * is stored already.
 */
export function createIntake(): Intake {
  let underWay = 0;
  let last = 0;
  return {
    async storing(store) {
      underWay += 1;
      try {
        return await store();
      } finally {
        underWay -= 1;
        last = performance.now();
      }
    },
    async lull() {
      if (underWay === 0) return;
      const began = performance.now();
      const isBusy = () => underWay > 0 || performance.now() - last < LULL_MS;
      while (isBusy() && performance.now() - began < LONGEST_MS)
        await new Promise((resolve) => setTimeout(resolve, LULL_MS));
    },
  };
}
