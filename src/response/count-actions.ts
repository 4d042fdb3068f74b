import { display, isAddress } from '../address/address.ts';
import type { Deps } from './deps.ts';
import { type Judged, judgeAutomatic } from './judge-automatic.ts';

export interface Counted {
  alerts: number;
  addresses: number;
  blocks: number;
  automatic: number;
  byPeople: number;
  undone: number;
  expired: number;
  ignored: number;
  topAddresses: Array<[string, number]>;
  topRules: Array<[string, number]>;
  /** How right automatic blocks were, and those that would have been. */
  judged: Judged;
  /** How often automatic blocking was paused, and switched off by the breaker. */
  paused: number;
  tripped: number;
}

const TOP = 5;

/** Counts the actions of the span that ends now. Milliseconds. */
export async function countActions(deps: Deps, spanMs: number): Promise<Counted> {
  const now = deps.clock.now();
  const actions = await deps.ledger.actions.since(now - spanMs, now);
  const of = (kind: string) => actions.filter((action) => action.kind === kind);
  const alerts = of('alert');
  const blocks = of('block');
  const automatic = blocks.filter((action) => action.actor.startsWith('rule:')).length;
  return {
    alerts: alerts.length,
    addresses: new Set(alerts.map((action) => action.address)).size,
    blocks: blocks.length,
    automatic,
    byPeople: blocks.length - automatic,
    undone: of('unblock').length,
    expired: of('expire').length,
    ignored: of('ignore').length,
    topAddresses: top(alerts.map((action) => (isAddress(action.address) ? display(action.address) : action.address))),
    topRules: top(alerts.map((action) => action.actor.replace(/^rule:/, ''))),
    judged: judgeAutomatic(actions),
    paused: of('pause').length,
    tripped: of('trip').length,
  };
}

function top(names: readonly string[]): Array<[string, number]> {
  const counts = Map.groupBy(names, (name) => name);
  return [...counts]
    .map(([name, all]): [string, number] => [name, all.length])
    .sort((a, b) => b[1] - a[1])
    .slice(0, TOP);
}
