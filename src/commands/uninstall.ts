import { type Config, readConfig } from '../config.ts';
import { ownTarget, type Target } from '../decision/targets.ts';
import { type Cleared, clearTarget, forgetLost } from '../response/clear-target.ts';
import type { Deps } from '../response/deps.ts';
import { type OwnRules, ownRules } from '../response/own-rules.ts';
import { countLive, type Emptied, emptyTarget, liftAll } from '../response/uninstall.ts';
import { wireFirewall } from '../wire-firewall.ts';
import { confirm } from './confirm.ts';
import { openApplication } from './open-application.ts';
import { sayCleared, sayEmptied, sayOwn } from './say-uninstall.ts';
import { whoRuns } from './who-runs.ts';

export interface UninstallOptions {
  yes: boolean;
  json: boolean;
  by?: string;
  target?: string;
  region?: string;
  role?: string;
  gone: boolean;
}

/**
 * `aism uninstall`: lifts every block and takes every rule of ours out, and nothing else. With `--target` of a Network ACL
 * that is configured no longer: takes our rules out of that one. The exit code is 1 when something is left.
 */
export async function runUninstall(options: UninstallOptions): Promise<void> {
  const config = readConfig();
  const by = whoRuns(options.by);
  if (config.mode === 'shadow')
    throw new Error(
      'AISM_MODE is shadow, in which nothing in EC2 is ever changed: set it to the mode in which AISM ran.',
    );
  const former = formerTarget(config, options);
  const { deps, stop } = openApplication('uninstall', config);
  const far = former && wireFirewall({ ...config, targets: [former] }, undefined, Date.now);
  const done = former
    ? await clearFormer({ ...deps, firewall: far?.firewall ?? deps.firewall }, former, by, options)
    : await takeAllOut(deps, by, options);
  await stop();
  far?.destroy();
  if (options.json) process.stdout.write(`${JSON.stringify(done)}\n`);
  if (done.failed.length > 0 || done.targets.some((each) => each.kind === 'trouble' || each.kind === 'busy'))
    process.exitCode = 1;
}

interface Done {
  targets: Array<{ target: string } & (Emptied | Cleared)>;
  /** How many blocks were lifted, and those that could not be. */
  lifted: number;
  failed: Array<{ address: string; why: string }>;
}

async function takeAllOut(deps: Deps, by: string, options: UninstallOptions): Promise<Done> {
  const say = speaker(options);
  const live = await countLive(deps);
  const before = new Map<string, OwnRules>();
  for (const target of deps.targets) before.set(target, await ownRules(deps, target));
  for (const [target, rules] of before) say(sayOwn(target, rules));
  say(`${live} ${live === 1 ? 'block is' : 'blocks are'} live or waiting, and will be lifted.\n`);
  const isNothing = live === 0 && [...before.values()].every((each) => each.kind === 'seen' && each.rules.length === 0);
  if (!isNothing) await confirm('Lift all blocks and take these rules out?', options.yes);
  const { lifted, failed, elsewhere } = await liftAll(deps, by, 'aism uninstall');
  if (lifted > 0) say(`Lifted ${lifted} ${lifted === 1 ? 'block' : 'blocks'}.\n`);
  for (const { address, why } of failed) say(`The block of ${address} could not be lifted: ${why}\n`);
  const targets: Done['targets'] = [];
  for (const [target, rules] of before) {
    const emptied = await emptyTarget(deps, target, rules);
    targets.push({ target, ...emptied });
    say(sayEmptied(target, emptied));
  }
  for (const target of elsewhere)
    say(`Rules may stand in ${target} too, which is not configured: aism uninstall --target ${target}\n`);
  return { targets, lifted, failed };
}

async function clearFormer(
  deps: Deps,
  { id, region = 'this region' }: Target,
  by: string,
  options: UninstallOptions,
): Promise<Done> {
  const say = speaker(options);
  const before = await ownRules(deps, id);
  if (!options.gone) say(sayOwn(id, before));
  if (before.kind === 'lost' && !options.gone)
    throw new Error(
      `EC2 shows no ${id} in ${region}. If it is elsewhere, name --region and --role. If it was deleted, add --gone: then AISM forgets it.`,
    );
  if (options.gone && before.kind === 'seen')
    throw new Error(`${id} is not gone: EC2 shows it. Leave --gone out, and its rules of ours are taken out.`);
  say('Blocks stay as they are in the other Network ACLs; one that was placed in this one alone is lifted.\n');
  const isNothing = before.kind === 'seen' && before.rules.length === 0;
  const question = options.gone ? `Forget ${id}?` : 'Take these rules out?';
  if (!isNothing) await confirm(question, options.yes);
  const cleared = await (options.gone ? forgetLost : clearTarget)(deps, id, by);
  say(sayCleared(id, cleared));
  return { targets: [{ target: id, ...cleared }], lifted: 0, failed: [] };
}

/** The target that is named and not configured; undefined: all that are configured are meant. */
function formerTarget(config: Config, options: UninstallOptions): Target | undefined {
  const { target: id, region, role } = options;
  if (id === undefined) {
    if (region !== undefined || role !== undefined || options.gone)
      throw new Error('--region, --role and --gone go with --target: name the Network ACL that they are about.');
    return undefined;
  }
  if (!/^acl-[0-9a-f]{8,17}$/.test(id))
    throw new Error(`"${id}" is no id of a Network ACL, like acl-0123456789abcdef0`);
  const isConfigured = config.targets.some((target) => target.id === id);
  if (isConfigured && config.targets.length === 1) return undefined;
  if (isConfigured)
    throw new Error(
      `${id} is still configured, so the next tick would put its rules back: take it out of AISM_NETWORK_ACLS (or of targets in the policy file), restart AISM, and run this again.`,
    );
  const own = config.targets[0]?.region;
  return { ...ownTarget(id), region: region ?? own, roleArn: role };
}

function speaker({ json }: UninstallOptions): (text: string) => void {
  return (text) => void (json || process.stdout.write(text));
}
