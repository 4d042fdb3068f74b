import type { Address } from '../address/address.ts';
import type { Change, Entry, Rule } from './firewall.ts';

/** A block that wants to be in the target. The list is in order of priority: pinned first, then by falling score. */
export interface Wish {
  address: Address;
  scopes: readonly string[];
  /** A person's, or without an end. */
  pinned: boolean;
  score: number;
}

/** A rule number of ours and what we put there. */
export interface Slot {
  ruleNumber: number;
  rule: Rule;
  /** Our rule that stood there before, while it may not have made way yet. */
  was?: Rule;
  /** False while nobody has yet seen our rule there: an entry that differs is then somebody else's. */
  seen: boolean;
  /** True while somebody else's alteration of it is known and not put right yet. */
  isAltered?: true;
  /** When the number was written down as ours, by the machine's clock in milliseconds. */
  at: number;
}

/** A number that was ours, and the rule that we had there. `at`: when it was given up, by the machine's clock. */
export type GivenUp = Pick<Slot, 'ruleNumber' | 'rule' | 'at'>;

export interface Limits {
  /** First and last rule number that AISM may use. */
  numbers: { first: number; last: number };
  /** Inbound entries that the target takes, `*` included. */
  quota: number;
  /** Slots that automatic blocks leave free. */
  keptForPeople: number;
}

export interface Plan {
  changes: Change[];
  /** Our slots once the changes are made. */
  slots: Slot[];
  /** No automatic block more finds a slot, whatever its address and scope. */
  isFull: boolean;
  /** Addresses that find no slot free, with the reason. */
  waiting: Map<Address, string>;
  /** Addresses that cannot be denied here however many slots come free, with what to mend. */
  unusable: Map<Address, string>;
  /** Slots that are given up: ours until their rules are seen to be gone. */
  leaving: Slot[];
  /** Those of them where a rule may still appear, because EC2 shows changes late. */
  limbo: Slot[];
  /** Foreign entries inside our numbers. */
  foreign: Entry[];
  /** Our slots whose entry was altered or taken away by somebody else. */
  drift: Array<{ ruleNumber: number; rule: Rule; what: 'gone' | 'altered' }>;
}
