import { contains } from '../../src/address/address.ts';
import type { Entry, Rule } from '../../src/firewall/firewall.ts';
import { ruleKey, rulesFor } from '../../src/firewall/rule.ts';
import { blockState, liveBlock, wishedScopes } from '../../src/ledger/block.ts';
import type { AddressRecord } from '../../src/ledger/record.ts';
import type { Deps } from '../../src/response/deps.ts';
import { keepBooks } from '../../src/response/keep-books.ts';
import { reconcile } from '../../src/response/reconcile.ts';
import { respondToAlerts } from '../../src/response/respond-to-alerts.ts';

/** How often a busy or troubled target is tried again before it counts as stuck, and the wait in between (ms). */
const TRIES = 200;
const AGAIN_MS = 100;
const QUIET_ROUNDS = 3;

/**
 * Works everything that is due until some rounds in a row have nothing to do. What stays unsettled then, as a block that is
 * guarded, is the caller's to judge. Throws when that never comes.
 */
export async function settle(deps: Deps, target: string): Promise<void> {
  let quiet = 0;
  let last = '';
  for (let attempt = 0; attempt < TRIES && quiet < QUIET_ROUNDS; attempt += 1) {
    const left = await respondToAlerts(deps);
    const worked = await keepBooks(deps);
    const done = await reconcile(deps, target);
    if (done.kind !== 'done') await deps.sleep(AGAIN_MS);
    quiet = left === 'nothing' && done.kind === 'done' && worked + done.changes.length === 0 ? quiet + 1 : 0;
    last = JSON.stringify({ left, worked, done });
  }
  if (quiet < QUIET_ROUNDS) throw new Error(`${target} does not settle; last: ${last}`);
}

/**
 * Every way in which the ledger and a Network ACL disagree, in words; nothing when they agree. `ours` are the inbound
 * entries that nobody else made.
 */
export function disagreements(records: readonly AddressRecord[], target: string, ours: readonly Entry[]): string[] {
  const wrong: string[] = [];
  const all = new Set<number>();
  for (const record of records) {
    const live = liveBlock(record);
    const shown = record.block?.targets[target];
    if (!live || !shown) continue;
    if (shown.state === 'waiting') continue;
    if (shown.state !== 'active') wrong.push(`${record.address} is ${blockState(live)}: ${shown.note ?? ''}`);
    for (const number of shown.ruleNumbers) all.add(number);
    for (const rule of rulesFor(record.address, wishedScopes(record))) {
      const named = ours.filter((entry) => shown.ruleNumbers.includes(entry.ruleNumber));
      if (!named.some((entry) => covers(entry, rule)))
        wrong.push(`no rule that ${record.address} names denies ${ruleKey(rule)}`);
    }
  }
  for (const entry of ours)
    if (!all.has(entry.ruleNumber)) wrong.push(`nobody names rule ${entry.ruleNumber}, ${JSON.stringify(entry)}`);
  const keys = ours.map(({ ruleNumber: _, ...entry }) => JSON.stringify(entry));
  if (new Set(keys).size < keys.length) wrong.push(`a rule is there twice: ${keys.sort().join()}`);
  return wrong;
}

/** Whether an entry denies everything that a rule is about. */
function covers(entry: Entry, rule: Rule): boolean {
  if (entry.action !== 'deny' || entry.cidr === '0.0.0.0/0' || entry.cidr === '::/0') return false;
  if (!contains(entry.cidr, rule.cidr)) return false;
  if (entry.protocol === '-1') return true;
  if (entry.protocol !== rule.protocol || !rule.ports) return false;
  return !entry.ports || (entry.ports.from <= rule.ports.from && rule.ports.to <= entry.ports.to);
}
