import type { Address } from '../address/address.ts';
import type { Action } from '../ledger/record.ts';
import type { Deps } from './deps.ts';

/** An address's actions, newest first, those not yet copied included. */
export async function addressHistory(deps: Deps, address: Address, limit: number): Promise<Action[]> {
  const [copied, record] = await Promise.all([
    deps.ledger.actions.of(address, limit),
    deps.ledger.records.get(address),
  ]);
  const all = new Map([...copied, ...record.outbox].map((action) => [action.id, action]));
  return [...all.values()]
    .sort((a, b) => b.at - a.at || b.id.localeCompare(a.id, 'en', { numeric: true }))
    .slice(0, limit);
}
