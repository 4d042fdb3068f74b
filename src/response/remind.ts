import { display } from '../address/address.ts';
import type { Severity } from '../alerts/alert.ts';
import { formatDuration } from '../decision/duration.ts';
import { isAsking } from '../ledger/asking.ts';
import type { UnsaidCard } from '../ledger/ledger.ts';
import type { Episode } from '../ledger/record.ts';
import { shoutOn } from '../ledger/shout.ts';
import { type CardFacts, NotAnnouncedError } from './announcer.ts';
import { changeEpisode } from './change-episode.ts';
import { mentionOf } from './mention.ts';
import { noticeMoment, noticeWords } from './notice-words.ts';
import { LeaseLostError, type Say, unlessRefused } from './speaker.ts';

/** More questions than these at the same time are one message, which names so many of them. */
const ALONE = 3;
const NAMED = 10;
const MINUTE_MS = 60_000;
/** Questions that would be due within this time belong to the same message. Milliseconds. */
const TOGETHER_MS = 5 * MINUTE_MS;
/** How many one message takes. */
const MOST = 200;

/**
 * Tells the channel of questions that nobody answered: each below its card, many at the same time in one message. False
 * when nothing came of it. Only the one sender of the channel does this, so no two tell of the same question.
 *
 *   note the list's name in each record ──▶ post the list ──▶ forget that they are due
 *
 * After a stop the list is looked for in the channel; who was not noted is no part of it.
 */
export async function remind(say: Say): Promise<boolean> {
  const { deps } = say;
  const now = deps.clock.now();
  const [first] = await deps.ledger.records.unanswered(deps.channel, now, 1);
  if (!first) return false;
  const found = await deps.ledger.records.unanswered(deps.channel, now + TOGETHER_MS, MOST);
  const questions = found.flatMap(factsOf);
  const listed = Map.groupBy(questions, ({ episode }) => episode.asks?.list);
  const free = listed.get(undefined) ?? [];
  const open = free.filter(({ record, episode }) => isAsking(record, episode));
  let done = 0;
  /** One record that cannot be stored keeps no other question, and nothing else, from being told. */
  const attempt = async (of: CardFacts, step: () => Promise<unknown>) => {
    try {
      if ((await step()) !== false) done += 1;
    } catch (error) {
      if (error instanceof LeaseLostError || error instanceof NotAnnouncedError) throw error;
      deps.log.error({ err: error, address: of.record.address }, 'nobody could be reminded of a question; again later');
    }
  };
  for (const each of free) if (!open.includes(each)) await attempt(each, () => forget(say, each));
  for (const [list, those] of listed)
    if (list !== undefined && those[0]) await attempt(those[0], () => sayList(say, list, those, true));
  if (open.length > ALONE) {
    const list = `still-open-${open[0]?.record.address}-${now}`;
    const noted: CardFacts[] = [];
    for (const each of open)
      await attempt(each, async () => {
        const isNoted = await noteList(say, each, list);
        if (isNoted) noted.push(each);
        return isNoted;
      });
    if (noted[0]) await attempt(noted[0], () => sayList(say, list, noted, false));
    return done > 0;
  }
  for (const each of open)
    if ((each.episode.asks?.remindAt ?? 0) <= now) await attempt(each, () => sayAlone(say, each));
  return done > 0;
}

/** The shout goes with the wish to remind in one write; the sender says it next. */
async function sayAlone({ deps }: Say, { record, episode }: CardFacts): Promise<void> {
  const now = deps.clock.now();
  await deps.ledger.records.change(record.address, (draft) => {
    const each = draft.episodes.find(({ id }) => id === episode.id);
    if (!each?.asks || each.asks.remindAt === undefined) return;
    delete each.asks.remindAt;
    // What is to be heard anyway brings the card to mind as well.
    if (!isAsking(draft, each) || each.shout) return;
    const minutes = Math.round((now - each.asks.since) / MINUTE_MS);
    const sentence = `${each.seen}, asked ${formatDuration(minutes * MINUTE_MS)} ago`;
    shoutOn(draft, each, { kind: 'still-open', sentence, now });
  });
}

/** False when it was answered meanwhile. */
async function noteList({ deps }: Say, { record, episode }: CardFacts, list: string): Promise<boolean> {
  const { result } = await deps.ledger.records.change(record.address, (draft) => {
    const each = draft.episodes.find(({ id }) => id === episode.id);
    if (!each?.asks || each.asks.remindAt === undefined || !isAsking(draft, each)) return false;
    each.asks.list = list;
    return true;
  });
  return result;
}

async function sayList(say: Say, list: string, those: readonly CardFacts[], isTried: boolean): Promise<void> {
  const { deps, announcer, check } = say;
  if (those.length > 0 && !(isTried && (await announcer.find(deps.channel, list)) !== undefined)) {
    await announcer.turn();
    await check();
    const text = listText(say, those);
    await announcer.notify(deps.channel, { id: list, text }, check).catch(unlessRefused(deps, text));
  }
  for (const each of those) await forget(say, each);
}

async function forget({ deps }: Say, { record, episode }: CardFacts): Promise<void> {
  await changeEpisode(deps, record.address, episode.id, ({ asks }) => {
    // It may ask anew meanwhile.
    if (!asks || asks.since !== episode.asks?.since) return;
    delete asks.remindAt;
    delete asks.list;
  });
}

const WORST: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

function listText({ deps }: Say, those: readonly CardFacts[]): string {
  const worst = WORST.find((severity) => those.some(({ episode }) => episode.severity === severity)) ?? 'low';
  const shown = those
    .toSorted((a, b) => WORST.indexOf(a.episode.severity) - WORST.indexOf(b.episode.severity))
    .slice(0, NAMED)
    .map((each) => `• ${question(each)}`);
  const more = those.length > NAMED ? [`and ${those.length - NAMED} more: \`/aism list asks\``] : [];
  const head = `${mentionOf(deps.policy.mentions, worst)}*Still open: nobody answered ${those.length} questions*`;
  return [head, ...shown, ...more].join('\n');
}

function question({ record, episode }: CardFacts): string {
  const card = `https://slack.com/archives/${episode.channel}/p${(episode.ts ?? '').replace('.', '')}`;
  const since = noticeMoment(episode.asks?.since ?? episode.openedAt);
  return `<${card}|Block ${display(record.address)}?> ${noticeWords(episode.seen)}, asked ${since}`;
}

function factsOf({ record, episode: id }: UnsaidCard): CardFacts[] {
  const episode: Episode | undefined = record.episodes.find((each) => each.id === id);
  return episode ? [{ record, episode }] : [];
}
