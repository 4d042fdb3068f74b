import { family, prefixLength, widen } from '../address/address.ts';
import { isOpenQuestion } from './asking.ts';
import { realAttacks } from './attacks.ts';
import { isPinned, liveBlock } from './block.ts';
import { foldedPointer, type ToldFolded } from './folded.ts';
import type { AddressRecord, Episode, TargetState } from './record.ts';

/** A hint in the table that leads to a record. Readers trust only the record. */
export interface Pointer {
  pk: string;
  sk: string;
  /** What it tells without the record, so that a storm is counted without reading its records. */
  told?: ToldFolded;
}

/** How many partitions the due times are spread over. */
export const DUE_SHARDS = 4;

/**
 * All hints that a record wants to stand in the table, computed from the record alone. A change writes the new ones
 * before the record and removes the old ones after, so that a crash leaves a hint too many and never one too few.
 */
export function pointersOf(record: AddressRecord): Pointer[] {
  const pointers: Pointer[] = [];
  const due = dueAt(record);
  if (due !== undefined)
    pointers.push({ pk: `DUE#${shardOf(record.address)}`, sk: `${sortable(due)}#${record.address}` });
  const live = liveBlock(record);
  const { address } = record;
  const isRange = prefixLength(address) < NETWORK[family(address)];
  if (live && isRange) pointers.push({ pk: 'RANGE#live', sk: address });
  if (realAttacks(record).length > 0 && family(address) === 4 && !isRange)
    pointers.push({ pk: `NET#${widen(address, 24)}`, sk: address });
  if (record.snoozes.length > 0) pointers.push({ pk: 'SNOOZE#all', sk: address });
  for (const where of live ? (live.placed ?? ['all']) : [])
    pointers.push({ pk: `LIVE#${where}`, sk: `${priorityKey(record)}#${record.address}` });
  for (const [target, shown] of Object.entries(record.block?.targets ?? {})) {
    if (!SETTLED.has(shown.state)) pointers.push({ pk: `WISH#${target}`, sk: record.address });
    for (const range of shown.through ?? []) pointers.push({ pk: `RIDE#${target}`, sk: `${range}#${record.address}` });
  }
  for (const episode of record.episodes) {
    if (isOpenQuestion(record, episode))
      pointers.push({ pk: ASKING, sk: `${sortable(episode.openedAt)}#${record.address}#${episode.id}` });
    if (episode.folded !== undefined) {
      pointers.push(foldedPointer(record, episode, episode.folded));
      continue;
    }
    pointers.push(...belowCard(record, episode));
    const isToHear = episode.ts !== undefined && episode.shout !== undefined;
    if (episode.revision <= episode.shown && !isToHear) continue;
    // Edits have a queue of their own: what a person did shows at once, however many new cards wait.
    const queue = episode.ts === undefined ? 'SAY' : 'EDIT';
    pointers.push({
      pk: `${queue}#${episode.channel}`,
      sk: `${sortable(episode.sayAt)}#${record.address}#${episode.id}`,
    });
  }
  return pointers;
}

/** The questions that nobody answered yet, by when they were opened. One that is quiet for long asks nothing any more. */
export const ASKING = 'ASK#all';

/** What waits behind the cards: the lines of a card's thread, and a question that is to be asked again. */
function belowCard({ address }: AddressRecord, episode: Episode): Pointer[] {
  const { id, channel, ts, thread, asks, status } = episode;
  if (ts === undefined) return [];
  const at = (queue: string, moment: number) => ({
    pk: `${queue}#${channel}`,
    sk: `${sortable(moment)}#${address}#${id}`,
  });
  return [
    ...(thread?.due === undefined ? [] : [at('THREAD', thread.due)]),
    ...(status !== 'ask' || asks?.remindAt === undefined ? [] : [at('REMIND', asks.remindAt)]),
  ];
}

/** Wider blocks than these are made by people alone, for many addresses at once. */
const NETWORK = { 4: 32, 6: 64 } as const;

/** What does not change until something else does: who is further up, or the target itself. */
const SETTLED: ReadonlySet<TargetState['state']> = new Set(['active', 'waiting', 'unusable', 'lost', 'left', 'out']);

/**
 * When the tick must look at this record next: actions to copy, a claim or a silence that ends, a proposal that nobody
 * approved, a question that nobody answered.
 */
function dueAt(record: AddressRecord): number | undefined {
  const moments = [...record.outbox.map((action) => action.at), ...record.snoozes.map((each) => each.until)];
  if (liveBlock(record)) for (const claim of record.claims) if (claim.until !== null) moments.push(claim.until);
  if (record.proposal) moments.push(record.proposal.expires);
  for (const { status, asks } of record.episodes)
    if (status === 'ask' && asks?.closeAt !== undefined) moments.push(asks.closeAt);
  return moments.length > 0 ? Math.min(...moments) : undefined;
}

/** Sorts pinned blocks first, oldest first, then the others by falling score. */
function priorityKey(record: AddressRecord): string {
  if (isPinned(record)) return `0#${sortable(record.block?.since ?? 0)}`;
  return `1#${(99_999.999999 - record.score).toFixed(6).padStart(12, '0')}`;
}

/** A moment as text that sorts like the number. */
export function sortable(moment: number): string {
  return String(Math.trunc(moment)).padStart(14, '0');
}

function shardOf(address: string): number {
  let sum = 0;
  for (const char of address) sum = (sum * 31 + char.charCodeAt(0)) % 1_000_003;
  return sum % DUE_SHARDS;
}
