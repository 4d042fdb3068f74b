import { fold, isFoldable } from '../ledger/folded.ts';
import type { UnsaidCard } from '../ledger/ledger.ts';
import { beginStorm, notePosted, postedLately, type Storm, type StormWatch, stormOn } from '../ledger/storm.ts';
import { changeEpisode } from './change-episode.ts';
import type { Deps } from './deps.ts';
import type { Say } from './speaker.ts';
import { tellStorm } from './storm-digest.ts';

/** How many cards are folded at the same time. */
const AT_ONCE = 8;

/*
 *   more new cards than the policy's in a minute ──▶ storm ──▶ cards that wait are folded, new ones are born folded
 *                                                      │
 *                                   each source's digest: posted, edited while numbers change
 *                                                      │
 *                        few new ones for two minutes ──▶ over: told a last time; the next alert opens a card again
 *
 * All of it is in the ledger: the watch is one item, and each folded card has a hint of its own, from which it is counted.
 */

/** What the channel's sender does about storms, under its lease. */
export interface StormWatcher {
  /** The cards that are to be posted one by one; the others are folded into the storm that goes on, or begins by them. */
  sift(posts: readonly UnsaidCard[], isFull: boolean): Promise<UnsaidCard[]>;
  /** Counts a new card, before it is posted. */
  posting(card: UnsaidCard): Promise<void>;
  /** Counts and tells what is due of the last storm. */
  tell(): Promise<void>;
  /** When it must be told again. Milliseconds, by the application's clock. */
  nextAt(): number | undefined;
}

/** Reads how it stands. */
export async function watchStorm(say: Say): Promise<StormWatcher> {
  const { deps } = say;
  const { cards } = deps.policy.storm;
  let watch: StormWatch = await deps.ledger.storm.read();

  async function change(edit: (draft: StormWatch) => void): Promise<void> {
    watch = await deps.ledger.storm.change((draft) => {
      edit(draft);
      return structuredClone(draft);
    });
  }

  async function isTooMany(waiting: number, isFull: boolean): Promise<boolean> {
    const now = deps.clock.now();
    const room = cards - postedLately(watch, now);
    if (waiting > room) return true;
    return isFull && (await deps.ledger.records.countUnsaid(deps.channel, now, cards + 1)) > room;
  }

  return {
    async sift(posts, isFull) {
      const foldable = posts.filter(isFoldableCard);
      if (foldable.length === 0) return [...posts];
      if (!stormOn(watch)) {
        if (!(await isTooMany(foldable.length, isFull))) return [...posts];
        // The last look at the one before: what it folded at its very end nobody else tells.
        const { storm: before } = watch;
        if (before?.lookAt !== undefined) await tellStorm(say, before, change);
        await change((draft) => beginStorm(draft, deps.clock.now()));
        deps.log.warn({ storm: watch.storm?.id }, 'so many new cards are a storm: they are told of in a digest');
      }
      const storm = stormOn(watch);
      const left = storm ? await foldAll(deps, foldable, storm) : foldable;
      return posts.filter((post) => left.includes(post) || !foldable.includes(post));
    },
    async posting(card) {
      if (isFoldableCard(card)) await change((draft) => notePosted(draft, deps.clock.now(), cards));
    },
    async tell() {
      const { storm } = watch;
      if (storm?.lookAt === undefined || storm.lookAt > deps.clock.now()) return;
      await tellStorm(say, storm, change);
    },
    nextAt: () => watch.storm?.lookAt,
  };
}

/** The storm into which new cards are born folded. */
export async function stormNow(deps: Deps): Promise<Storm['id'] | undefined> {
  return stormOn(await deps.ledger.storm.read())?.id;
}

function isFoldableCard({ record, episode }: UnsaidCard): boolean {
  const told = record.episodes.find((each) => each.id === episode);
  return told !== undefined && isFoldable(told);
}

/** Folds them and returns those that could not be. */
async function foldAll(deps: Deps, posts: readonly UnsaidCard[], { id }: Storm): Promise<UnsaidCard[]> {
  const left: UnsaidCard[] = [];
  for (let at = 0; at < posts.length; at += AT_ONCE)
    await Promise.all(
      posts.slice(at, at + AT_ONCE).map(async (post) => {
        const { address } = post.record;
        try {
          await changeEpisode(deps, address, post.episode, (episode) => {
            if (isFoldable(episode)) fold(episode, id);
          });
        } catch (error) {
          deps.log.error({ err: error, address }, 'a card could not be folded into the digest of a storm');
          left.push(post);
        }
      }),
    );
  return left;
}
