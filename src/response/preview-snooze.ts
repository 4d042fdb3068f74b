import type { Address } from '../address/address.ts';
import type { Action } from '../ledger/record.ts';
import { addressHistory } from './address-history.ts';
import type { Deps } from './deps.ts';

/** How far back it is looked. Milliseconds. */
export const LOOKED_BACK_MS = 7 * 24 * 3_600_000;
/** More than this nothing does about one address in that time. */
const MOST = 10_000;
/** So many records at most are looked at for actions of the last moments, which are not copied yet. */
const NOT_COPIED = 200;

/** What a silence would have kept from people in the last seven days. */
export interface Hidden {
  alerts: number;
  addresses: number;
  /** Blocks that rules made, and that would not have been made. */
  blocks: number;
}

/** What the silence of an address, under one rule or under all, would have hidden. */
export async function hiddenOfAddress(deps: Deps, address: Address, rule?: string): Promise<Hidden> {
  const since = deps.clock.now() - LOOKED_BACK_MS;
  const actions = await addressHistory(deps, address, MOST);
  return count(
    actions.filter((action) => action.at > since && (rule === undefined || action.actor === `rule:${rule}`)),
  );
}

/** What the silence of a rule about every address would have hidden. All that happened is looked through, and not kept. */
export async function hiddenOfRule(deps: Deps, rule: string): Promise<Hidden> {
  const now = deps.clock.now();
  const waiting = (await deps.ledger.records.due(now, NOT_COPIED)).flatMap((record) => record.outbox);
  const isWaiting = new Set(waiting.map((action) => action.id));
  const counter = createCounter();
  const look = (action: Action) => action.actor === `rule:${rule}` && counter.add(action);
  waiting.forEach(look);
  await deps.ledger.actions.visit(now - LOOKED_BACK_MS, now, (action) => isWaiting.has(action.id) || look(action));
  return counter.counted();
}

function count(actions: readonly Action[]): Hidden {
  const counter = createCounter();
  actions.forEach(counter.add);
  return counter.counted();
}

function createCounter() {
  const addresses = new Set<string>();
  let [alerts, blocks] = [0, 0];
  return {
    add(action: Action): void {
      if (action.kind === 'alert') {
        addresses.add(action.address);
        // An action tells of the alerts that were worked together.
        alerts += action.count ?? 1;
      }
      if (action.kind === 'block' && action.actor.startsWith('rule:')) blocks += 1;
    },
    counted: (): Hidden => ({ alerts, addresses: addresses.size, blocks }),
  };
}
