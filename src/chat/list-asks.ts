import { display } from '../address/address.ts';
import { isOpen } from '../ledger/episode.ts';
import { stormOn } from '../ledger/storm.ts';
import type { Deps } from '../response/deps.ts';
import { escapeMrkdwn, plain } from './cards/plain.ts';
import { grouped } from './cards/storm-card.ts';
import { slackDate } from './say-result.ts';

/** As many as are read at once on a phone, and whole in one answer: each line takes 200 characters at most. */
const PAGE = 15;
/** A rule's name is cut at so many characters. */
const LONGEST_RULE = 60;
/** A question that was opened within so long is open, unless it was answered. Milliseconds. */
const DAY_MS = 24 * 3_600_000;

/** `/aism list asks 2`: the open questions, the newest first, in mrkdwn; those that a storm folded too. */
export async function listAsks(deps: Deps, page = '1'): Promise<string> {
  const number = /^[1-9]\d{0,3}$/.test(page) ? Number(page) : undefined;
  if (number === undefined) return '`/aism list asks [page]`: the page is a number, such as 2.';
  const now = deps.clock.now();
  const [count, found, all] = await Promise.all([
    deps.ledger.asking.count(now - DAY_MS),
    deps.ledger.asking.page({ skip: (number - 1) * PAGE, limit: PAGE }),
    deps.ledger.asking.count(0),
  ]);
  const lines = found.flatMap(({ record, episode: id }) => {
    const episode = record.episodes.find((each) => each.id === id);
    if (!episode || !isOpen(record, episode, now)) return [];
    const events = Math.max(episode.events, episode.alerts);
    // What a person proposed has no alert to count.
    const rule = escapeMrkdwn(plain(episode.rule, LONGEST_RULE));
    const seen = events === 0 ? rule : `${grouped(events)} ${events === 1 ? 'event' : 'events'} under ${rule}`;
    const where = episode.folded === undefined ? '' : ', in the digest of a storm';
    return [`• ${display(record.address)}  ${seen}, since ${slackDate(episode.openedAt)}${where}`];
  });
  if (lines.length === 0 && all <= number * PAGE)
    return number === 1 ? 'No question is open.' : `There is nothing on page ${number}.`;
  const next = all > number * PAGE ? [`\`/aism list asks ${number + 1}\` shows the next.`] : [];
  return [`*Open questions* (${grouped(count)} of the last 24 h), the newest first`, ...lines, ...next].join('\n');
}

/** What `/aism list` says of open questions, and of a storm. */
export async function sayAsks(deps: Deps): Promise<string[]> {
  const [count, watch] = await Promise.all([
    deps.ledger.asking.count(deps.clock.now() - DAY_MS),
    deps.ledger.storm.read(),
  ]);
  const storm = stormOn(watch);
  const since = storm
    ? [`:rotating_light: A storm goes on since ${slackDate(storm.since)}; its digest is in the channel.`]
    : [];
  const are = count === 1 ? '1 open question' : `${grouped(count)} open questions`;
  return [...since, ...(count > 0 ? [`${are} of the last 24 h: \`/aism list asks\``] : [])];
}
