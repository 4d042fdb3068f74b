import type { DigestNote } from '../ledger/storm.ts';
import type { StormFacts } from './announcer.ts';
import type { Deps } from './deps.ts';
import { mentionOf, worseOf } from './mention.ts';

/**
 * A storm wakes whom the policy mentions for its worst severity: no folded card does. Once, and once more only when it gets
 * so bad that somebody else is meant.
 *
 *   notice ──▶ note who was woken; after a stop in between it is looked for in the channel before it is posted
 */
export async function wakeForStorm(
  deps: Deps,
  { id, source, severity, addresses, automatic, over }: Omit<StormFacts, 'revision' | 'now'>,
  digest: DigestNote | undefined,
  change: (edit: (draft: DigestNote) => void) => Promise<void>,
): Promise<void> {
  if (severity === undefined || over !== undefined || digest?.ts === undefined) return;
  const { mentions } = deps.policy;
  const { woken } = digest;
  const who = mentionOf(mentions, severity);
  if (who === '' || worseOf(woken, severity) === woken) return;
  if (woken !== undefined && mentionOf(mentions, woken) === who) return;
  const card = `https://slack.com/archives/${deps.channel}/p${digest.ts.replace('.', '')}`;
  const attackers = `${addresses} ${addresses === 1 ? 'attacker' : 'attackers'}, ${automatic} of them blocked by AISM itself`;
  const text = `${who}:rotating_light: *A storm, up to ${severity}*: ${attackers}. <${card}|Its digest> counts them and blocks the worst.`;
  const notice = { id: `storm-${id}-${source}-${severity}`, at: deps.clock.now(), text, posting: true };
  await deps.ledger.notices.add(deps.channel, notice);
  await change((draft) => {
    draft.woken = severity;
  });
}
