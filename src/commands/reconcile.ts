import { randomUUID } from 'node:crypto';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { refreshGuard } from '../response/load-guard.ts';
import { type Reconciled, reconcile } from '../response/reconcile.ts';
import { wire } from '../wire.ts';

/** `aism reconcile`: one look at each target. The exit code is 1 when one could not be reconciled. */
export async function runReconcile(options: { json: boolean }): Promise<void> {
  const config = readConfig();
  const application = wire(config, { clock: systemClock, log: createLog('warn'), holder: `reconcile-${randomUUID()}` });
  await refreshGuard(application.deps);
  const results: Array<{ target: string } & Reconciled> = [];
  for (const target of application.deps.targets)
    results.push({ target, ...(await reconcile(application.deps, target)) });
  await application.stop();
  const text = results.map((result) => `${result.target}  ${say(result)}\n`).join('');
  process.stdout.write(options.json ? `${JSON.stringify({ targets: results })}\n` : text);
  if (results.some((result) => result.kind === 'trouble')) process.exitCode = 1;
}

function say(result: Reconciled): string {
  switch (result.kind) {
    case 'done':
      return result.changes === 0 ? 'is as the ledger wishes' : `made ${result.changes} changes`;
    case 'busy':
      return 'is being reconciled by another process, which was told to look again';
    case 'trouble':
      return `could not be reconciled: ${result.why}`;
  }
}
