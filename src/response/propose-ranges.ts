import { type Address, compareAddresses, display, family, widen } from '../address/address.ts';
import type { Severity } from '../alerts/alert.ts';
import { formatDuration } from '../decision/duration.ts';
import { type Guard, guardedBecause } from '../decision/guard.ts';
import { snoozeFor } from '../decision/snooze.ts';
import { beginAsk } from '../ledger/asking.ts';
import { realAttacks } from '../ledger/attacks.ts';
import { liveBlock } from '../ledger/block.ts';
import { openEpisode, startEpisode } from '../ledger/episode.ts';
import { noteAction } from '../ledger/note-action.ts';
import type { AddressRecord, Episode } from '../ledger/record.ts';
import type { Deps } from './deps.ts';
import { newEpisode } from './tell-episode.ts';

/** The rule name of cards that propose to block a whole range. */
export const DENSE_RANGE = 'many attackers in one range';
/** A range of IPv4 that is looked at as one: the widest that anybody may block. */
const NETWORK = 24;
const ADDRESSES = 256;
/** A card that only counts on is edited no more often than this. Milliseconds. */
const COUNTER_MS = 45_000;
const SHOWN = 10;

/**
 * Where so many addresses of a /24 attack that one rule for all would serve better, a card asks a person: such a block also
 * hits those that did nothing, so it is never automatic. Nothing is lost when this fails: the next alert asks again.
 */
export async function proposeRanges(deps: Deps, guard: Guard, addresses: readonly Address[]): Promise<void> {
  const networks = new Set(addresses.filter((each) => family(each) === 4).map((each) => widen(each, NETWORK)));
  for (const network of networks) {
    try {
      await proposeOne(deps, guard, network);
    } catch (error) {
      deps.log.error({ err: error, network }, 'whether a range is full of attackers could not be told');
    }
  }
}

async function proposeOne(deps: Deps, guard: Guard, network: Address): Promise<void> {
  const { records } = deps.ledger;
  const { rangeDensity, rangeWindow } = deps.policy;
  const least = Math.ceil(rangeDensity * ADDRESSES);
  if (guardedBecause(guard, network) || (await records.countWithin(network)) < least) return;
  const now = deps.clock.now();
  const attackers = (await records.within(network)).filter((record) =>
    realAttacks(record).some((event) => event.at > now - rangeWindow),
  );
  if (attackers.length < least) return;
  await records.change(network, (draft) => propose(draft, attackers, deps));
}

function propose(draft: AddressRecord, attackers: readonly AddressRecord[], deps: Deps): void {
  const now = deps.clock.now();
  const isQuiet = snoozeFor(DENSE_RANGE, draft.snoozes, [], now) !== undefined;
  const isInGrace = draft.grace !== undefined && draft.grace.until > now;
  if (liveBlock(draft) || isQuiet || isInGrace) return;
  const open = openEpisode(draft, DENSE_RANGE, now);
  if (open && (open.answer || open.alerts >= attackers.length)) return;
  const told = open ?? newEpisode(draft, DENSE_RANGE, worstOf(attackers), deps);
  if (!open) {
    startEpisode(draft, told);
    beginAsk(told, deps.policy.asks, now);
  }
  describe(told, draft.address, attackers, deps);
  if (told.revision === told.shown) told.sayAt = open ? now + COUNTER_MS : now;
  told.revision += 1;
  noteAction(draft, {
    at: now,
    kind: 'propose',
    actor: 'aism',
    before: '',
    after: 'ask',
    why: told.sentence,
  });
}

function describe(told: Episode, network: Address, attackers: readonly AddressRecord[], deps: Deps): void {
  const others = ADDRESSES - attackers.length;
  told.alerts = attackers.length;
  told.lastAlertAt = deps.clock.now();
  told.addresses = attackers
    .map((each) => each.address)
    .sort(compareAddresses)
    .slice(0, SHOWN);
  told.reasons = ['dense-range'];
  told.seen = `${attackers.length} of ${ADDRESSES} in ${display(network)} attack`;
  told.sentence = `${told.seen} (seen within ${formatDuration(deps.policy.rangeWindow)}). A person decides: one rule for the range frees slots, and also hits the other ${others}, which did nothing that AISM saw.`;
}

function worstOf(attackers: readonly AddressRecord[]): Severity {
  const seen = new Set(attackers.flatMap((each) => each.episodes.map((episode) => episode.severity)));
  return (['critical', 'high', 'medium'] as const).find((severity) => seen.has(severity)) ?? 'low';
}
