/** Work that runs when woken, never twice at the same time, and once more when woken meanwhile. */
export interface Loop {
  wake(): void;
  isRunning(): boolean;
  /** Settles when the present run, and what was asked for during it, has ended. */
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
    isRunning: () => running !== undefined,
    async idle() {
      await running;
    },
  };
}
