import { test } from 'vitest';
import { startWorld, type World } from './world.ts';

/** A test with a world of its own, so that tests of slow things run beside each other. */
export const worldTest = test.extend<{ world: World }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest wants a pattern there
  world: async ({}, use) => {
    const world = await startWorld();
    await use(world);
    await world.end();
  },
});
