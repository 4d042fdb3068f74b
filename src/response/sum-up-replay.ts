import type { Address } from '../address/address.ts';
import type { ReplayedAlert, ReplayedDecision } from './replay-alerts.ts';
import type { ReplayedTrip } from './replay-breaker.ts';

/** How often each decision fell. `wouldBlock` are those of `ask` that only the mode kept from blocking. */
export interface Kinds {
  block: number;
  prolong: number;
  ask: number;
  ignore: number;
  wouldBlock: number;
}

/** One automatic block, from its first moment to its end. Milliseconds. */
export interface ReplayedBlock {
  from: number;
  until: number;
  rule: string;
  why: string;
}

/** What a policy made of all alerts. */
export interface ReplaySummary {
  alerts: number;
  /** Receipt of the first and the last alert; undefined without any. */
  from: number | undefined;
  to: number | undefined;
  addresses: number;
  kinds: Kinds;
  rules: Map<string, Kinds & { alerts: number; logins: number }>;
  repeated: number;
  logins: number;
  blocked: Map<Address, ReplayedBlock[]>;
  /** Addresses that a person would be asked about, and how often. */
  asked: Map<Address, number>;
  /** When the breaker would have gone off. */
  trips: ReplayedTrip[];
}

const none = (): Kinds => ({ block: 0, prolong: 0, ask: 0, ignore: 0, wouldBlock: 0 });

/** Counts what a replay did. `add` takes each alert's rule and receipt with what it came to. */
export function createSummary(): {
  add(alert: { rule: string; receivedAt: number }, done: ReplayedAlert): void;
  summary: ReplaySummary;
} {
  const addresses = new Set<Address>();
  const summary: ReplaySummary = {
    alerts: 0,
    from: undefined,
    to: undefined,
    addresses: 0,
    kinds: none(),
    rules: new Map(),
    repeated: 0,
    logins: 0,
    blocked: new Map(),
    asked: new Map(),
    trips: [],
  };
  return {
    summary,
    add({ rule, receivedAt }, { decisions, repeated, logins }) {
      const own = summary.rules.get(rule) ?? { ...none(), alerts: 0, logins: 0 };
      summary.rules.set(rule, own);
      summary.alerts += 1;
      own.alerts += 1;
      summary.from ??= receivedAt;
      summary.to = receivedAt;
      summary.repeated += repeated;
      summary.logins += logins;
      own.logins += logins;
      for (const decision of decisions) {
        for (const kinds of [summary.kinds, own]) {
          kinds[decision.kind] += 1;
          if (decision.wouldBlock) kinds.wouldBlock += 1;
        }
        addresses.add(decision.address);
        note(summary, decision);
      }
      summary.addresses = addresses.size;
    },
  };
}

function note({ blocked, asked }: ReplaySummary, { at, address, rule, kind, forMs, sentence }: ReplayedDecision): void {
  if (kind === 'ask') asked.set(address, (asked.get(address) ?? 0) + 1);
  if (forMs === undefined) return;
  const blocks = blocked.get(address) ?? [];
  blocked.set(address, blocks);
  const last = blocks.at(-1);
  if (kind === 'prolong' && last) last.until = Math.max(last.until, at + forMs);
  else blocks.push({ from: at, until: at + forMs, rule, why: sentence });
}
