import { blockState } from '../ledger/block.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Action, AddressRecord, Block, Claim } from '../ledger/record.ts';

const ISO = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
/** Newest actions that the state shows. */
const ACTIONS = 5000;
/** How far back it looks for them. Milliseconds. */
const SINCE_MS = 40 * 24 * 3_600_000;

/** The ledger as `GET /sandbox/state` shows it. */
export async function ledgerState(ledger: Ledger, now: number) {
  const records = await ledger.records.all();
  const copied = await ledger.actions.since(now - SINCE_MS, now + 60_000);
  const all = new Map<string, Action>();
  for (const action of [...copied, ...records.flatMap((record) => record.outbox)]) all.set(action.id, action);
  const actions = [...all.values()].sort((a, b) => a.at - b.at || a.id.localeCompare(b.id, 'en', { numeric: true }));
  return {
    blocks: records.flatMap(blocksOf),
    actions: actions.slice(-ACTIONS).map((action) => ({ ...action, at: ISO(action.at) })),
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
