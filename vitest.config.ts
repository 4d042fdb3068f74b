import { configDefaults, defineConfig } from 'vitest/config';

/** Takes every processor there is for minutes: no other test runs beside it. */
const CROWD = 'test/e2e/eight-processes.test.ts';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    // One process runs file after file: loading the AWS SDK and Bolt anew for each of them took a third of all processor time.
    // Nothing in src keeps anything at the module's level, so that no file can see another.
    isolate: false,
    // Of the tests that say so, so many run beside each other: some start processes of their own.
    maxConcurrency: 3,
    projects: [
      {
        extends: true,
        test: {
          name: 'most',
          include: ['test/{unit,contract,flow,e2e}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, CROWD],
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: 'crowd', include: [CROWD], sequence: { groupOrder: 1 } } },
    ],
  },
});
