import { readConfig } from '../config.ts';
import { parseDuration, SHORTEST_MS } from '../decision/duration.ts';
import { type Adopted, adoptRules } from '../response/adopt-rules.ts';
import type { Deps } from '../response/deps.ts';
import { type ForeignRule, type ForeignRules, foreignRules } from '../response/foreign-rules.ts';
import { refreshGuard } from '../response/load-guard.ts';
import { reconcile } from '../response/reconcile.ts';
import { confirm } from './confirm.ts';
import { openApplication } from './open-application.ts';
import { readRuleNumbers } from './read-rule-numbers.ts';
import { sayAdopted, sayForeign } from './say-adopt.ts';
import { whoRuns } from './who-runs.ts';

export interface AdoptOptions {
  target?: string;
  rules?: string;
  for?: string;
  permanent: boolean;
  by?: string;
  yes: boolean;
  json: boolean;
}

interface Result {
  target: string;
  kind: Adopted['kind'];
  adopted: ForeignRule[];
  refused: ForeignRules['refused'];
  why?: string;
}

/**
 * `aism adopt`: makes deny rules inside our numbers, that somebody else made, blocks of AISM. The exit code is 1 when one
 * that was asked for could not be taken over.
 */
export async function runAdopt(options: AdoptOptions): Promise<void> {
  const config = readConfig();
  const by = whoRuns(options.by);
  if (config.mode === 'shadow')
    throw new Error('AISM_MODE is shadow, in which AISM owns no rule: set it to the mode in which AISM runs.');
  const forMs = readEnd(options, config.policy.defaults.block);
  const rules = options.rules === undefined ? undefined : readRuleNumbers(options.rules);
  const { deps, stop } = openApplication('adopt', config);
  const targets = chosenTargets(deps, options, rules);
  await refreshGuard(deps);
  const results = await adoptIn(deps, targets, { by, forMs, rules }, options);
  await stop();
  if (options.json) process.stdout.write(`${JSON.stringify({ targets: results })}\n`);
  if (results.some((result) => result.kind !== 'done')) process.exitCode = 1;
}

async function adoptIn(
  deps: Deps,
  targets: readonly string[],
  { by, forMs, rules }: { by: string; forMs: number | null; rules: readonly number[] | undefined },
  options: AdoptOptions,
): Promise<Result[]> {
  const say = (text: string) => void (options.json || process.stdout.write(text));
  const results: Result[] = [];
  const chosen: Array<{ target: string; numbers: number[]; refused: ForeignRules['refused'] }> = [];
  for (const target of targets) {
    const found = await foreignRules(deps, target);
    if (found.kind === 'trouble') {
      say(`${target}  could not be read: ${found.why}\n`);
      results.push({ target, kind: 'trouble', adopted: [], refused: [], why: found.why });
      continue;
    }
    say(sayForeign(target, found, rules));
    refuseMissing(target, found, rules);
    const numbers = found.adoptable.map((each) => each.ruleNumber).filter((each) => rules?.includes(each) ?? true);
    chosen.push({ target, numbers, refused: found.refused });
  }
  const until = forMs === null ? null : deps.clock.now() + forMs;
  const count = chosen.reduce((total, { numbers }) => total + numbers.length, 0);
  if (count > 0) {
    const end = until === null ? 'for good' : `until ${new Date(until).toISOString()}, then they are taken out`;
    const where = deps.targets.length > 1 ? `, and like every block in all of ${deps.targets.join(', ')}` : '';
    say(`${count} ${count === 1 ? 'rule becomes a block' : 'rules become blocks'} by ${by}: ${end}${where}.\n`);
    await confirm('Take over?', options.yes);
  }
  for (const { target, numbers, refused } of chosen) {
    const done: Adopted =
      numbers.length === 0
        ? { kind: 'done', adopted: [], changed: [] }
        : await adoptRules(deps, target, { rules: numbers, by, until });
    if (numbers.length > 0) say(sayAdopted(target, done));
    const adopted = done.kind === 'done' ? done.adopted : [];
    results.push({ target, kind: done.kind, adopted, refused, ...(done.kind === 'trouble' ? { why: done.why } : {}) });
  }
  // An adopted block is wished everywhere. Where another process is at it, that one was told to look again.
  for (const target of count > 0 ? deps.targets : []) {
    const done = await reconcile(deps, target);
    if (done.kind === 'trouble') say(`${target}  could not be reconciled, the next tick tries again: ${done.why}\n`);
  }
  return results;
}

function chosenTargets(deps: Deps, options: AdoptOptions, rules: readonly number[] | undefined): readonly string[] {
  const { target } = options;
  if (target !== undefined && !deps.targets.includes(target))
    throw new Error(`"${target}" is none of the Network ACLs that are configured: ${deps.targets.join(', ')}`);
  if (rules && target === undefined && deps.targets.length > 1)
    throw new Error(`--rules goes with --target here: name one of ${deps.targets.join(', ')}`);
  return target === undefined ? deps.targets : [target];
}

function refuseMissing(target: string, found: ForeignRules, rules: readonly number[] | undefined): void {
  const problems = (rules ?? []).flatMap((number) => {
    if (found.adoptable.some((each) => each.ruleNumber === number)) return [];
    const refused = found.refused.find((each) => each.ruleNumber === number);
    return [`rule ${number}: ${refused?.why ?? `${target} has no rule of somebody else there, within AISM's numbers`}`];
  });
  if (problems.length > 0) throw new Error(`Nothing was changed.\n${problems.join('\n')}`);
}

function readEnd(options: AdoptOptions, usual: number): number | null {
  if (options.permanent && options.for !== undefined) throw new Error('--for or --permanent: keep one of them');
  if (options.permanent) return null;
  if (options.for === undefined) return usual;
  const parsed = parseDuration(options.for);
  if (!parsed.ok) throw new Error(`--for: ${parsed.why}`);
  if (parsed.ms < SHORTEST_MS) throw new Error('--for: the shortest block is 1 minute');
  return parsed.ms;
}
