import { withAllowed } from '../decision/allowlist.ts';
import { type Entry, FirewallError } from '../firewall/firewall.ts';
import type { Deps } from './deps.ts';
import { withComeBack } from './given-up.ts';
import { loadGuard } from './load-guard.ts';
import type { Sight } from './plan-target.ts';
import { withRecorded } from './recorded-slots.ts';
import type { TargetData } from './target-data.ts';
import { type Changing, type Known, readWishes } from './wishes-known.ts';

/** What the ledger and the target show now, or why the target does not show itself. */
export type Look = { kind: 'seen'; known: Known; sight: Sight } | { kind: 'blind'; known: Known; error: FirewallError };

/** Reads the ledger and the target at the same time, while some records are still being changed. Changes nothing. */
export async function look(deps: Deps, target: string, stored: TargetData, changing: Changing = []): Promise<Look> {
  const [known, never, allowlist, seen] = await Promise.all([
    readWishes(deps, target, stored, changing),
    loadGuard(deps),
    deps.ledger.allowlist.entries(),
    describeOr(deps, target),
  ]);
  if (seen instanceof FirewallError) return { kind: 'blind', known, error: seen };
  const guard = withAllowed(never, allowlist, deps.clock.now());
  const now = deps.wall();
  const back = withComeBack(stored.slots, stored.gone ?? [], seen, now);
  const slots = withRecorded(back, known.records(), seen, target, now);
  return { kind: 'seen', known, sight: { guard, entries: seen, data: { ...stored, slots } } };
}

async function describeOr(deps: Deps, target: string): Promise<Entry[] | FirewallError> {
  try {
    return await deps.firewall.describe(target);
  } catch (error) {
    if (error instanceof FirewallError) return error;
    throw error;
  }
}
