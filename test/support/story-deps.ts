import { completePolicy } from '../../src/decision/policy.ts';
import type { Entry, Firewall } from '../../src/firewall/firewall.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Deps } from '../../src/response/deps.ts';
import { noNames } from '../../src/response/reverse-dns.ts';
import { afterChange, LIMITS } from './acl-model.ts';

const NOW = 1_795_500_000_000;

/** What the stories need, on a real ledger and a firewall in memory. Nothing is woken: a test calls what it wants. */
export function storyDeps(ledger: Ledger, more: Partial<Deps> = {}): Deps & { logged: string[] } {
  const logged: string[] = [];
  const say = (_: object, message: string) => void logged.push(message);
  const nothing = () => undefined;
  return {
    ledger,
    firewall: memoryFirewall([]),
    placement: undefined,
    guardSource: { discover: async () => [] },
    reverseDns: noNames,
    clock: { now: () => NOW },
    wall: () => NOW,
    sleep: async () => undefined,
    random: () => 0,
    policy: completePolicy({}),
    mode: 'live',
    targets: ['acl-1'],
    nameOf: (target) => target,
    limits: LIMITS,
    channel: 'C1',
    holder: 'one',
    leaseMs: 20_000,
    callMs: 9000,
    wake: {
      alerts: nothing,
      reconcile: nothing,
      bookkeeping: nothing,
      announce: nothing,
      rulesFirst: async () => undefined,
    },
    isStopping: () => false,
    log: { info: say, warn: say, error: say },
    logged,
    ...more,
  };
}

/** A Network ACL that shows every change at once. */
export function memoryFirewall(first: Entry[]): Firewall & { entries: Entry[] } {
  const acl = {
    entries: first,
    async describe() {
      return acl.entries;
    },
    async apply(_: string, change: Parameters<Firewall['apply']>[1]) {
      acl.entries = afterChange(acl.entries, change);
      return 'done' as const;
    },
  };
  return acl;
}
