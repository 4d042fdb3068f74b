import type { Address } from '../address/address.ts';
import type { Alert } from '../alerts/alert.ts';
import { type Decision, type Mode, wouldBlock } from '../decision/decide.ts';
import { type Policy, policyFor } from '../decision/policy.ts';
import { expireClaims } from '../ledger/block.ts';
import { emptyRecord } from '../ledger/empty-record.ts';
import type { AddressRecord } from '../ledger/record.ts';
import { type Around, answerAlerts } from './answer-alerts.ts';
import { groupByOffender } from './group-attackers.ts';

/** What one recorded alert came to for one address. Moments and spans in milliseconds. */
export interface ReplayedDecision {
  at: number;
  address: Address;
  rule: string;
  kind: Decision['kind'];
  reasons: string[];
  sentence: string;
  /** How long it is blocked from then on. */
  forMs?: number;
  /** Whether only the mode kept it from being blocked. */
  wouldBlock: boolean;
}

/** What one recorded alert came to. */
export interface ReplayedAlert {
  decisions: ReplayedDecision[];
  /** Addresses for which the alert was known already. */
  repeated: number;
  /** Addresses for which it told of successful log-ins. */
  logins: number;
}

/** A policy at work on recorded alerts, with a memory of its own. */
export interface Replay {
  /** Answers one alert as of its receipt. Alerts are to be given in the order of their receipt. */
  answer(alert: Alert): ReplayedAlert;
}

/**
 * The same code as for real alerts, on records in memory: nothing is read, sent or stored. What only the network or the
 * ledger knows is left out: the discovered part of the never-block list, crawlers, the breaker, allowlist, snoozes and what
 * people did. Blocks last as long as they can, without jitter.
 */
export function createReplay(policy: Policy, mode: Mode): Replay {
  const records = new Map<Address, AddressRecord>();
  const guard = policy.guard.map((cidr) => ({ cidr, why: 'listed under guard in the policy' }));
  let now = 0;
  const deps = { clock: { now: () => now }, policy, mode, channel: '', random: () => 0 };
  return {
    answer(alert) {
      now = Math.max(now, alert.receivedAt);
      const found: Around = {
        guard: { ranges: guard, readAt: now },
        allowlist: [],
        ruleSnoozes: [],
        autoOff: undefined,
        around: [],
        place: { targets: [] },
      };
      const done: ReplayedAlert = { decisions: [], repeated: 0, logins: 0 };
      const isLogin = policyFor(policy, alert.rule, alert.source).kind === 'login';
      const stored = { key: alert.identity, alert, receivedAt: alert.receivedAt, tries: 0 };
      for (const [address, alerts] of groupByOffender([stored], policy.ipv6Prefix)) {
        const record = records.get(address) ?? emptyRecord(address);
        records.set(address, record);
        const holds = () => record.events.some((event) => event.id === alert.identity);
        const wasKnown = holds();
        endClaims(record, now);
        const answers = answerAlerts(record, alerts, found, deps);
        record.rev += 1;
        record.outbox = [];
        for (const { rule, decision } of answers) done.decisions.push(decided(now, address, rule, decision));
        if (answers.length > 0) continue;
        if (isLogin && !wasKnown && holds()) done.logins += 1;
        else done.repeated += 1;
      }
      return done;
    },
  };
}

/** As bookkeeping would have done meanwhile: each claim ends at its own time. */
function endClaims(record: AddressRecord, now: number): void {
  const ends = record.claims.map((claim) => claim.until ?? Number.POSITIVE_INFINITY).filter((until) => until <= now);
  for (const end of ends.sort((a, b) => a - b)) expireClaims(record, end);
}

function decided(at: number, address: Address, rule: string, decision: Decision): ReplayedDecision {
  const { kind, reasons, sentence } = decision;
  const forMs = 'forMs' in decision ? { forMs: decision.forMs } : {};
  return { at, address, rule, kind, reasons, sentence, ...forMs, wouldBlock: wouldBlock(decision) };
}
