import { formatDuration } from '../decision/duration.ts';
import type { StoredAlert } from '../ledger/inbox.ts';
import { addLate, closeLate, type LateDigest } from '../ledger/late-digest.ts';
import type { Deps } from './deps.ts';
import { noticeMoment, noticeWords } from './notice-words.ts';

/** So long after the first one all that came are told of: after an outage they come within minutes. Milliseconds. */
const GATHERED_MS = 10 * 60_000;
/** How many addresses and rules the digest names. */
const NAMED = 5;

/** Gathers alerts that are only recorded since they came so late. One that is gathered already changes nothing. */
export async function collectLate(deps: Deps, alerts: readonly StoredAlert[]): Promise<void> {
  const now = deps.clock.now();
  await deps.ledger.late.change((draft) => addLate(draft, alerts, now));
}

/*
 *   close the digest, with its words in the same write ──▶ notice ──▶ clear the words
 *
 * As with what is told of automatic blocking: a stop after any step tells it once.
 */

/** Tells the channel of late alerts, of all that were gathered in one digest. For the tick. */
export async function tellLate(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const isDue = ({ first }: LateDigest) => first !== undefined && now - first >= GATHERED_MS;
  const seen = await deps.ledger.late.read();
  if (!isDue(seen) && seen.outbox.length === 0) return;
  const outbox = await deps.ledger.late.change((draft) => {
    if (isDue(draft)) closeLate(draft, { id: `late-${draft.first}`, at: now, text: sayLate(draft, now) });
    return [...draft.outbox];
  });
  for (const notice of outbox) await deps.ledger.notices.add(deps.channel, { ...notice, posting: true });
  const told = new Set(outbox.map(({ id }) => id));
  await deps.ledger.late.change((draft) => {
    draft.outbox = draft.outbox.filter(({ id }) => !told.has(id));
  });
  deps.wake.announce();
}

function sayLate(digest: LateDigest, now: number): string {
  const { alerts, addresses, rules, isMore, oldest = now, newest = now } = digest;
  const most = isMore ? 'more than ' : '';
  const count = (names: readonly string[], one: string, many: string) =>
    `${most}${names.length} ${names.length === 1 && !isMore ? one : many}`;
  return [
    `:hourglass: ${count(alerts, 'alert', 'alerts')} came more than a day late, about ${count(addresses, 'address', 'addresses')} (${named(addresses.map(bare))}), under ${named(rules)}.`,
    `What they tell of happened from ${noticeMoment(oldest)} to ${noticeMoment(newest)}, the newest ${formatDuration(now - newest)} ago.`,
    'They are recorded and nobody was blocked or asked about for them. ElastAlert sends again for two days what was not taken: look whether it, or the way to AISM, was down. `/aism check <address>` tells what an address did.',
  ].join(' ');
}

function named(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `${names
    .slice(0, NAMED)
    .map((name) => noticeWords(name, 60))
    .join(', ')}${more}`;
}

/** A single address without its prefix. */
function bare(address: string): string {
  return address.replace(/\/(32|128)$/, '');
}
