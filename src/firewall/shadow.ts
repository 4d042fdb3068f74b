import type { Change, Entry, Firewall, Outcome } from './firewall.ts';

/**
 * A firewall that reads the real one and changes nothing: what would be there is remembered here alone, so that plans,
 * slots and cards come out as they would.
 */
export function shadowFirewall(real: Firewall): Firewall {
  const overlays = new Map<string, Map<number, Entry>>();
  const overlayOf = (target: string) => {
    const overlay = overlays.get(target) ?? new Map<number, Entry>();
    overlays.set(target, overlay);
    return overlay;
  };
  return {
    async describe(target) {
      const entries = await real.describe(target);
      const imagined = [...overlayOf(target).values()];
      return [...entries, ...imagined].sort((a, b) => a.ruleNumber - b.ruleNumber);
    },
    async apply(target, change): Promise<Outcome> {
      const overlay = overlayOf(target);
      if (change.kind === 'delete') return overlay.delete(change.ruleNumber) ? 'done' : 'not-there';
      if (change.kind === 'create' && overlay.has(change.ruleNumber)) return 'number-taken';
      if (change.kind === 'replace' && !overlay.has(change.ruleNumber)) return 'not-there';
      overlay.set(change.ruleNumber, imagine(change));
      return 'done';
    },
  };
}

function imagine(change: Exclude<Change, { kind: 'delete' }>): Entry {
  const { cidr, protocol, ports } = change.rule;
  return { ruleNumber: change.ruleNumber, action: 'deny', protocol, cidr, ...(ports ? { ports } : {}) };
}
