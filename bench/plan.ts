import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

const SIZES = [10_000, 100_000, 1_000_000];
/** A size that takes longer is an error. Milliseconds. */
const TOO_LONG_MS = 120_000;

const plannedSchema = z.object({
  offenders: z.number(),
  /** Planning and aggregating, the median. */
  ms: z.number(),
  runs: z.number(),
  /** The most memory that the process ever had, its offenders included. */
  rssMb: z.number(),
});
export type Planned = z.infer<typeof plannedSchema>;

/** Plans and aggregates each size in a process of its own. */
export async function measurePlans(): Promise<Planned[]> {
  const script = fileURLToPath(new URL('plan-once.ts', import.meta.url));
  const planned: Planned[] = [];
  for (const size of SIZES) {
    const args = ['--disable-warning=ExperimentalWarning', script, String(size)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: TOO_LONG_MS });
    planned.push(plannedSchema.parse(JSON.parse(stdout)));
  }
  return planned;
}
