import { blockState } from '../ledger/block.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Action, AddressRecord, Block, Claim } from '../ledger/record.ts';

const ISO = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
/** Newest actions that the state shows. */
const ACTIONS = 5000;
/** How far back it looks for them. Milliseconds. */
const SINCE_MS = 40 * 24 * 3_600_000;

/** How late an action may be written after its moment, by far. Milliseconds. */
const LATE_MS = 3_600_000;

/**
 * Reads the ledger as `GET /sandbox/state` shows it. Actions are never changed, so those of an earlier look are kept and
 * only the newer days are read again: a look costs little, and the page looks at every change.
 */
export function ledgerReader(ledger: Ledger) {
  const known = new Map<string, Action>();
  let lastLook: number | undefined;
  return joined(async (now: number) => {
    const since = lastLook === undefined ? now - SINCE_MS : lastLook - LATE_MS;
    const records = await ledger.records.all();
    const copied = await ledger.actions.since(since, now + 60_000);
    for (const action of [...copied, ...records.flatMap((record) => record.outbox)]) known.set(action.id, action);
    lastLook = now;
    const actions = [...known.values()].sort(
      (a, b) => a.at - b.at || a.id.localeCompare(b.id, 'en', { numeric: true }),
    );
    return {
      blocks: records.flatMap(blocksOf),
      actions: actions.slice(-ACTIONS).map((action) => ({ ...action, at: ISO(action.at) })),
    };
  });
}

/** Looks that are asked for while one is under way go together in the next: none is older than its question. */
function joined<T>(look: (now: number) => Promise<T>): (now: number) => Promise<T> {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  function start(now: number): Promise<T> {
    const own = look(now).finally(() => {
      if (running === own) running = undefined;
    });
    running = own;
    return own;
  }
  return (now) => {
    if (running === undefined) return start(now);
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return start(now);
      });
    return next;
  };
}

function blocksOf(record: AddressRecord) {
  const past = record.pastBlocks.map((block) => toBlock(record, block, []));
  return record.block ? [...past, toBlock(record, record.block, record.claims)] : past;
}

function toBlock(record: AddressRecord, block: Block, claims: readonly Claim[]) {
  return {
    id: block.id,
    address: record.address,
    state: blockState(block),
    until: ISO(block.until),
    by: block.by,
    reason: block.why,
    claims: claims.map((claim) => ({ ...claim, from: ISO(claim.from), until: ISO(claim.until) })),
    targets: Object.entries(block.targets).map(([id, target]) => ({ id, ...target })),
  };
}
