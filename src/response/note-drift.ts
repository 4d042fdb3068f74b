import type { Plan } from '../firewall/slots.ts';
import { noteAction } from '../ledger/note-action.ts';
import type { Deps } from './deps.ts';

/** Records that somebody else altered or removed a rule of ours; the same pass repairs it, noted or not. */
export async function noteDrift(deps: Deps, target: string, drift: Plan['drift']): Promise<void> {
  for (const { ruleNumber, rule, what } of drift) {
    const noting = deps.ledger.records.change(rule.cidr, (draft) => {
      noteAction(draft, {
        at: deps.clock.now(),
        kind: 'drift',
        actor: 'unknown',
        before: `rule ${ruleNumber} denied it`,
        after: what === 'gone' ? `rule ${ruleNumber} is gone` : `rule ${ruleNumber} says something else`,
        why: `${target}: something else changed a rule of ours; it is being repaired`,
      });
    });
    await noting.catch((error: unknown) =>
      deps.log.error({ err: error, address: rule.cidr, ruleNumber, what }, 'drift could not be noted'),
    );
  }
}
