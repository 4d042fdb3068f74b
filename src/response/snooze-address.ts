import type { Address } from '../address/address.ts';
import { formatDuration } from '../decision/duration.ts';
import { liveBlock } from '../ledger/block.ts';
import type { Block } from '../ledger/record.ts';
import { addSnooze, type Snooze, takeSnoozes } from '../ledger/snooze.ts';
import type { Deps } from './deps.ts';

export interface SnoozeRequest {
  address: Address;
  /** Absent: every rule. */
  rule?: string | undefined;
  by: string;
  /** Milliseconds. */
  forMs: number;
}

export type SnoozeAnswer =
  | { kind: 'ignored'; until: number }
  | { kind: 'already-ignored'; by: string; until: number }
  | { kind: 'already-blocked'; block: Block };

/** Ignore with a scope: one rule, or every rule, is silent about this address until a moment. */
export async function snoozeAddress(deps: Deps, request: SnoozeRequest): Promise<SnoozeAnswer> {
  const { address, rule, by, forMs } = request;
  const { result } = await deps.ledger.records.change(address, (draft): SnoozeAnswer => {
    const now = deps.clock.now();
    const live = liveBlock(draft);
    if (live) return { kind: 'already-blocked', block: live };
    const until = now + forMs;
    const snooze = { ...(rule === undefined ? {} : { rule }), until, by };
    const standing = addSnooze(draft, snooze, `ignored for ${formatDuration(forMs)}`, now);
    return standing ? { kind: 'already-ignored', by: standing.by, until: standing.until } : { kind: 'ignored', until };
  });
  deps.wake.announce();
  deps.wake.bookkeeping();
  return result;
}

/** The silences of an address that ended, and those that go on. */
export interface UnsnoozeAnswer {
  ended: Snooze[];
  left: Snooze[];
}

/** Takes silences of an address back: that of one rule, or all. */
export async function unsnoozeAddress(
  deps: Deps,
  { address, rule, by }: { address: Address; rule?: string | undefined; by: string },
): Promise<UnsnoozeAnswer> {
  const { result } = await deps.ledger.records.change(address, (draft) => {
    const now = deps.clock.now();
    const ended = takeSnoozes(draft, { rule, by }, now);
    return { ended, left: draft.snoozes.filter((each) => each.until > now) };
  });
  deps.wake.announce();
  deps.wake.bookkeeping();
  return result;
}
