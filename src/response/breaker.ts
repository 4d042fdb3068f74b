import type { Address } from '../address/address.ts';
import { type Automatic, noteChange, offBecause } from '../decision/automatic.ts';
import { firesTooWide, type Reservation, reserve, trip } from '../decision/breaker.ts';
import { FRESH_MS } from '../decision/decide.ts';
import { policyFor, type RulePolicy } from '../decision/policy.ts';
import { LedgerUnavailableError } from '../ledger/errors.ts';
import type { Deps } from './deps.ts';
import type { AttackerAlert } from './group-attackers.ts';
import { mentionForAll } from './mention.ts';
import { noticeWords } from './notice-words.ts';
import { tellAutomatic } from './tell-automatic.ts';

/** What came in about each attacker. */
export type Attackers = ReadonlyArray<[Address, readonly AttackerAlert[]]>;

/** What is unreadable is no leave to block. */
const UNREADABLE = 'whether automatic blocking is on could not be read';

/**
 * Asks the breaker for leave to block an address by itself; why not, in words. In the modes that block nothing by
 * themselves it counts what would have been blocked. Throws LedgerUnavailableError: then nothing is blocked either.
 */
export async function reserveBlock(
  deps: Deps,
  request: { address: Address; rules: readonly string[]; at: number },
): Promise<string | undefined> {
  const { address, rules, at } = request;
  const ask = (draft: Automatic) =>
    noted(deps, draft, reserve(draft, { address, rule: rules.join(', '), at }, deps.policy.breaker), at);
  return failClosed(deps, async () => whyOff(deps, await deps.ledger.automatic.change(ask)));
}

/** Whether automatic blocking is off, in words. */
export async function automaticOff(deps: Deps): Promise<string | undefined> {
  return failClosed(deps, async () => offBecause(await deps.ledger.automatic.read(), deps.clock.now()));
}

/**
 * Counts on how many addresses each rule fires that may block by itself: one that fires on too many is more likely wrong
 * than right, and automatic blocking goes off. Why it is off then, in words.
 */
export async function countFiring(deps: Deps, attackers: Attackers): Promise<string | undefined> {
  return failClosed(deps, async () => {
    const now = deps.clock.now();
    const byRule = [...addressesByRule(deps, attackers, now)];
    if (byRule.length === 0) return undefined;
    const state = await deps.ledger.automatic.read();
    const off = offBecause(state, now);
    if (off) return off;
    const limits = deps.policy.breaker;
    const counts = await Promise.all(
      byRule.map(async ([rule, addresses]) => {
        const most = limits.addresses;
        const what = { rule, addresses, at: now, windowMs: limits.window, most, from: state.resumedAt ?? 0 };
        return { rule, count: await deps.ledger.firing.count(what) };
      }),
    );
    const wide = counts.find(({ count }) => count > limits.addresses);
    if (!wide) return undefined;
    const cause = { at: now, limit: 'addresses', why: firesTooWide(wide.rule, limits) } as const;
    // Who resumed it meanwhile has seen this: it is counted anew from then.
    const change = (draft: Automatic): Reservation =>
      draft.resumedAt === state.resumedAt ? noted(deps, draft, trip(draft, cause), now) : { kind: 'ok' };
    return whyOff(deps, await deps.ledger.automatic.change(change));
  });
}

/** Late alerts do not count: after an outage two days of them come at once, and block nobody. */
function addressesByRule(deps: Deps, attackers: Attackers, now: number): Map<string, Address[]> {
  const found = new Map<string, Address[]>();
  for (const [address, alerts] of attackers) {
    const fresh = alerts.map(({ stored }) => stored.alert).filter((alert) => now - Date.parse(alert.at) <= FRESH_MS);
    const automatic = fresh.filter(({ rule, source }) => maySelfBlock(policyFor(deps.policy, rule, source)));
    for (const rule of new Set(automatic.map((alert) => alert.rule)))
      found.set(rule, [...(found.get(rule) ?? []), address]);
  }
  return found;
}

/** Whether alerts of a rule may lead to an automatic block at all. */
export function maySelfBlock({ kind, proven, auto }: RulePolicy): boolean {
  return kind === 'attack' && proven && auto !== 'never';
}

/** With the trip goes what is told of it, in the same write. */
function noted(deps: Deps, draft: Automatic, reservation: Reservation, at: number): Reservation {
  if (reservation.kind === 'ok' || !reservation.tripped || !draft.trip) return reservation;
  const { why } = draft.trip;
  const isLive = deps.mode === 'live';
  const what = isLive
    ? `${mentionForAll(deps.policy.mentions)}:octagonal_sign: *Automatic blocking is off*`
    : `:octagonal_sign: *Automatic blocking would have gone off* (the mode is ${deps.mode}, so nothing was blocked by itself)`;
  const follows = isLive
    ? 'What is blocked stays blocked. Whoever else attacks is asked about, with a card.'
    : 'Until then it is not counted any more who would have been blocked.';
  noteChange(draft, {
    at,
    kind: 'trip',
    actor: 'aism',
    before: 'on',
    after: isLive ? 'off until a lead resumes it' : 'would have been off until a lead resumes it',
    why,
    text: `${what}: ${noticeWords(why, 500)}. ${follows} Look what it is: an attack from many addresses, or a rule that matches too much. Then a lead says \`/aism resume\`.`,
  });
  return reservation;
}

async function whyOff(deps: Deps, reservation: Reservation): Promise<string | undefined> {
  if (reservation.kind === 'ok') return undefined;
  if (reservation.tripped) {
    deps.log.warn({ why: reservation.why }, 'automatic blocking went off');
    await tellAutomatic(deps).catch((error: unknown) =>
      deps.log.error({ err: error }, 'that automatic blocking went off could not be told yet; the next tick tells it'),
    );
  }
  return reservation.why;
}

async function failClosed(deps: Deps, ask: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof LedgerUnavailableError) throw error;
    deps.log.error({ err: error }, UNREADABLE);
    return UNREADABLE;
  }
}
