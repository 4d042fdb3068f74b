import fc from 'fast-check';
import { test } from 'vitest';
import { commands, settled } from '../support/model-commands.ts';
import { type Model, startModelWorld } from '../support/model-world.ts';

/** The same stories each time: a red build is a change's doing. To search, take the seed out and raise the numbers. */
const RUNS = { numRuns: 30, seed: 20_161_124, interruptAfterTimeLimit: 60_000 };

test('invariants 3, 5 and 7: whatever people, others, EC2 and stops do, once it is quiet each packet is decided as the ledger says', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(commands, settled, async (some, last) => {
      const world = await startModelWorld();
      try {
        const model: Model = { claims: new Map(), foreign: new Map(), guarded: new Set() };
        await fc.asyncModelRun(() => ({ model, real: world }), some);
        await last.run(model, world);
      } finally {
        await world.close();
      }
    }),
    RUNS,
  );
});
