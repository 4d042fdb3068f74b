import type { Address } from '../address/address.ts';

export interface GuardRange {
  cidr: Address;
  why: string;
}

export interface FoundGuard {
  ranges: GuardRange[];
  readAt: number;
  /** The targets in whose accounts and regions was looked. */
  targets?: string[];
}

/** An address that alerts came from with a right token. */
export interface GuardSender {
  address: Address;
  /** The moment of one of its last alerts, up to an hour before the last. */
  lastSeen: number;
}

/** What the channel was told of the never-block list. */
export interface GuardNews {
  /** The notice that says it. */
  id: string;
  isInDoubt: boolean;
  /** False until the notice is surely stored. */
  isSaid: boolean;
}

/** The never-block list: what was discovered, and its age; who sends alerts; what the channel was told of it. */
export interface GuardStore {
  read(): Promise<{ found: FoundGuard | undefined; senders: GuardSender[] }>;
  write(found: FoundGuard): Promise<void>;
  /** Notes an alert of a sender that is known since `knownFrom` at least; false, and nothing noted, if it is not. */
  sawAgain(sender: GuardSender, knownFrom: number): Promise<boolean>;
  /** Notes a sender, new or not. */
  saw(sender: GuardSender): Promise<void>;
  news(): Promise<GuardNews | undefined>;
  /** Changes the news from what was read; false when somebody else changed it first. */
  setNews(news: GuardNews, before: GuardNews | undefined): Promise<boolean>;
}
