import type { Clock } from '../clock.ts';
import type { Mode } from '../decision/decide.ts';
import type { Policy } from '../decision/policy.ts';
import type { Firewall, Placement } from '../firewall/firewall.ts';
import type { Limits } from '../firewall/slots.ts';
import type { GuardRange } from '../ledger/guard-store.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { AddressRecord } from '../ledger/record.ts';
import type { ReverseDns } from './reverse-dns.ts';

/** A log that takes facts and a sentence; what pino offers. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** Hints that there is work; lost ones are made good by the tick. */
export interface Wake {
  alerts(): void;
  /**
   * Wakes the targets. Of records that are still being changed they may be told before: they take their lease and look at
   * the ledger and the firewall meanwhile, and go on from what the records became.
   */
  reconcile(changing?: Promise<readonly AddressRecord[]>): void;
  bookkeeping(): void;
  announce(): void;
  /** Settles when the targets that were woken are looked after, or after a short while: what is less urgent waits so long. */
  rulesFirst(): Promise<void>;
}

/** Reads from the network itself which addresses must never be blocked. */
export interface GuardSource {
  discover(): Promise<GuardRange[]>;
}

/** What the stories need; made once in wire.ts. */
export interface Deps {
  ledger: Ledger;
  firewall: Firewall;
  /** Which targets a block goes to; undefined: to all. */
  placement: Placement | undefined;
  guardSource: GuardSource;
  reverseDns: ReverseDns;
  clock: Clock;
  /** The machine's clock in milliseconds, for leases: it does not jump when the sandbox advances the application's. */
  wall: () => number;
  sleep: (ms: number) => Promise<void>;
  /** From 0 to 1, so that nobody can tell the end of a block beforehand. */
  random: () => number;
  policy: Policy;
  mode: Mode;
  /** Ids of the Network ACLs that every block goes to. */
  targets: readonly string[];
  /** A target's name for people: its id, and its region where there are several. */
  nameOf: (target: string) => string;
  limits: Limits;
  /** The Slack channel of the cards. */
  channel: string;
  /** This process, as a lease holder. */
  holder: string;
  /** How long a lease lasts without renewal, and the longest that one EC2 call may take. Milliseconds. */
  leaseMs: number;
  callMs: number;
  wake: Wake;
  /** Long rounds end early when the process is told to stop; the ledger keeps the rest. */
  isStopping: () => boolean;
  log: Log;
}
