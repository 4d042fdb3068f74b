import { type Address, contains } from '../address/address.ts';
import { withAllowed } from '../decision/allowlist.ts';
import { type Decision, isTooLate, wouldBlock } from '../decision/decide.ts';
import { policyFor } from '../decision/policy.ts';
import { openEpisode } from '../ledger/episode.ts';
import { ItemRefusedError, LedgerUnavailableError } from '../ledger/errors.ts';
import type { StoredAlert } from '../ledger/inbox.ts';
import type { AddressRecord } from '../ledger/record.ts';
import { type Around, answerAlerts } from './answer-alerts.ts';
import { countFiring } from './breaker.ts';
import { collectLate } from './collect-late.ts';
import type { Deps } from './deps.ts';
import { type AttackerAlert, groupByOffender } from './group-attackers.ts';
import { type Exemptions, loadExemptions } from './known-exemptions.ts';
import { placeFor } from './place-alerts.ts';
import { proposeRanges } from './propose-ranges.ts';
import { type SecondLook, secondLook } from './second-look.ts';
import { stormNow } from './storm.ts';

/** How many alerts one round takes, and how many addresses are worked at the same time. */
const ROUND = 400;
const AT_ONCE = 8;
/** After so many failed tries an alert goes to quarantine and the channel is told. */
const TRIES = 5;

/** What a round leaves in the inbox: perhaps `more` that waited behind these, or only what `failed` and is tried later. */
export type Left = 'nothing' | 'failed' | 'more';

/**
 * Works the inbox in groups of one address: counts, decides, claims. Safe to run twice: a known alert changes nothing.
 */
export async function respondToAlerts(deps: Deps): Promise<Left> {
  const fresh = deps.ledger.inbox.takeFresh();
  const waiting = fresh.length > 0 ? fresh : await deps.ledger.inbox.waiting(ROUND);
  if (waiting.length === 0) return 'nothing';
  const groups = [...groupByOffender(waiting, deps.policy.ipv6Prefix)];
  // Read while the records are read. A failure is told of below, where the answer is waited for.
  const reading = Promise.all([loadExemptions(deps), deps.ledger.records.ranges(), stormNow(deps)]);
  reading.catch(() => undefined);
  const firing = countFiring(deps, groups);
  firing.catch(() => undefined);
  const failures = new Map<string, unknown>();
  const changing = answerAll(deps, groups, { reading, firing }, failures);
  // The targets get ready while the records are written. They wait neither for a burst nor for where a host stands.
  const isSoon = groups.length <= AT_ONCE && deps.placement === undefined;
  if (isSoon) deps.wake.reconcile(changing);
  await changing;
  if (!isSoon) deps.wake.reconcile();
  const [{ guard, allowlist }] = await reading;
  // An attacker's packets wait for no card. In a burst nothing waits: the next round has rules to make as well.
  if (waiting.length < ROUND) await deps.wake.rulesFirst();
  deps.wake.announce();
  deps.wake.bookkeeping();
  await deps.ledger.inbox.finish(waiting.filter(({ key }) => !failures.has(key)));
  let left = 0;
  for (const stored of waiting.filter(({ key }) => failures.has(key)))
    if (await tryLater(deps, stored, failures.get(stored.key))) left += 1;
  const never = withAllowed(guard, allowlist, deps.clock.now());
  await proposeRanges(deps, never, [...new Set(groups.map(([address]) => address))]);
  // After fresh ones the inbox is looked at as well: others may have stored alerts there, or left some.
  const mayBeMore = waiting.length >= ROUND ? left < waiting.length : fresh.length > 0 && left === 0;
  if (mayBeMore) return 'more';
  return left > 0 ? 'failed' : 'nothing';
}

/** What is looked up for a whole round, while its records are read. */
interface Asked {
  reading: Promise<[Exemptions, AddressRecord[], storm: string | undefined]>;
  firing: Promise<string | undefined>;
}

