import { answerCards } from './answer-cards.ts';
import { restartAsk } from './asking.ts';
import { isOpen, touchCards } from './episode.ts';
import { noteAction } from './note-action.ts';
import type { AddressRecord, Episode } from './record.ts';

export type Snooze = AddressRecord['snoozes'][number];

/** Silences that end nearly together are one: it was said twice. Milliseconds. */
const SAME_MOMENT = 60_000;

/**
 * Makes an address silent, under one rule or under all, until a moment, and answers the cards that ask about it. Returns the
 * silence that lasts as long already, if there is one: then nothing changes.
 */
export function addSnooze(draft: AddressRecord, snooze: Snooze, what: string, now: number): Snooze | undefined {
  const standing = draft.snoozes.find(
    (each) => (each.rule === undefined || each.rule === snooze.rule) && each.until > snooze.until - SAME_MOMENT,
  );
  if (standing) return standing;
  draft.snoozes = [...draft.snoozes.filter((each) => each.until > now && each.rule !== snooze.rule), snooze];
  const { by, until, rule } = snooze;
  const asking = answerCards(draft, { rule, answer: { by, at: now, until, what }, now });
  noteAction(draft, {
    at: now,
    kind: 'ignore',
    actor: by,
    before: asking.length > 0 ? 'asked' : '',
    after: what,
    why: `alerts of ${rule ?? 'every rule'} about this address are silent`,
  });
  return undefined;
}

/**
 * Ends the silence of an address under this rule, or every one if none is named. Its cards ask again, but those that
 * another silence of it is about.
 */
export function takeSnoozes(
  draft: AddressRecord,
  { rule, by }: { rule?: string | undefined; by: string },
  now: number,
): Snooze[] {
  const taken = draft.snoozes.filter((each) => each.until > now && (rule === undefined || each.rule === rule));
  if (taken.length === 0) return [];
  draft.snoozes = draft.snoozes.filter((each) => !taken.includes(each));
  const silent = draft.episodes.filter(
    (each) =>
      each.status === 'ignored' &&
      isOpen(draft, each, now) &&
      taken.some((own) => isAbout(each, own.rule)) &&
      !draft.snoozes.some((own) => own.until > now && isAbout(each, own.rule)),
  );
  for (const episode of silent) {
    episode.status = 'ask';
    delete episode.answer;
    restartAsk(episode, now);
  }
  for (const each of taken) noteEnd(draft, each, { at: now, actor: by, why: 'taken back by hand' });
  touchCards(draft, now, (each) => silent.includes(each));
  return taken;
}

/** Takes the silences away whose time is over. The next alert asks again; a card says until when it was. */
export function endSnoozes(draft: AddressRecord, now: number): void {
  const over = draft.snoozes.filter((each) => each.until <= now);
  if (over.length === 0) return;
  draft.snoozes = draft.snoozes.filter((each) => !over.includes(each));
  for (const each of over) noteEnd(draft, each, { at: each.until, actor: 'aism', why: 'its time is over' });
}

function noteEnd(draft: AddressRecord, { rule }: Snooze, of: { at: number; actor: string; why: string }): void {
  const before = rule === undefined ? 'every rule ignored' : `rule ${rule} ignored`;
  noteAction(draft, { kind: 'unignore', before, after: '', ...of });
}

function isAbout(episode: Episode, rule: string | undefined): boolean {
  return rule === undefined || episode.rule === rule;
}
