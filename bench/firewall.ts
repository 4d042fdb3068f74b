import { parseArgs } from 'node:util';
import { type Burst, measureBurst } from './burst.ts';
import { type Latency, measureLatency } from './latency.ts';
import { measurePlans, type Planned } from './plan.ts';

/*
 * npm run -s bench:firewall [-- --json]
 * Measures the firewall on the sandbox's servers, on loopback, in about three minutes. With --json standard output is one
 * JSON object and nothing else.
 */
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });

const burst = await measureBurst();
const plan = await measurePlans();
const { profile, ...latency } = await measureLatency();
process.stdout.write(
  values.json ? `${JSON.stringify({ burst, plan, latency })}\n` : table(burst, plan, { ...latency, profile }),
);

function table(burst: Burst, plan: Planned[], latency: Latency): string {
  const rows = [
    ['what', 'measured', 'goal'],
    [`${burst.wishes} wishes at once`, `${burst.ec2Calls} EC2 calls, ${burst.ms} ms`, `${burst.slots + 4} EC2 calls`],
    ...plan.map((each) => [
      `${each.offenders} offenders planned and aggregated`,
      `${each.ms} ms, ${each.rssMb} MB`,
      each.offenders === 1_000_000 ? '1000 ms' : '',
    ]),
    [
      `alert to rule, ${latency.pairs} pairs, ${latency.writes} writes`,
      `${latency.oursMs} ms, bare ${latency.bareMs} ms, ratio ${latency.ratio}`,
      'ratio 1.3',
    ],
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const asked = latency.profile.map((line) => `  ${line}`);
  return [...lines, '', 'What one typical alert asked until its rule was there:', ...asked, ''].join('\n');
}
