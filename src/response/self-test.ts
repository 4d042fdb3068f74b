import type { Alert } from '../alerts/alert.ts';
import { policyFor } from '../decision/policy.ts';
import type { AddressRecord } from '../ledger/record.ts';
import { SELF_TEST, SELF_TEST_RULE } from '../ledger/self-test-rule.ts';
import { addressHistory } from './address-history.ts';
import type { Deps } from './deps.ts';
import { forgetEarlierTests, isOut, ownEpisode, TEST_ADDRESS, takeBack, wish } from './self-test-claim.ts';
import { whyNotTest } from './why-not-test.ts';

/** So long a step is waited for, and how often is looked. Milliseconds. */
const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 40;
/** Longer than all steps together; a lease that a stopped process left is over then. Milliseconds. */
const LEASE_MS = 4 * PATIENCE_MS;

/** What was seen, and how long after the start. Milliseconds. */
export interface Step {
  step: 'stored' | 'decided' | 'wished' | 'rule' | 'card' | 'gone';
  ms: number;
  /** Of `rule`: which Network ACL. */
  target?: string;
}

export type SelfTested =
  | { kind: 'busy' }
  | { kind: 'not-tried'; why: string }
  /** `troubles`: what did not come about, in words. None: all is well. */
  | { kind: 'tested'; steps: Step[]; troubles: string[] };

/**
 * An alert about an address that nobody has goes the whole way: inbox, decision, claim, rule, card, and away again. It never
 * takes a slot from a real block: its block is the least of all. `id` makes this test's name unique.
 */
export async function selfTest(deps: Deps, { by, id }: { by: string; id: string }): Promise<SelfTested> {
  const lease = await deps.ledger.leases.acquire('self-test', `${deps.holder}-test-${id}`, LEASE_MS);
  if (!lease) return { kind: 'busy' };
  try {
    const why = await whyNotTest(deps, TEST_ADDRESS);
    return why === undefined ? await test(deps, by, id) : { kind: 'not-tried', why };
  } finally {
    await deps.ledger.leases
      .release(lease)
      .catch((error: unknown) => deps.log.warn({ err: error }, 'the lease of the self-test ends by its time'));
  }
}

async function test(deps: Deps, by: string, id: string): Promise<SelfTested> {
  const start = deps.wall();
  const steps: Step[] = [];
  const troubles: string[] = [];
  const done = (step: Step['step'], target?: string) =>
    void steps.push({ step, ms: deps.wall() - start, ...(target === undefined ? {} : { target }) });
  const grace = await forgetEarlierTests(deps);
  try {
    await wayOfAnAlert(deps, { by, id, done, troubles });
  } catch (error) {
    deps.log.error({ err: error }, 'the self-test failed');
    troubles.push('something went wrong on the way; the log says what');
  }
  try {
    await takeBack(deps, by, grace);
    if (await lookUntil(deps, isOut)) done('gone');
    else troubles.push('its rule is not seen gone yet; AISM goes on each minute');
  } catch (error) {
    deps.log.error({ err: error }, 'the self-test could not be cleaned up');
    troubles.push('it could not be cleaned up now: its block ends by itself within a minute');
  }
  return { kind: 'tested', steps, troubles };
}

interface Way {
  by: string;
  id: string;
  done: (step: Step['step'], target?: string) => void;
  troubles: string[];
}

async function wayOfAnAlert(deps: Deps, { by, id, done, troubles }: Way): Promise<void> {
  const alert = syntheticAlert(deps, id);
  const body = new TextEncoder().encode(JSON.stringify(alert));
  await deps.ledger.inbox.store({
    source: alert.source,
    body,
    receivedAt: alert.receivedAt,
    sender: 'self-test',
    alert,
  });
  done('stored');
  deps.wake.alerts();
  const decided = await lookUntil(deps, ({ events }) => events.some((event) => event.id === alert.identity));
  if (!decided) return void troubles.push('the alert was not decided in time: is the worker running?');
  done('decided');
  const revision = await wish(deps, by);
  if (revision === undefined) return void troubles.push(`it was left alone: ${await lastDecision(deps)}`);
  done('wished');
  await seeRuleAndCard(deps, revision, { done, troubles });
}

/** Weighs as much as asking takes, and proves nothing: whatever the policy says, nothing is automatic about it. */
function syntheticAlert(deps: Deps, id: string): Alert {
  const now = deps.clock.now();
  const { ask } = policyFor(deps.policy, SELF_TEST_RULE);
  return {
    source: 'elastalert',
    identity: `self-test-${id}`,
    rule: SELF_TEST_RULE,
    attackers: [{ address: TEST_ADDRESS, weighs: typeof ask === 'number' ? ask : (ask.events ?? 1) }],
    counting: 'sum',
    keyed: false,
    severity: 'low',
    at: new Date(now).toISOString(),
    receivedAt: now,
    hosts: [],
    users: [],
    samples: ['A test: nobody attacks, and nobody has to do anything.'],
    notes: [],
  };
}

async function lastDecision(deps: Deps): Promise<string> {
  const actions = await addressHistory(deps, TEST_ADDRESS, 10);
  return actions.find(({ kind, actor }) => kind === 'alert' && actor === SELF_TEST)?.why ?? 'no decision is known';
}

async function seeRuleAndCard(
  deps: Deps,
  revision: number,
  { done, troubles }: Pick<Way, 'done' | 'troubles'>,
): Promise<void> {
  const seen = new Set<string>();
  await lookUntil(deps, (record) => {
    for (const [target, { state }] of Object.entries(record.block?.targets ?? {}))
      if (state === 'active' && !seen.has(target)) {
        seen.add(target);
        done('rule', target);
      }
    if ((ownEpisode(record)?.shown ?? 0) >= revision && !seen.has('card')) {
      seen.add('card');
      done('card');
    }
    return seen.has('card') && Object.values(record.block?.targets ?? {}).every(({ state }) => SETTLED.has(state));
  });
  const { block } = await deps.ledger.records.get(TEST_ADDRESS);
  for (const [target, { state, note }] of Object.entries(block?.targets ?? {}))
    if (!seen.has(target)) troubles.push(`no rule in ${deps.nameOf(target)}: ${note ?? state}`);
  if (!seen.has('card')) troubles.push('no card in time: Slack refuses it, is slow, or other cards come first');
}

const SETTLED: ReadonlySet<string> = new Set(['active', 'waiting', 'failed', 'unusable', 'lost', 'left']);

/** The record once it is as expected; undefined when that takes too long. */
async function lookUntil(deps: Deps, isSo: (record: AddressRecord) => boolean): Promise<AddressRecord | undefined> {
  const end = deps.wall() + PATIENCE_MS;
  for (;;) {
    const record = await deps.ledger.records.get(TEST_ADDRESS);
    if (isSo(record)) return record;
    if (deps.wall() >= end || deps.isStopping()) return undefined;
    await deps.sleep(LOOK_EVERY_MS);
  }
}
