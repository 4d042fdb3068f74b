import { defineConfig } from 'vitest/config';

/** Other people's programs against the sandbox's servers: `npx --no vitest -- run --config vitest.peers.config.ts`. */
export default defineConfig({
  test: {
    include: ['test/peers/**/*.test.ts'],
    testTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
