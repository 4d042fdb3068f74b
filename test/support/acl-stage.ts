import { test } from 'vitest';
import { addRules, inFrontOf, type Look, type Ran, runAcl, subnetsOf } from './run-acl.ts';
import { type RunningEc2, startEc2 } from './sandbox-ec2.ts';

/** Longer ago than any Describe lags. Milliseconds. */
const LONG_AGO_MS = 120_000;

/** An EC2 for one test alone, so that tests of slow things run beside each other. */
export interface AclStage {
  running: RunningEc2;
  /** The subnets that the main Network ACL had at the beginning. */
  moving: readonly string[];
  /** Those that it has now. */
  subnets(): string[];
  /** `aism acl create` for all of them. */
  create(...more: string[]): Promise<Ran>;
  /** The URL of an EC2 in front of this one; see `inFrontOf`. */
  front(look: Look): Promise<string>;
  /** Moves EC2's clock. */
  advance(ms: number): void;
  close(): Promise<void>;
}

/** With rules of every kind, made long ago also for a Describe that lags. */
async function startAclStage(): Promise<AclStage> {
  let ahead = 0;
  const fronts: { close(): Promise<void> }[] = [];
  const running = await startEc2({ now: () => Date.now() + ahead });
  await addRules(running);
  ahead = LONG_AGO_MS;
  const subnets = () => subnetsOf(running.ec2);
  return {
    running,
    moving: subnets(),
    subnets,
    create: (...more) => runAcl(running.url, ['create', '--subnets', subnets().join(','), ...more]),
    async front(look) {
      const made = await inFrontOf(running.url, look);
      fronts.push(made);
      return made.url;
    },
    advance(ms) {
      ahead += ms;
    },
    async close() {
      for (const each of fronts) await each.close();
      await running.close();
    },
  };
}

/** A test with a stage of its own. */
export const aclTest = test.extend<{ stage: AclStage }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest wants a pattern there
  stage: async ({}, use) => {
    const stage = await startAclStage();
    await use(stage);
    await stage.close();
  },
});
