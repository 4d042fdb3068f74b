import type { Deps } from '../response/deps.ts';
import type { ExplainedChange } from '../response/explain-changes.ts';
import { refreshGuard } from '../response/load-guard.ts';
import { previewTarget, type Standing, withoutWritingGuard } from '../response/preview-target.ts';
import { reconcile } from '../response/reconcile.ts';
import { openApplication } from './open-application.ts';
import { sayChanges } from './say-changes.ts';

/** One target as `--json` tells it. */
interface Result extends Partial<Standing> {
  target: string;
  kind: 'planned' | 'done' | 'busy' | 'trouble';
  /** What was really changed; with `planned`, what would be. */
  changes: ExplainedChange[];
  why?: string;
}

/**
 * `aism reconcile`: one look at each target. With `--dry-run` it only tells what it would do: no lease is taken, nothing is
 * written. The exit code is 1 when a target could not be read or reconciled.
 */
export async function runReconcile(options: { dryRun: boolean; json: boolean }): Promise<void> {
  const application = openApplication('reconcile');
  const deps = options.dryRun ? withoutWritingGuard(application.deps) : application.deps;
  await refreshGuard(deps);
  const results: Result[] = [];
  for (const target of deps.targets)
    results.push(options.dryRun ? { target, ...(await previewTarget(deps, target)) } : await really(deps, target));
  await application.stop();
  const text = results.map((result) => `${result.target}  ${say(result)}\n${sayChanges(result.changes, result)}`);
  process.stdout.write(options.json ? `${JSON.stringify({ targets: results })}\n` : text.join(''));
  if (results.some((result) => result.kind === 'trouble')) process.exitCode = 1;
}

async function really(deps: Deps, target: string): Promise<Result> {
  const done = await reconcile(deps, target);
  if (done.kind === 'busy') return { target, kind: 'busy', changes: [] };
  if (done.kind === 'trouble') return { target, ...done };
  const { waiting, unusable, foreign, drift } = { ...EMPTY, ...(await previewTarget(deps, target)) };
  return { target, ...done, waiting, unusable, foreign, drift };
}

const EMPTY: Standing = { waiting: [], unusable: [], foreign: [], drift: [] };

function say(result: Result): string {
  const count = `${result.changes.length} ${result.changes.length === 1 ? 'change' : 'changes'}`;
  switch (result.kind) {
    case 'planned':
      return result.changes.length === 0 ? 'is as the ledger wishes' : `would get ${count}; nothing was changed`;
    case 'done':
      return result.changes.length === 0 ? 'is as the ledger wishes' : `made ${count}`;
    case 'busy':
      return 'is being reconciled by another process, which was told to look again';
    case 'trouble':
      return `could not be reconciled: ${result.why}`;
  }
}