/** Changes the record of each group and returns them; what fails is noted under the keys of its alerts. */
async function answerAll(
  deps: Deps,
  groups: ReadonlyArray<[Address, AttackerAlert[]]>,
  { reading, firing }: Asked,
  failures: Map<string, unknown>,
): Promise<AddressRecord[]> {
  const changed: AddressRecord[] = [];
  for (let at = 0; at < groups.length; at += AT_ONCE) {
    await Promise.all(
      groups.slice(at, at + AT_ONCE).map(async ([address, alerts]) => {
        try {
          const place = await placeFor(
            deps,
            alerts.map((each) => each.stored.alert.hostIds ?? []),
          );
          const { record } = await deps.ledger.records.change(address, async (draft) => {
            const [exemptions, ranges, storm] = await reading;
            const around = ranges.filter((range) => range.address !== address && contains(range.address, address));
            await answerWithCare(deps, draft, alerts, { ...exemptions, around, place, storm }, firing);
          });
          changed.push(record);
        } catch (error) {
          for (const { stored } of alerts) failures.set(stored.key, error);
        }
      }),
    );
  }
  return changed;
}

/**
 * Decides; and where that would be an automatic block looks closer first, and decides again with what was found: as of the
 * same moment, so that no block comes of it that was not looked at.
 */
async function answerWithCare(
  deps: Deps,
  draft: AddressRecord,
  alerts: readonly AttackerAlert[],
  found: Around,
  firing: Asked['firing'],
): Promise<void> {
  const now = deps.clock.now();
  const parts = { ...deps, clock: { now: () => now } };
  const rulesWith = (look?: SecondLook) =>
    answerAlerts(structuredClone(draft), alerts, { ...found, look }, parts)
      .filter(({ rule, decision }) => decision.kind === 'block' || isNewWish(draft, rule, decision, now))
      .map(({ rule }) => rule);
  const rules = mayBlock(deps, alerts) ? rulesWith() : [];
  const suspect = {
    address: draft.address,
    rules,
    rulesWith,
    webRules: rules.filter((name) =>
      alerts.some(
        ({ stored: { alert } }) => alert.rule === name && policyFor(deps.policy, alert.rule, alert.source).web,
      ),
    ),
    seenAs: alerts.flatMap(({ seenAs = [] }) => seenAs),
    firing,
  };
  const look = rules.length > 0 ? await secondLook(deps, suspect) : undefined;
  const known = new Set(draft.events.map((event) => event.id));
  const tooLate = answerAlerts(draft, alerts, { ...found, look }, parts).filter(({ decision }) => isTooLate(decision));
  const late = alerts
    .map(({ stored }) => stored)
    .filter(({ alert }) => !known.has(alert.identity) && tooLate.some(({ rule }) => rule === alert.rule));
  // Before the record knows them: a stop in between collects them again, which changes nothing.
  if (late.length > 0) await collectLate(deps, late);
}

/** In the modes that block nothing by themselves one attack goes on for long; what would have been counts once. */
function isNewWish(draft: AddressRecord, rule: string, decision: Decision, now: number): boolean {
  return wouldBlock(decision) && openEpisode(draft, rule, now)?.wouldBlock === undefined;
}

/** Whether any of these rules blocks by itself at all. */
function mayBlock({ policy }: Deps, alerts: readonly AttackerAlert[]): boolean {
  const rules = alerts.map(({ stored: { alert } }) => policyFor(policy, alert.rule, alert.source));
  return rules.some(({ auto, proven }) => auto !== 'never' && proven);
}

/** False when the alert was given up: it waits no more. */
async function tryLater(deps: Deps, stored: StoredAlert, error: unknown): Promise<boolean> {
  // While the ledger does not answer nothing is wrong with the alert: it waits, however often it is tried meanwhile.
  if (error instanceof LedgerUnavailableError && !(error instanceof ItemRefusedError)) {
    deps.log.warn({ err: error, alert: stored.key }, 'the ledger could not take what follows from an alert yet');
    return true;
  }
  const tries = await deps.ledger.inbox.fail(stored);
  deps.log.error({ err: error, alert: stored.key, tries }, 'an alert could not be worked');
  if (tries < TRIES) return tries > 0;
  await deps.ledger.notices.add(deps.channel, {
    id: `quarantine-${stored.key}`,
    at: deps.clock.now(),
    text: `:warning: An alert of ${stored.alert.attackers.length} address(es) could not be worked in ${TRIES} tries and went to quarantine (${stored.key}). The log says why.`,
  });
  await deps.ledger.inbox.giveUp(stored, `failed ${tries} times`);
  return false;
}
