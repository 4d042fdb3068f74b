import { parseArgs } from 'node:util';
import { measureClicks } from './measure-clicks.ts';

/*
 * npm run -s bench:clicks [-- --json]
 * How long people wait for the acknowledgement of each click and command with 200 ms of latency on every call to AWS, in about
 * two minutes. With --json standard output is one JSON object and nothing else.
 */
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });

const measured = await measureClicks();
process.stdout.write(
  values.json
    ? `${JSON.stringify(measured)}\n`
    : [
        `${measured.count} clicks and commands, ${measured.latencyMs} ms on each call to AWS: p50 ${measured.p50Ms} ms, p99 ${measured.p99Ms} ms (goal 1000), slowest ${measured.slowest}`,
        ...Object.entries(measured.each).map(([name, ms]) => `  ${String(ms).padStart(5)} ms  ${name}`),
        '',
      ].join('\n'),
);
