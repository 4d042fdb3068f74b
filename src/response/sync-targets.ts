import type { Deps } from './deps.ts';
import { type Reconciled, reconcile } from './reconcile.ts';

/** Another process, or a loop of this one, is waited for so long. Milliseconds. */
const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 300;

export type Synced = { target: string } & Reconciled;

/**
 * Reconciles every target now, all at the same time; none waits for another. `holder` is a name of its own, since a lease
 * lets its own holder in again.
 */
export function syncTargets(deps: Deps, holder: string): Promise<Synced[]> {
  const own = { ...deps, holder };
  return Promise.all(deps.targets.map(async (target) => ({ target, ...(await patiently(own, target)) })));
}

/** Who is at it was told to look again; what it found is not known here, so we look ourselves once it is done. */
async function patiently(deps: Deps, target: string): Promise<Reconciled> {
  const end = deps.wall() + PATIENCE_MS;
  for (;;) {
    const done = await reconcile(deps, target);
    if (done.kind !== 'busy' || deps.wall() >= end) return done;
    await deps.sleep(LOOK_EVERY_MS);
  }
}
