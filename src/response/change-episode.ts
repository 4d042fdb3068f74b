import type { Address } from '../address/address.ts';
import type { AddressRecord, Episode } from '../ledger/record.ts';
import type { CardFacts } from './announcer.ts';
import type { Deps } from './deps.ts';

/** Changes one episode of a record, if it is still there. Returns the record as it is then. */
export async function changeEpisode(
  deps: Deps,
  address: Address,
  id: string,
  edit: (episode: Episode) => void,
): Promise<AddressRecord> {
  const { record } = await deps.ledger.records.change(address, (draft) => {
    const episode = draft.episodes.find((each) => each.id === id);
    if (episode) edit(episode);
  });
  return record;
}

/** Somebody deleted the card in Slack: it is posted anew, and what was to be said below it is said below the new one. */
export async function postAnew(deps: Deps, { record, episode }: CardFacts, ts: string): Promise<void> {
  await changeEpisode(deps, record.address, episode.id, (each) => {
    if (each.ts !== ts) return;
    delete each.ts;
    each.revision += 1;
    each.sayAt = deps.clock.now();
    if (each.shout) each.shout.isTried = false;
    if (each.thread) delete each.thread.trying;
  });
}
