import { display } from '../address/address.ts';
import { isEverything, scopeOf } from '../firewall/rule.ts';
import type { Plan } from '../firewall/slots.ts';
import type { Deps } from './deps.ts';
import { type ExplainedChange, explainChanges } from './explain-changes.ts';
import { look } from './look-at-target.ts';
import { planTarget } from './plan-target.ts';
import { leaseName } from './reconcile.ts';
import { readTargetData } from './target-data.ts';

/** An address that has no rule of its own in a target, and why. */
export interface Unplaced {
  address: string;
  why: string;
}

/** What stands in a target beside the changes. */
export interface Standing {
  waiting: Unplaced[];
  unusable: Unplaced[];
  /** Other people's entries inside our numbers. */
  foreign: Array<{ ruleNumber: number; action: 'allow' | 'deny'; address: string; scope: string }>;
  /** Our rules that somebody else changed or took away. */
  drift: Array<{ ruleNumber: number; address: string; scope: string; what: 'gone' | 'altered' }>;
}

export type Preview =
  | ({ kind: 'planned'; changes: ExplainedChange[] } & Standing)
  | { kind: 'trouble'; why: string; changes: ExplainedChange[] };

/** What `reconcile` would do in a target now. Takes no lease and writes nothing. */
export async function previewTarget(deps: Deps, target: string): Promise<Preview> {
  const held = await deps.ledger.leases.peek(leaseName(deps, target));
  const seen = await look(deps, target, readTargetData(held?.data));
  if (seen.kind === 'blind') return { kind: 'trouble', why: seen.error.message, changes: [] };
  const { known, sight } = seen;
  const plan = await planTarget(deps, target, known, sight);
  const background = { plan, records: known.records(), guard: sight.guard, slots: sight.data.slots };
  return { kind: 'planned', changes: explainChanges(plan.changes, background), ...standing(plan) };
}

/** The same stories, with the never-block list read anew for this process alone. */
export function withoutWritingGuard(deps: Deps): Deps {
  const { guard } = deps.ledger;
  let read = guard.read();
  const here: typeof guard = {
    ...guard,
    read: () => read,
    write: async (found) => {
      const { senders } = await read;
      read = Promise.resolve({ found, senders });
    },
  };
  return { ...deps, ledger: { ...deps.ledger, guard: here } };
}

function standing({ waiting, unusable, foreign, drift }: Plan): Standing {
  const listed = (found: ReadonlyMap<Parameters<typeof display>[0], string>) =>
    [...found].map(([address, why]) => ({ address: display(address), why }));
  return {
    waiting: listed(waiting),
    unusable: listed(unusable),
    foreign: foreign.map(({ ruleNumber, action, cidr, protocol, ports }) => ({
      ruleNumber,
      action,
      address: isEverything(cidr) ? cidr : display(cidr),
      scope: sayProtocol(protocol, ports),
    })),
    drift: drift.map(({ ruleNumber, rule, what }) => ({
      ruleNumber,
      address: display(rule.cidr),
      scope: scopeOf(rule),
      what,
    })),
  };
}

/** Other people's entries may be of any protocol (IANA's numbers). */
export function sayProtocol(protocol: string, ports: { from: number; to: number } | undefined): string {
  if (protocol === '-1' || protocol === '6' || protocol === '17')
    return scopeOf({ protocol, ...(ports ? { ports } : {}) });
  return protocol === '1' ? 'icmp' : `protocol ${protocol}`;
}
