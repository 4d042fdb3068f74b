import type { Guard } from '../decision/guard.ts';
import { FirewallError } from '../firewall/firewall.ts';
import type { FoundGuard } from '../ledger/guard-store.ts';
import type { Deps } from './deps.ts';

/** A list older than this is read again by the tick. Milliseconds. */
const REFRESH_MS = 10 * 60_000;
/** Who has sent no alert for so long is a sender no more. Milliseconds. */
export const SENDER_MS = 30 * 24 * 3_600_000;

/** The never-block list as the ledger knows it, with who sends alerts and the configured ranges. */
export async function loadGuard(deps: Pick<Deps, 'ledger' | 'policy' | 'targets' | 'clock'>): Promise<Guard> {
  const { found, senders } = await deps.ledger.guard.read();
  const configured = deps.policy.guard.map((cidr) => ({ cidr, why: 'listed under guard in aism.yml' }));
  const sending = senders
    .filter(({ lastSeen }) => deps.clock.now() - lastSeen < SENDER_MS)
    .map(({ address }) => ({ cidr: address, why: 'sends alerts to AISM' }));
  const isWhole = found !== undefined && knowsAll(deps.targets, found);
  return {
    ranges: [...configured, ...sending, ...(found?.ranges ?? [])],
    readAt: isWhole ? found.readAt : undefined,
  };
}

/** `failed`: the old list stays, with its age; `why` in words for a person. */
export type Refreshed = { kind: 'fresh' } | { kind: 'failed'; why: string };

/** Reads the never-block list anew when it is due. When that fails the old one stays, with its age. */
export async function refreshGuard(
  deps: Pick<Deps, 'ledger' | 'guardSource' | 'clock' | 'log' | 'targets'>,
): Promise<Refreshed> {
  const { found } = await deps.ledger.guard.read();
  const now = deps.clock.now();
  if (found && knowsAll(deps.targets, found) && now - found.readAt < REFRESH_MS && found.readAt <= now)
    return { kind: 'fresh' };
  try {
    const ranges = await deps.guardSource.discover();
    await deps.ledger.guard.write({ ranges, readAt: now, targets: [...deps.targets] });
    return { kind: 'fresh' };
  } catch (error) {
    deps.log.warn(
      { err: error },
      'the never-block list could not be read anew; automatic blocking stops once it is a day old',
    );
    return { kind: 'failed', why: error instanceof FirewallError ? error.message : 'see the log of AISM' };
  }
}

/** A list from before a target was added knows nothing of what is ours around that one. */
function knowsAll(targets: readonly string[], found: FoundGuard): boolean {
  return targets.every((target) => found.targets?.includes(target));
}
