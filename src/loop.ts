/** Work that runs when woken, never twice at the same time, and once more when woken meanwhile. */
export interface Loop {
  wake(): void;
  /** Settles when nothing is running and nobody has woken it. */
  idle(): Promise<void>;
}

/** Makes a loop of a job. A job that fails is reported and not repeated by itself: the tick wakes it again. */
export function createLoop(job: () => Promise<void>, onError: (error: unknown) => void): Loop {
  let isWanted = false;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    // Lets the one who woke us finish first: several wishes in a row are one run.
    await Promise.resolve();
    while (isWanted) {
      isWanted = false;
      try {
        await job();
      } catch (error) {
        onError(error);
      }
    }
    running = undefined;
  }

  return {
    wake() {
      isWanted = true;
      running ??= run();
    },
    async idle() {
      while (running) await running;
    },
  };
}
