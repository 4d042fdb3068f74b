import type { Notice } from '../ledger/ledger.ts';
import type { AddressRecord, Episode } from '../ledger/record.ts';
import type { StormCounts } from './storm-counts.ts';

/** One card to be drawn from the record as it is now. */
export interface CardFacts {
  record: AddressRecord;
  episode: Episode;
}

/** Slack did not take it. `retryAfterMs`: it told us when to come back; else the tick tries again. */
export class NotAnnouncedError extends Error {
  override name = 'NotAnnouncedError';
  readonly retryAfterMs: number | undefined;
  constructor(message: string, retryAfterMs: number | undefined, options?: ErrorOptions) {
    super(message, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Slack takes others, but not this one message. */
export class MessageRefusedError extends NotAnnouncedError {
  override name = 'MessageRefusedError';
  constructor(message: string, options?: ErrorOptions) {
    super(message, undefined, options);
  }
}

/** What the digest of a storm tells of one source. Moments in milliseconds. */
export interface StormFacts extends StormCounts {
  id: string;
  source: string;
  /** Which of its texts this is: its button means the attackers that this one shows. */
  revision: number;
  since: number;
  now: number;
  over: number | undefined;
  /** Why automatic blocking is off, in words. */
  autoOff: string | undefined;
  /** From more new cards in a minute on it is a storm. */
  cardsInMinute: number;
}

/** Shows things in the channel. Throws NotAnnouncedError. */
export interface Announcer {
  /** Waits until the channel takes one more message: to be called before each post, shout and notice. */
  turn(): Promise<void>;
  /** Posts a new card and returns its message's `ts`. */
  post(facts: CardFacts): Promise<string>;
  /** Draws a card anew in place; `gone` when somebody deleted the message. */
  update(facts: CardFacts, ts: string): Promise<'updated' | 'gone'>;
  /** Says below a card, and to the channel, what an edit would not make anybody see; `gone` when there is no card any more. */
  shout(facts: CardFacts, ts: string, id: string, mention: boolean): Promise<'said' | 'gone'>;
  /** Says the lines of the card's thread there, and only there. */
  reply(facts: CardFacts, ts: string, id: string): Promise<'said' | 'gone'>;
  /**
   * Looks for what may have been posted without our knowing: a card or notice in the channel, what is below a card in its
   * thread, where the channel's other messages do not bury it.
   */
  find(channel: string, id: string, thread?: string): Promise<string | undefined>;
  /** Posts what belongs to no address. A picture may take its time: `check` is called right before each try to post. */
  notify(channel: string, notice: Pick<Notice, 'id' | 'text' | 'report'>, check: () => Promise<void>): Promise<void>;
  /** Posts a storm's digest under the id by which it is found again, and returns its message's `ts`. */
  postDigest(channel: string, facts: StormFacts, id: string): Promise<string>;
  updateDigest(channel: string, facts: StormFacts, ts: string, id: string): Promise<'updated' | 'gone'>;
}

/** One card's name in message metadata and button values. */
export function cardId(record: Pick<AddressRecord, 'address'>, episode: Pick<Episode, 'id'>): string {
  return `${record.address}|${episode.id}`;
}
