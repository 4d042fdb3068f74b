import type { Address } from '../address/address.ts';
import { blockState, isByRules, liveBlock } from './block.ts';
import { isProposal } from './proposal.ts';
import type { AddressRecord, Episode } from './record.ts';
import { SELF_TEST_RULE } from './self-test-rule.ts';

/** How an attacker stands whose card is folded into a storm's digest. */
export const FOLDED_STATES = ['ask', 'guarded', 'ignored', 'blocked', 'pending', 'waiting', 'failed', 'ended'] as const;
export type FoldedState = (typeof FOLDED_STATES)[number];

/** What a digest must know of a folded card. */
export interface ToldFolded {
  source: string;
  rule: string;
  alerts: number;
  events: number;
  state: FoldedState;
  /** Whether rules alone wish the block. */
  isAutomatic: boolean;
  /** Hints of earlier versions do not tell it. */
  severity?: Episode['severity'] | undefined;
}

/** One card that is folded into a storm's digest. */
export interface FoldedCard extends ToldFolded {
  address: Address;
  episode: string;
}

/** The source of what came from none. */
const NO_SOURCE = 'aism';

/**
 * Whether a storm's digest may tell it: what came from alerts, not what a person made, not what is posted already, and not
 * what must be seen by itself. A test is no attack, and looks for its own card.
 */
export function isFoldable(episode: Episode): boolean {
  const isPosted = episode.ts !== undefined || episode.posting !== undefined;
  const isForPeople = isProposal(episode) || episode.rule === SELF_TEST_RULE || episode.shout?.kind === 'news';
  return !isPosted && episode.alerts > 0 && !isForPeople;
}

/** Folds an episode into a storm. */
export function fold(episode: Episode, storm: string): void {
  episode.folded = storm;
  delete episode.shout;
}

/** Gives a folded episode a card of its own. */
export function unfold(episode: Episode, now: number): void {
  if (episode.folded === undefined) return;
  delete episode.folded;
  episode.revision += 1;
  episode.sayAt = now;
}

/** The hint by which a storm finds a folded card, with all that its digest tells. */
export function foldedPointer(record: AddressRecord, episode: Episode, storm: string) {
  const told = toldOf(record, episode);
  const band = 99 - Math.floor(Math.log2(Math.max(1, told.events)));
  const place = `${placesOf(told.source)}${String(band).padStart(2, '0')}#${record.address}#${episode.id}`;
  return { pk: stormPartition(storm), sk: place, told };
}

/** The partition of a storm's folded cards. */
export function stormPartition(storm: string): string {
  return `STORM#${storm}`;
}

/** What all places of one source begin with. A source's name may hold any sign. */
export function placesOf(source: string): string {
  return `${encodeURIComponent(source)}#`;
}

function toldOf(record: AddressRecord, episode: Episode): ToldFolded {
  return {
    source: episode.source ?? NO_SOURCE,
    rule: episode.rule,
    alerts: episode.alerts,
    events: Math.max(episode.events, episode.alerts),
    state: foldedState(record, episode),
    isAutomatic: liveBlock(record) !== undefined && isByRules(record),
    severity: episode.severity,
  };
}

/** The block's state, whatever was said before; else the question's. */
export function foldedState(record: AddressRecord, episode: Episode): FoldedState {
  const live = liveBlock(record);
  if (live) {
    const state = blockState(live);
    return state === 'waiting' || state === 'failed' || state === 'pending' ? state : 'blocked';
  }
  if (episode.status === 'ignored') return 'ignored';
  if (episode.status === 'blocked') return 'ended';
  return episode.blockable ? 'ask' : 'guarded';
}
