import { closeAsks } from '../ledger/asking.ts';
import { expireClaims } from '../ledger/block.ts';
import { leaveFormerTargets } from '../ledger/former-targets.ts';
import { lapseProposal } from '../ledger/proposal.ts';
import type { AddressRecord } from '../ledger/record.ts';
import { endSnoozes } from '../ledger/snooze.ts';
import type { Deps } from './deps.ts';

/** How many records one round takes. */
const ROUND = 200;
/** How many are worked at the same time. */
const AT_ONCE = 8;
/** Slack takes about 50 edits a minute. Closed questions are in no hurry: what a person does goes in between. Milliseconds. */
const CLOSED_EVERY_MS = 2000;
/** So many failures in a row mean that it is not the records: the ledger itself does not answer. */
const FAILURES = 5;

/**
 * Ends claims and silences whose time is over, proposals that nobody approved and questions that nobody answered in time,
 * and copies actions to their own items. Returns how many records were worked. One that cannot be stored keeps no other from
 * its end.
 */
export async function keepBooks(deps: Deps): Promise<number> {
  const due = await deps.ledger.records.due(deps.clock.now(), ROUND);
  const areCopied = await copyTogether(deps, due);
  let [kept, expired, closed, failures] = [0, 0, 0, 0];
  for (let at = 0; at < due.length; at += AT_ONCE) {
    const before = closed;
    const some = due.slice(at, at + AT_ONCE).map(async (record, index) => {
      if (!areCopied) await deps.ledger.actions.append(record.outbox);
      return keepRecord(deps, record, (before + index) * CLOSED_EVERY_MS);
    });
    for (const [index, done] of (await Promise.allSettled(some)).entries()) {
      if (done.status === 'fulfilled') {
        kept += 1;
        failures = 0;
        if (done.value.isChanged) expired += 1;
        if (done.value.isClosed) closed += 1;
        continue;
      }
      failures += 1;
      if (failures >= FAILURES) throw done.reason;
      const { address } = due[at + index] ?? {};
      deps.log.error({ err: done.reason, address }, 'the books of one address could not be kept');
    }
  }
  if (expired > 0) {
    deps.wake.reconcile();
    deps.wake.announce();
  }
  return kept;
}

/** Copies the actions of many records in a few calls; false when one of them is in the way, and each must be tried alone. */
async function copyTogether(deps: Deps, records: readonly AddressRecord[]): Promise<boolean> {
  try {
    await deps.ledger.actions.append(records.flatMap((record) => record.outbox));
    return true;
  } catch (error) {
    deps.log.warn({ err: error }, 'actions could not be copied together; each record is tried alone');
    return false;
  }
}

/*
 *   copy the outbox ──▶ clear what was copied, and expire (its action goes into the outbox, for the next round)
 *
 * A stop after any step is made good by the next round: copies have ids that repeat themselves.
 */
async function keepRecord(deps: Deps, record: AddressRecord, showLaterMs: number): Promise<Ended> {
  const now = deps.clock.now();
  const copied = new Set(record.outbox.map((action) => action.id));
  const changed = await deps.ledger.records.change(record.address, (draft) => {
    draft.outbox = draft.outbox.filter((action) => !copied.has(action.id));
    const isLapsed = lapseProposal(draft, now);
    const isExpired = expireClaims(draft, now);
    const isClosed = closeAsks(draft, now, now + showLaterMs);
    endSnoozes(draft, now);
    if (isExpired) leaveFormerTargets(draft, deps.targets, now);
    return { isChanged: isExpired || isLapsed || isClosed, isClosed };
  });
  return changed.result;
}

interface Ended {
  isChanged: boolean;
  /** Of a question. */
  isClosed: boolean;
}
