import { expireClaims } from '../ledger/block.ts';
import type { AddressRecord } from '../ledger/record.ts';
import type { Deps } from './deps.ts';

/** How many records one round takes. */
const ROUND = 200;

/** Ends claims whose time is over and copies actions to their own items. Returns how many records were worked. */
export async function keepBooks(deps: Deps): Promise<number> {
  const due = await deps.ledger.records.due(deps.clock.now(), ROUND);
  let expired = 0;
  for (const record of due) if (await keepRecord(deps, record)) expired += 1;
  if (expired > 0) {
    deps.wake.reconcile();
    deps.wake.announce();
  }
  return due.length;
}

/*
 *   expire (its action goes into the outbox) ──▶ copy the outbox ──▶ clear what was copied
 *
 * A stop after any step is made good by the next round: copies have ids that repeat themselves.
 */
async function keepRecord(deps: Deps, record: AddressRecord): Promise<boolean> {
  const now = deps.clock.now();
  const changed = await deps.ledger.records.change(record.address, (draft) => expireClaims(draft, now));
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
