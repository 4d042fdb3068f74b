import { closeAsks } from '../ledger/asking.ts';
import { expireClaims } from '../ledger/block.ts';
import { leaveFormerTargets } from '../ledger/former-targets.ts';
import { lapseProposal } from '../ledger/proposal.ts';
import type { AddressRecord } from '../ledger/record.ts';
import { endSnoozes } from '../ledger/snooze.ts';
import type { Deps } from './deps.ts';

/** How many records one round takes. */
const ROUND = 200;
/** So many failures in a row mean that it is not the records: the ledger itself does not answer. */
const FAILURES = 5;

/**
 * Ends claims and silences whose time is over, proposals that nobody approved and questions that nobody answered in time,
 * and copies actions to their own items. Returns how many records were worked. One that cannot be stored keeps no other from
 * its end.
 */
export async function keepBooks(deps: Deps): Promise<number> {
  const due = await deps.ledger.records.due(deps.clock.now(), ROUND);
  let [kept, expired, failures] = [0, 0, 0];
  for (const record of due) {
    try {
      if (await keepRecord(deps, record)) expired += 1;
      kept += 1;
      failures = 0;
    } catch (error) {
      failures += 1;
      if (failures >= FAILURES) throw error;
      deps.log.error({ err: error, address: record.address }, 'the books of one address could not be kept');
    }
  }
  if (expired > 0) {
    deps.wake.reconcile();
    deps.wake.announce();
  }
  return kept;
}

/*
 *   expire (its action goes into the outbox) ──▶ copy the outbox ──▶ clear what was copied
 *
 * A stop after any step is made good by the next round: copies have ids that repeat themselves.
 */
async function keepRecord(deps: Deps, record: AddressRecord): Promise<boolean> {
  const now = deps.clock.now();
  const changed = await deps.ledger.records.change(record.address, (draft) => {
    const isLapsed = lapseProposal(draft, now);
    const isExpired = expireClaims(draft, now);
    const isClosed = closeAsks(draft, now);
    endSnoozes(draft, now);
    if (isExpired) leaveFormerTargets(draft, deps.targets, now);
    return isExpired || isLapsed || isClosed;
  });
  await copyOutbox(deps, changed.record);
  return changed.result;
}

async function copyOutbox(deps: Deps, record: AddressRecord): Promise<void> {
  if (record.outbox.length === 0) return;
  await deps.ledger.actions.append(record.outbox);
  const copied = new Set(record.outbox.map((action) => action.id));
  await deps.ledger.records.change(record.address, (draft) => {
    draft.outbox = draft.outbox.filter((action) => !copied.has(action.id));
  });
}
