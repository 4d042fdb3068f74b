import type { AllowEntry } from '../decision/allowlist.ts';
import type { RuleSnooze } from '../decision/snooze.ts';
import type { Action } from './record.ts';

/**
 * One entry of a list that people keep, with the actions of its last changes that are not yet copied to their own items.
 * So a change and its action are one write. An entry that was taken away stays, without its content, until its actions are
 * copied.
 */
export interface Kept<E> {
  key: string;
  rev: number;
  entry?: E | undefined;
  outbox: Action[];
}

/** A list that people keep: few entries, each under its key. All methods throw LedgerUnavailableError. */
export interface KeptList<E> {
  /** What is on the list. Whether the time of an entry is over is for the reader to tell. */
  entries(): Promise<E[]>;
  /** The same with what was taken away and is not yet told. */
  kept(): Promise<Kept<E>[]>;
  /** Edits a draft and stores it if nobody was faster; else runs the edit again on the newer one. */
  change<T>(key: string, edit: (draft: Kept<E>) => T): Promise<{ result: T; kept: Kept<E> }>;
}

/** An exemption as the ledger keeps it. */
export interface KeptAllow extends AllowEntry {
  /** Whether every block that it covers is lifted, those included that were being made when it came. */
  isApplied: boolean;
}

export type AllowList = KeptList<KeptAllow>;
export type SnoozeList = KeptList<RuleSnooze>;

/** Adds an action to a change of an entry. Copied twice it is still one action; `address` is what history asks for. */
export function noteListAction<E>(draft: Kept<E>, address: string, action: Omit<Action, 'id' | 'address'>): void {
  const id = `${address}@list.${action.at}.${draft.rev + 1}.${draft.outbox.length}`;
  draft.outbox.push({ id, address, ...action });
}
