import type { AllowEntry } from '../decision/allowlist.ts';
import type { Guard } from '../decision/guard.ts';
import type { RuleSnooze } from '../decision/snooze.ts';
import { automaticOff } from './breaker.ts';
import type { Deps } from './deps.ts';
import { loadGuard } from './load-guard.ts';

/** What keeps addresses and rules from being acted on, as the ledger knows it now. */
export interface Exemptions {
  guard: Guard;
  allowlist: readonly AllowEntry[];
  ruleSnoozes: readonly RuleSnooze[];
  /** Why automatic blocking is off, in words. */
  autoOff: string | undefined;
}

/** Reads them all at once. Fails when one cannot be read: nothing is decided then. */
export async function loadExemptions(deps: Deps): Promise<Exemptions> {
  const [guard, allowlist, ruleSnoozes, autoOff] = await Promise.all([
    loadGuard(deps),
    deps.ledger.allowlist.entries(),
    deps.ledger.ruleSnoozes.entries(),
    automaticOff(deps),
  ]);
  return { guard, allowlist, ruleSnoozes, autoOff };
}
