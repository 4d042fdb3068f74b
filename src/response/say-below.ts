import { isAsking } from '../ledger/asking.ts';
import { blockState, liveBlock } from '../ledger/block.ts';
import { isWoken } from '../ledger/storm.ts';
import { type CardFacts, cardId } from './announcer.ts';
import { changeEpisode, postAnew } from './change-episode.ts';
import type { Deps } from './deps.ts';
import { type Say, unlessRefused } from './speaker.ts';

/** Says a card's shout. The same order as for a card: note the try, post, note that it is done; after a stop look first. */
export async function sayBelow({ deps, announcer, check }: Say, facts: CardFacts, ts: string): Promise<void> {
  const { record, episode } = facts;
  const { shout } = episode;
  if (!shout) return;
  const id = `below:${cardId(record, episode)}|${shout.id ?? episode.alerts}`;
  const isSaid = shout.isTried && (await announcer.find(deps.channel, id, ts)) !== undefined;
  if (!isSaid && isStillTrue(facts)) {
    await announcer.turn();
    const isAwake = await areTheyAwake(deps, facts, id);
    const after = await changeEpisode(deps, record.address, episode.id, (each) => {
      if (each.shout?.id === shout.id) each.shout = { ...shout, isTried: true };
    });
    const newest = after.episodes.find((each) => each.id === episode.id);
    // As it stands now: a block may work meanwhile.
    const told = newest && newest.shout?.id === shout.id ? { record: after, episode: newest } : facts;
    await check();
    const say = () => announcer.shout(told, ts, id, !isAwake).catch(unlessRefused(deps, shout.sentence));
    const said = isAwake && shout.isMention ? 'said' : await say();
    if (said === 'gone') return postAnew(deps, facts, ts);
  }
  // Something else that must be heard may have come meanwhile.
  await changeEpisode(deps, record.address, episode.id, (each) => {
    if (each.shout?.id === shout.id) delete each.shout;
  });
}

/** Of a burst of blocks one wakes people; what does not work, or asks, always does. */
async function areTheyAwake(deps: Deps, { episode }: CardFacts, id: string): Promise<boolean> {
  const who = deps.policy.mentions[episode.severity];
  if (who === undefined || episode.shout?.kind !== 'blocked') return false;
  return deps.ledger.storm.change((draft) => isWoken(draft, who, id, deps.clock.now()));
}

/** After an outage nobody is woken by what is over. */
function isStillTrue({ record, episode }: CardFacts): boolean {
  const live = liveBlock(record);
  switch (episode.shout?.kind) {
    case 'blocked':
    case 'drift':
      return live !== undefined;
    case 'failed':
      return live !== undefined && blockState(live) === 'failed';
    case 'asks-anew':
    case 'still-open':
      return isAsking(record, episode);
    default:
      return true;
  }
}
