import type { Address } from '../address/address.ts';
import type { Automatic } from '../decision/automatic.ts';
import type { FoldedCard } from './folded.ts';
import type { GuardStore } from './guard-store.ts';
import type { Heartbeats } from './heartbeat.ts';
import type { Inbox } from './inbox.ts';
import type { AllowList, SnoozeList } from './kept-list.ts';
import type { LateDigest } from './late-digest.ts';
import type { Leases } from './lease.ts';
import type { Action, AddressRecord } from './record.ts';
import type { Report, Reports } from './report.ts';
import type { StormWatch } from './storm.ts';

export interface Changed<T> {
  /** What the edit returned. */
  result: T;
  /** The record as it stands after the change. */
  record: AddressRecord;
  /** False when the edit left the record as it was: nothing was written. */
  changed: boolean;
}

export interface UnsaidCard {
  record: AddressRecord;
  episode: string;
}

/** The questions that nobody answered, whether their cards are in the channel or folded into a storm's digest. */
export interface Asking {
  /** So many, the latest opened first, after so many others. Some may have been quiet for so long that they ask no more. */
  page(options: { skip: number; limit: number }): Promise<UnsaidCard[]>;
  /** How many were opened from this moment on (ms), told from hints. */
  count(since: number): Promise<number>;
}

/** The records of addresses. All methods throw LedgerUnavailableError when the store does not answer. */
export interface Records {
  /** One address's record; an empty one when it is unknown. */
  get(address: Address): Promise<AddressRecord>;
  getMany(addresses: readonly Address[]): Promise<AddressRecord[]>;
  /** Edits a draft and stores it if nobody was faster; else runs the edit again on the newer record. */
  change<T>(address: Address, edit: (draft: AddressRecord) => T | Promise<T>): Promise<Changed<T>>;
  /** Records with something to do at or before `now`: a claim that ends, actions to copy. */
  due(now: number, limit: number): Promise<AddressRecord[]>;
  /** Live blocks that are wanted everywhere or in one of these targets, the first to hold a slot first. */
  live(limit: number, targets: readonly string[]): Promise<AddressRecord[]>;
  /** Addresses of all live blocks that are wanted everywhere or in one of these targets, told from hints: some may be over. */
  liveAddresses(targets: readonly string[]): Promise<Address[]>;
  /** Records whose state in this target is not settled. */
  unsettled(target: string, limit: number): Promise<AddressRecord[]>;
  /** Both for one target, and the records of these addresses, in one reading. */
  forTarget(
    target: string,
    most: { live: number; unsettled: number },
    holders: readonly Address[],
  ): Promise<{ live: AddressRecord[]; unsettled: AddressRecord[]; holders: AddressRecord[] }>;
  /** The ranges whose rules carry blocks of others in this target. */
  carriers(target: string): Promise<Address[]>;
  /** Records of the blocks that this range's rule carries. */
  riders(target: string, carrier: Address): Promise<{ records: AddressRecord[]; isMore: boolean }>;
  /** Live blocks of ranges: there are few. */
  ranges(): Promise<AddressRecord[]>;
  /** Records that people silenced, as a whole or under a rule: there are few. */
  snoozed(): Promise<AddressRecord[]>;
  /** How many single addresses of a /24 are known to have attacked, at most; and their records. */
  countWithin(network: Address): Promise<number>;
  within(network: Address): Promise<AddressRecord[]>;
  /** Cards to be edited and cards to be posted at or before `now`, each oldest first. */
  unsaid(channel: string, now: number, limit: number): Promise<{ edits: UnsaidCard[]; posts: UnsaidCard[] }>;
  /** How many cards wait to be posted, at most so many, told from hints. */
  countUnsaid(channel: string, now: number, limit: number): Promise<number>;
  /** Cards below which something is to be told at or before `now`, and questions to be asked again, each oldest first. */
  unsaidBelow(channel: string, now: number, limit: number): Promise<UnsaidCard[]>;
  unanswered(channel: string, now: number, limit: number): Promise<UnsaidCard[]>;
  /** When the next of all these is due, if one is. Milliseconds. */
  nextSay(channel: string): Promise<number | undefined>;
  /** Every record there is; for small ledgers and audits. */
  all(): Promise<AddressRecord[]>;
}

/** A folded card with its record, and its place in the storm's order. */
export interface FoldedRow extends UnsaidCard {
  place: string;
}

/** A storm's folded cards. */
export interface Folded {
  /** Shows each once, source by source, by falling number of events, about. */
  visit(storm: string, visitor: (card: FoldedCard) => void): Promise<void>;
  /** Some of one source, in their order: the first, or those behind or before a place. */
  page(
    storm: string,
    source: string,
    options: { limit: number; after?: string | undefined; before?: string | undefined },
  ): Promise<FoldedRow[]>;
}

/** The append-only actions. */
export interface Actions {
  /** Writes actions under ids that repeat themselves: again is harmless. */
  append(actions: readonly Action[]): Promise<void>;
  /** An address's actions, newest first. */
  of(address: Address, limit: number): Promise<Action[]>;
  /** All actions of the days since this moment (ms), oldest first. */
  since(moment: number, now: number): Promise<Action[]>;
  /** Shows each of the same once, in any order: however many there are, few are in memory. */
  visit(moment: number, now: number, visitor: (action: Action) => void): Promise<void>;
}

export interface Notice {
  id: string;
  text: string;
  at: number;
  /** Set before the first post, as for cards. */
  posting?: boolean;
  /** What is drawn when it is sent; `text` is for where nothing is drawn. */
  report?: Report;
}

/** Messages to the channel that belong to no address. */
export interface Notices {
  /** Puts a notice in the channel's queue; the same id once. */
  add(channel: string, notice: Notice): Promise<void>;
  waiting(channel: string, now: number, limit: number): Promise<Notice[]>;
  markPosting(channel: string, notice: Notice): Promise<void>;
  done(channel: string, notice: Notice): Promise<void>;
}

/** One thing that all processes change together. */
export interface Shared<T> {
  read(): Promise<T>;
  /**
   * Edits a draft and stores it if nobody was faster; else the edit runs again on the newer one. Nothing is written when
   * it leaves the draft as it was.
   */
  change<R>(edit: (draft: T) => R): Promise<R>;
}

/** On how many addresses a rule fires. */
export interface Firing {
  /**
   * Counts these addresses and returns how many different ones there were within the window, about (a tenth of it more or
   * less) and not far beyond `most`. What was counted before the moment `from` counts no more. Milliseconds.
   */
  count(what: {
    rule: string;
    addresses: readonly string[];
    at: number;
    windowMs: number;
    most: number;
    from: number;
  }): Promise<number>;
}

/** The memory: the only truth. */
export interface Ledger {
  records: Records;
  actions: Actions;
  inbox: Inbox;
  leases: Leases;
  notices: Notices;
  guard: GuardStore;
  allowlist: AllowList;
  ruleSnoozes: SnoozeList;
  /** Whether AISM may block by itself, and what the breaker counts. */
  automatic: Shared<Automatic>;
  firing: Firing;
  /** When each source of alerts was heard last. */
  heartbeats: Heartbeats;
  /** Alerts that came too late to be answered, until they are told of together. */
  late: Shared<LateDigest>;
  /** Which regular reports were sent. */
  reports: Shared<Reports>;
  /** Whether there is a storm, and its digests. */
  storm: Shared<StormWatch>;
  folded: Folded;
  asking: Asking;
}
