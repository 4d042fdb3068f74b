import type { AllowEntry } from '../decision/allowlist.ts';
import { isOver } from '../decision/allowlist.ts';
import type { Automatic } from '../decision/automatic.ts';
import type { RuleSnooze } from '../decision/snooze.ts';
import { isOpen } from '../ledger/episode.ts';
import type { Heartbeat } from '../ledger/heartbeat.ts';
import type { AddressRecord, Episode } from '../ledger/record.ts';
import type { Deps } from './deps.ts';
import { type TargetStatus, targetStatus } from './target-status.ts';

/** As many live blocks as are counted one by one. */
const MOST_LIVE = 500;
/** As many open questions. */
const MOST_ASKS = 200;

/** A card that waits for an answer. */
export interface Ask {
  record: AddressRecord;
  episode: Episode;
}

/** How everything stands at one moment, as the ledger knows it. */
export interface Overview {
  now: number;
  automatic: Automatic;
  sources: Heartbeat[];
  targets: { id: string; status: TargetStatus }[];
  /** Live blocks in the order in which they get a slot; no more of them than `most`. */
  live: AddressRecord[];
  /** Cards that nobody answered, oldest first. */
  asks: Ask[];
  snoozed: AddressRecord[];
  ruleSnoozes: RuleSnooze[];
  allowed: AllowEntry[];
  /** Of blocks and of questions no more are counted: a number that reaches it means so many or more. */
  most: { live: number; asks: number };
}

/** Reads how everything stands. Throws LedgerUnavailableError. */
export async function overview(deps: Deps): Promise<Overview> {
  const { ledger, clock, targets } = deps;
  const now = clock.now();
  const [automatic, sources, statuses, live, asking, snoozed, ruleSnoozes, allowed] = await Promise.all([
    ledger.automatic.read(),
    ledger.heartbeats.read(),
    Promise.all(targets.map(async (id) => ({ id, status: await targetStatus(deps, id) }))),
    ledger.records.live(MOST_LIVE, targets),
    ledger.asking.page({ skip: 0, limit: MOST_ASKS }),
    ledger.records.snoozed(),
    ledger.ruleSnoozes.entries(),
    ledger.allowlist.entries(),
  ]);
  return {
    now,
    automatic,
    sources,
    targets: statuses,
    live,
    asks: asking.toReversed().flatMap(({ record, episode }) => openAsk(record, episode, now)),
    snoozed: snoozed.filter((record) => record.snoozes.some(({ until }) => until > now)),
    ruleSnoozes: ruleSnoozes.filter(({ until }) => until > now),
    allowed: allowed.filter((entry) => !isOver(entry, now)),
    most: { live: MOST_LIVE, asks: MOST_ASKS },
  };
}

function openAsk(record: AddressRecord, id: string, now: number): Ask[] {
  const episode = record.episodes.find((each) => each.id === id);
  return episode && isOpen(record, episode, now) ? [{ record, episode }] : [];
}
