import { type Firewall, FirewallError } from './firewall.ts';

/** One firewall for targets of many: each call goes to the one that has the target. */
export function routingFirewall(routes: ReadonlyMap<string, Firewall>): Firewall {
  const routeOf = (target: string): Firewall => {
    const firewall = routes.get(target);
    if (!firewall) throw new FirewallError('lost', `${target} is none of the configured targets`);
    return firewall;
  };
  return {
    describe: async (target) => routeOf(target).describe(target),
    apply: async (target, change) => routeOf(target).apply(target, change),
  };
}
