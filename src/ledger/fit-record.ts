import type { AddressRecord, Episode } from './record.ts';

/** DynamoDB takes 400 KB in one item. Some is left for what it counts differently. Bytes, as JSON, which is the longer form. */
export const MOST_BYTES = 360_000;
/** What an episode keeps of its lists when there is no room. */
const FEW = 3;

/** What an episode can do without, the least needed first. All of it stands in the actions and in the kept alerts. */
const LEAVE_OUT: ReadonlyArray<(episode: Episode) => void> = [leaveOutLines, leaveOutDetails];

/**
 * Makes room in a record that is too large for one item: the attacker chooses many of its words. Oldest episodes first, and
 * details before episodes, so that what is decided, whose block it is, and its newest card always fit.
 */
export function fitRecord(draft: AddressRecord): void {
  for (const leaveOut of LEAVE_OUT)
    for (const episode of draft.episodes) {
      if (isRoom(draft)) return;
      leaveOut(episode);
    }
  while (!isRoom(draft) && draft.episodes.length > 1) draft.episodes.shift();
  while (!isRoom(draft) && draft.events.length > 1) draft.events.splice(0, Math.ceil(draft.events.length / 2));
}

function isRoom(draft: AddressRecord): boolean {
  return Buffer.byteLength(JSON.stringify(draft)) <= MOST_BYTES;
}

/** They are counted, so that the thread says that there were more. */
function leaveOutLines({ thread }: Episode): void {
  if (!thread || thread.lines.length <= FEW) return;
  thread.lost = (thread.lost ?? 0) + thread.lines.length - FEW;
  thread.lines = thread.lines.slice(-FEW);
}

function leaveOutDetails(episode: Episode): void {
  episode.users = episode.users.slice(-FEW);
  episode.hosts = episode.hosts.slice(-FEW);
  episode.samples = episode.samples.slice(-1);
  if (episode.notes) episode.notes = episode.notes.slice(-1);
  if (episode.hostIds) episode.hostIds = episode.hostIds.slice(-FEW);
}
