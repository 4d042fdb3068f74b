import { once } from 'node:events';
import { display } from '../address/address.ts';
import type { Alert } from '../alerts/alert.ts';
import { readPolicy } from '../config.ts';
import type { Mode } from '../decision/decide.ts';
import type { Policy } from '../decision/policy.ts';
import { compareReplays } from '../response/compare-replays.ts';
import { createReplay, type ReplayedDecision } from '../response/replay-alerts.ts';
import { createReplayBreaker } from '../response/replay-breaker.ts';
import { createSummary, type ReplaySummary } from '../response/sum-up-replay.ts';
import { readRecorded } from './read-recorded.ts';
import { changesAsJson, decisionAsJson, summaryAsJson } from './replay-json.ts';
import { masked, sayCompared, sayDecision, saySummary } from './say-replay.ts';

interface Options {
  policy?: string;
  mode: Mode;
  compare?: string;
  json: boolean;
  summary: boolean;
  mask: boolean;
}

/**
 * `aism replay <file>`: what a policy would have decided about recorded alerts. Nothing is read but the file and the
 * policies, and nothing is changed. The exit code is 1 when lines could not be read.
 */
export async function runReplay(file: string, options: Options): Promise<void> {
  // Whoever reads only the beginning (`| head`) has read enough.
  process.stdout.once('error', () => process.exit());
  const name = options.mask ? masked : display;
  const policy = policyOf(options.policy);
  const old = options.compare === undefined ? undefined : policyOf(options.compare);
  const { alerts, bad } = await readRecorded(file);
  for (const { line, why } of bad) process.stderr.write(`line ${line}: ${why}\n`);
  if (bad.length > 0) process.exitCode = 1;
  const before = old && (await replay(alerts, old, options.mode));
  let isFirst = true;
  if (options.json)
    await write(`{"mode":${JSON.stringify(options.mode)},"badLines":${JSON.stringify(bad)},"decisions":[`);
  const summary = await replay(alerts, policy, options.mode, async (decision) => {
    if (options.json) await write(`${isFirst ? '\n' : ',\n'}${JSON.stringify(decisionAsJson(decision))}`);
    else if (!options.summary && !old) await write(sayDecision(decision, name));
    isFirst = false;
  });
  const changes = before && compareReplays(summary, before);
  if (options.json) {
    const compare = changes && before ? { old: summaryAsJson(before), changes: changesAsJson(changes) } : undefined;
    await write(`\n],"summary":${JSON.stringify(summaryAsJson(summary))}`);
    await write(`${compare ? `,"compare":${JSON.stringify(compare)}` : ''}}\n`);
    return;
  }
  await write(changes && before ? sayCompared(summary, before, changes, name) : saySummary(summary, name));
  if (bad.length > 0) process.stderr.write(`${bad.length} of the lines could not be read; all others were replayed\n`);
}

/** Answers every alert; tells of each decision. */
async function replay(
  alerts: readonly Alert[],
  policy: Policy,
  mode: Mode,
  tell: (decision: ReplayedDecision) => Promise<void> = async () => undefined,
): Promise<ReplaySummary> {
  const [machine, counts] = [createReplay(policy, mode), createSummary()];
  const breaker = createReplayBreaker(policy);
  for (const alert of alerts) {
    const done = machine.answer(alert);
    counts.add(alert, done);
    counts.summary.trips.push(...breaker(alert, done.decisions));
    for (const decision of done.decisions) await tell(decision);
  }
  return counts.summary;
}

function policyOf(file: string | undefined): Policy {
  const { policy, problems } = readPolicy(file);
  if (problems.length > 0) throw new Error(problems.join('\n').replace(/^AISM_CONFIG: /, ''));
  return policy;
}

/** Waits for a reader that is slower than we. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
