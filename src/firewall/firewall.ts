import type { Address } from '../address/address.ts';

/** First and last port, both included. */
export interface Ports {
  from: number;
  to: number;
}

/** All of IPv4 or IPv6: what an entry may cover and a block never does. */
export type Everything = '0.0.0.0/0' | '::/0';

/** One inbound entry as the target shows it now. */
export interface Entry {
  ruleNumber: number;
  action: 'allow' | 'deny';
  /** `-1` is all; else the IANA number as text. */
  protocol: string;
  cidr: Address | Everything;
  ports?: Ports;
}

/** An inbound deny that we want. */
export interface Rule {
  cidr: Address;
  protocol: '-1' | '6' | '17';
  ports?: Ports;
}

export type Change =
  | { kind: 'create'; ruleNumber: number; rule: Rule }
  | { kind: 'replace'; ruleNumber: number; rule: Rule }
  | { kind: 'delete'; ruleNumber: number };

/** What came of a change that was answered. */
export type Outcome = 'done' | 'number-taken' | 'not-there' | 'full';

/** Why a target could not be read or changed. */
export type Trouble = 'throttled' | 'forbidden' | 'lost' | 'unavailable';

/** The target did not do it; `trouble` says which way to go on, the message tells a person. */
export class FirewallError extends Error {
  override name = 'FirewallError';
  readonly trouble: Trouble;
  constructor(trouble: Trouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.trouble = trouble;
  }
}

/** What enforces blocks. A target is one enforcement point, e.g. one Network ACL. Throws FirewallError. */
export interface Firewall {
  /** The inbound entries of a target as it shows them now, in the order of their numbers. */
  describe(target: string): Promise<Entry[]>;
  /** Makes one change. Success is what a later `describe` shows, not this answer. */
  apply(target: string, change: Change): Promise<Outcome>;
}

/** Knows which targets stand before a host. Throws FirewallError when it cannot look. */
export interface Placement {
  /**
   * The targets that guard any of these hosts (addresses or instance ids), and the hosts that none is known to guard: named
   * otherwise, not found, or behind something that is no target.
   */
  targetsOf(hosts: readonly string[]): Promise<{ targets: string[]; unknown: string[] }>;
}
