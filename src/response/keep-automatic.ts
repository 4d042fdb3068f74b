import { noteChange } from '../decision/automatic.ts';
import type { Deps } from './deps.ts';
import { tellAutomatic } from './tell-automatic.ts';

/** Notes that a pause has run out and since when hours are counted, and tells what was not told yet. For the tick. */
export async function keepAutomatic(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const { since, pause } = await deps.ledger.automatic.read();
  const isOver = pause !== undefined && pause.until !== null && pause.until <= now;
  if (since === undefined || isOver)
    await deps.ledger.automatic.change((draft) => {
      draft.since ??= now;
      const { pause: ended } = draft;
      if (!ended || ended.until === null || ended.until > now) return;
      delete draft.pause;
      const isTripped = draft.trip !== undefined;
      noteChange(draft, {
        at: now,
        kind: 'resume',
        actor: 'aism',
        before: `paused until ${new Date(ended.until).toISOString()}`,
        after: isTripped ? 'off until a lead resumes it' : 'on',
        why: 'its time is over',
        text: isTripped
          ? `:arrow_forward: The pause of automatic blocking by <@${ended.by}> is over. It stays off until a lead says \`/aism resume\`.`
          : `:arrow_forward: The pause of automatic blocking by <@${ended.by}> is over: automatic blocking goes on.`,
      });
    });
  await tellAutomatic(deps);
}
