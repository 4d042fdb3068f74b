import type { Severity } from '../alerts/alert.ts';
import type { Decision } from '../decision/decide.ts';
import type { AddressRecord, Episode } from '../ledger/record.ts';
import type { Deps } from './deps.ts';
import type { AttackerAlert } from './group-attackers.ts';

/** What a card shows at most of each list. */
const HOSTS = 10;
const USERS = 10;
const SAMPLES = 3;
const ADDRESSES = 10;
const NOTES = 3;

/** A story that begins now, still without a word. */
export function newEpisode(
  draft: AddressRecord,
  rule: string,
  severity: Severity,
  deps: Pick<Deps, 'clock' | 'channel'>,
): Episode {
  const now = deps.clock.now();
  const change = `${draft.rev + 1}-`;
  // By the last one, not by how many there are: a record keeps only the latest, and no two may be called the same.
  const same = draft.episodes.filter((earlier) => earlier.id.startsWith(change));
  const numbers = same.map((earlier) => Number(earlier.id.slice(change.length)));
  return {
    id: `${change}${1 + Math.max(-1, ...numbers)}`,
    rule,
    openedAt: now,
    lastAlertAt: now,
    alerts: 0,
    events: 0,
    severity,
    hosts: [],
    users: [],
    samples: [],
    status: 'ask',
    seen: '',
    sentence: '',
    reasons: [],
    blockable: true,
    revision: 0,
    shown: 0,
    sayAt: now,
    channel: deps.channel,
  };
}

/** Adds what the alerts say to the story. */
export function tellEpisode(episode: Episode, group: readonly AttackerAlert[], decision: Decision, now: number): void {
  const alerts = group.map((each) => each.stored.alert);
  const weights = group.map((each) => each.attacker.weighs ?? 1);
  const isSum = alerts.every((alert) => alert.counting === 'sum');
  episode.alerts += group.length;
  episode.events = isSum
    ? episode.events + weights.reduce((total, weight) => total + weight, 0)
    : Math.max(episode.events, ...weights);
  episode.lastAlertAt = now;
  episode.hosts = merge(
    episode.hosts,
    alerts.flatMap((alert) => alert.hosts),
    HOSTS,
  );
  episode.users = merge(
    episode.users,
    alerts.flatMap((alert) => alert.users),
    USERS,
  );
  episode.samples = merge(
    episode.samples,
    alerts.flatMap((alert) => alert.samples),
    SAMPLES,
  );
  const hostIds = alerts.flatMap((alert) => (alert.hostIds ? [alert.hostIds] : []));
  if (hostIds.length > 0) {
    const known = new Map([...(episode.hostIds ?? []), ...hostIds].map((ids) => [ids.join(), ids]));
    episode.hostIds = [...known.values()].slice(-HOSTS);
  }
  const seenAs = group.flatMap((each) => each.seenAs ?? []);
  if (seenAs.length > 0) episode.addresses = [...new Set([...(episode.addresses ?? []), ...seenAs])].slice(-ADDRESSES);
  const notes = merge(
    episode.notes ?? [],
    alerts.flatMap((alert) => alert.notes),
    NOTES,
  );
  if (notes.length > 0) episode.notes = notes;
  const source = alerts[0]?.source;
  if (source) episode.source = source;
  const service = alerts.find((alert) => alert.service)?.service;
  const link = alerts.find((alert) => alert.link)?.link;
  if (service) episode.service = service;
  if (link) episode.link = link;
  episode.seen = decision.seen;
  episode.sentence = decision.sentence;
  episode.reasons = decision.reasons;
  episode.blockable = decision.kind !== 'ask' || decision.blockable;
}

function merge(known: readonly string[], more: readonly string[], most: number): string[] {
  return [...new Set([...known, ...more])].slice(-most);
}
