import type { Change, Entry, Firewall } from './firewall.ts';

/**
 * A firewall that reads the real one and changes nothing: what would be there is remembered here alone, so that plans,
 * slots and cards come out as they would. Where a real entry comes to a number, the imagined one is gone.
 */
export function shadowFirewall(real: Firewall): Firewall {
  const overlays = new Map<string, Map<number, Entry>>();
  const overlayOf = (target: string) => {
    const overlay = overlays.get(target) ?? new Map<number, Entry>();
    overlays.set(target, overlay);
    return overlay;
  };

  async function describe(target: string): Promise<Entry[]> {
    const entries = await real.describe(target);
    const overlay = overlayOf(target);
    for (const { ruleNumber } of entries) overlay.delete(ruleNumber);
    return [...entries, ...overlay.values()].sort((a, b) => a.ruleNumber - b.ruleNumber);
  }

  return {
    describe,
    async apply(target, change) {
      const overlay = overlayOf(target);
      if (change.kind === 'delete') return overlay.delete(change.ruleNumber) ? 'done' : 'not-there';
      if (change.kind === 'replace' && !overlay.has(change.ruleNumber)) return 'not-there';
      if (change.kind === 'create') {
        const entries = await describe(target);
        if (entries.some((entry) => entry.ruleNumber === change.ruleNumber)) return 'number-taken';
      }
      overlay.set(change.ruleNumber, imagine(change));
      return 'done';
    },
  };
}

function imagine(change: Exclude<Change, { kind: 'delete' }>): Entry {
  const { cidr, protocol, ports } = change.rule;
  return { ruleNumber: change.ruleNumber, action: 'deny', protocol, cidr, ...(ports ? { ports } : {}) };
}
