import type { AutomaticNote } from '../decision/automatic.ts';
import { AUTOMATIC } from './automatic-address.ts';
import type { Deps } from './deps.ts';

/*
 *   change, with its note in the same write ──▶ notice, action ──▶ clear the note
 *
 * A stop after any step is made good by the next tick. The notice may have been told by then: it is put back as one of
 * unknown outcome, which is looked for in the channel before it is posted.
 */

/** Tells the channel what became of automatic blocking, and copies it to the actions: once each, however often it is tried. */
export async function tellAutomatic(deps: Deps): Promise<void> {
  const { outbox } = await deps.ledger.automatic.read();
  if (outbox.length === 0) return;
  for (const note of outbox) await tell(deps, note);
  const told = new Set(outbox.map(({ id }) => id));
  await deps.ledger.automatic.change((draft) => {
    draft.outbox = draft.outbox.filter(({ id }) => !told.has(id));
  });
  deps.wake.announce();
}

async function tell(deps: Deps, { text, ...action }: AutomaticNote): Promise<void> {
  await Promise.all([
    deps.ledger.actions.append([{ ...action, address: AUTOMATIC }]),
    deps.ledger.notices.add(deps.channel, { id: action.id, at: action.at, text, posting: true }),
  ]);
}
