import type { Plan } from '../firewall/slots.ts';
import { liveBlock } from '../ledger/block.ts';
import { touchCards } from '../ledger/episode.ts';
import { noteAction } from '../ledger/note-action.ts';
import { blockedCard, shoutOn } from '../ledger/shout.ts';
import type { Deps } from './deps.ts';

/** Rules that were changed so often within an hour are changed by something that goes on doing it. */
const OFTEN = 2;
/** More rules than these at once are told of together. */
const CARDS = 3;
/** Milliseconds. */
export const HOUR_MS = 3_600_000;

/**
 * Records that somebody else altered or removed a rule of ours; the same pass repairs it, noted or not. When it happens
 * again within an hour the channel is told, once until an hour is quiet. Returns the moments of the hour before the last
 * one, that one included. What a shadow forgets with its process nobody took away.
 */
export async function noteDrift(
  deps: Deps,
  target: string,
  drift: Plan['drift'],
  before: readonly number[],
): Promise<number[]> {
  if (drift.length === 0 || deps.mode === 'shadow') return [...before];
  const now = deps.clock.now();
  const lately = before.filter((moment) => now - moment < HOUR_MS);
  // Of many at once one notice tells, and not each of their cards.
  const isMany = drift.length > CARDS;
  for (const each of drift) await noteOne(deps, target, each, !isMany);
  const moments = [...lately, now];
  const isTold = lately.length > 0 && before.length >= OFTEN;
  if ((moments.length >= OFTEN || isMany) && !isTold) await warn(deps, target, moments, drift);
  return moments;
}

async function noteOne(
  deps: Deps,
  target: string,
  { ruleNumber, rule, what }: Plan['drift'][number],
  isLoud: boolean,
): Promise<void> {
  const noting = deps.ledger.records.change(rule.cidr, (draft) => {
    noteAction(draft, {
      at: deps.clock.now(),
      kind: 'drift',
      actor: 'unknown',
      before: `rule ${ruleNumber} denied it`,
      after: what === 'gone' ? `rule ${ruleNumber} is gone` : `rule ${ruleNumber} says something else`,
      why: `${target}: something else changed a rule of ours; it is being repaired`,
    });
    const live = liveBlock(draft);
    if (!live) return;
    const now = deps.clock.now();
    const isNews = !live.drift || now - live.drift.at >= HOUR_MS;
    live.drift = { times: (live.drift?.times ?? 0) + 1, at: now };
    touchCards(draft, now);
    const card = blockedCard(draft);
    if (!card || !isLoud || !isNews || card.shout) return;
    shoutOn(draft, card, { kind: 'drift', sentence: `rule ${ruleNumber} in ${deps.nameOf(target)}`, now });
  });
  await noting.catch((error: unknown) =>
    deps.log.error({ err: error, address: rule.cidr, ruleNumber, what }, 'drift could not be noted'),
  );
}

/** The first moment of the hour is in the notice's name, so that it is told once though a stop may have this tried again. */
async function warn(deps: Deps, target: string, moments: readonly number[], drift: Plan['drift']): Promise<void> {
  const numbers = drift.map((each) => each.ruleNumber).join(', ');
  const often = moments.length > 1 ? `${moments.length} times within an hour` : `${drift.length} rules at once`;
  const { first, last } = deps.limits.numbers;
  const text = `:warning: Something else removes or changes our rules in ${target}: ${often}, now rule ${numbers}. They are put back each time. Terraform with rules written inside the Network ACL does this, and so does a person who tidies up: leave rules ${first} to ${last} to AISM (docs/firewall.md).`;
  await deps.ledger.notices
    .add(deps.channel, { id: `drift-${target}-${moments[0]}`, at: deps.clock.now(), text })
    .catch((error: unknown) => deps.log.error({ err: error, target }, 'the warning of drift could not be stored'));
  deps.wake.announce();
}
