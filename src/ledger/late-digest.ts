import { z } from 'zod';
import type { StoredAlert } from './inbox.ts';

/** How many alerts, addresses and rules are remembered by name; beyond that it is only known that there were more. */
const REMEMBERED = 500;

/** Alerts whose events were too old to be answered, gathered until the channel is told of all of them at once. */
export const lateDigestSchema = z.object({
  rev: z.number(),
  /** When the first of them came. Milliseconds, as all moments here. */
  first: z.number().exactOptional(),
  /** Their identities: one that is worked twice counts once. `isMore`: not all could be remembered. */
  alerts: z.array(z.string()),
  addresses: z.array(z.string()),
  rules: z.array(z.string()),
  isMore: z.boolean(),
  /** When the oldest and the newest of the events happened. */
  oldest: z.number().exactOptional(),
  newest: z.number().exactOptional(),
  /** The identities of the digest before this one. */
  told: z.array(z.string()),
  /** Digests that are made up and not yet in the channel's queue. */
  outbox: z.array(z.object({ id: z.string(), at: z.number(), text: z.string() })),
});
export type LateDigest = z.infer<typeof lateDigestSchema>;

/** Nothing came late. */
export function emptyLateDigest(): LateDigest {
  return { rev: 0, alerts: [], addresses: [], rules: [], isMore: false, told: [], outbox: [] };
}

/** Adds alerts to the digest; known ones change nothing. */
export function addLate(draft: LateDigest, alerts: readonly StoredAlert[], now: number): void {
  for (const { alert } of alerts) {
    if (draft.alerts.includes(alert.identity) || draft.told.includes(alert.identity)) continue;
    const at = Date.parse(alert.at);
    draft.first ??= now;
    draft.oldest = Math.min(draft.oldest ?? at, at);
    draft.newest = Math.max(draft.newest ?? at, at);
    remember(draft, 'alerts', alert.identity);
    remember(draft, 'rules', alert.rule);
    for (const { address } of alert.attackers) remember(draft, 'addresses', address);
  }
}

/** Closes the digest: what comes from now on belongs to the next one. */
export function closeLate(draft: LateDigest, notice: LateDigest['outbox'][number]): void {
  const told = draft.alerts;
  const outbox = [...draft.outbox, notice];
  delete draft.first;
  delete draft.oldest;
  delete draft.newest;
  Object.assign(draft, { alerts: [], addresses: [], rules: [], isMore: false, told, outbox });
}

function remember(draft: LateDigest, list: 'alerts' | 'addresses' | 'rules', name: string): void {
  if (draft[list].includes(name)) return;
  if (draft[list].length < REMEMBERED) draft[list].push(name);
  else draft.isMore = true;
}
