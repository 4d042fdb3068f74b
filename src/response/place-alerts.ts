import { FirewallError } from '../firewall/firewall.ts';
import type { Placing } from '../ledger/placing.ts';
import type { Deps } from './deps.ts';

/**
 * Where a block of this attacker is wanted: in every target, or, where the policy says so, in those that guard the attacked
 * hosts. Each list names one host in all the ways in which EC2 may know it. Where that cannot be told it is every target.
 */
export async function placeFor(deps: Deps, hosts: ReadonlyArray<readonly string[]>): Promise<Placing> {
  const { placement, targets } = deps;
  if (!placement) return { targets };
  const everywhere = (why: string) => ({ targets, placing: `in every Network ACL: ${why}` });
  if (hosts.length === 0) return everywhere('no alert tells which host is attacked');
  try {
    const placed = new Set<string>();
    for (const ids of hosts) {
      const found = await placement.targetsOf(ids);
      if (found.targets.length === 0)
        return everywhere(ids.length > 0 ? `EC2 does not know ${ids.join(', ')}` : 'an alert does not tell its host');
      for (const target of found.targets) placed.add(target);
    }
    const names = [...new Set(hosts.flat())].slice(0, 3).join(', ');
    return { targets, placed: [...placed].sort(), placing: `in the Network ACL that guards ${names}` };
  } catch (error) {
    if (!(error instanceof FirewallError)) throw error;
    deps.log.warn({ err: error }, 'where a host stands could not be looked up; its attacker is blocked everywhere');
    return everywhere(`where the host stands could not be looked up (${error.message})`);
  }
}
