import { parseArgs } from 'node:util';
import { measureDecisions } from './decisions.ts';
import { measureFrontDoor } from './front-door.ts';

/*
 * npm run -s bench:decide [-- --json]
 * Decisions in a second with 100,000 known offenders, and alerts stored in a second through the front door against a bare
 * server, in less than a minute. With --json standard output is one JSON object and nothing else.
 */
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });

const decisions = measureDecisions();
const door = await measureFrontDoor();
process.stdout.write(
  values.json
    ? `${JSON.stringify({ ...door, ...decisions })}\n`
    : [
        `${decisions.decisionsPerS} decisions in a second, ${decisions.offenders} offenders known`,
        `${door.oursPerS} alerts stored in a second, a bare server ${door.barePerS}: ratio ${door.ratio} of ${door.pairs} pairs (goal 0.6)`,
        '',
      ].join('\n'),
);
