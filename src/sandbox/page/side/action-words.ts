import type { Reader } from '../text/reader.ts';
import { formatSlackDate } from '../text/slack-date.ts';

export type Tone = 'block' | 'release' | 'ask' | 'quiet' | 'trouble';

const TONES: readonly [RegExp, Tone][] = [
  [/fail|error|quarantin|refus|denied|drift/, 'trouble'],
  [/unblock|undo|undone|lift|expire|release|resume/, 'release'],
  [/block|claim|deny|rule|^active$/, 'block'],
  [/ask|alert|card|wait/, 'ask'],
];

/** The colour of an action's kind. Kinds are open: an unknown one is quiet. */
export function actionTone(kind: string): Tone {
  return TONES.find(([words]) => words.test(kind.toLowerCase()))?.[1] ?? 'quiet';
}

/** `block-requested` as words. */
export function actionWords(kind: string): string {
  return kind.replace(/[-_.:]+/g, ' ');
}

/** Who acted, from the ledger's name for them: a person's id, `rule:<name>`, or a part of AISM. */
export function actorWords(actor: string, reader: Reader): string {
  if (actor.startsWith('rule:')) return `rule ${actor.slice(5)}`;
  if (actor.startsWith('cli:')) return `${actor.slice(4)} (command line)`;
  return actor === 'aism' ? 'AISM' : reader.nameOf(actor);
}

/** From what to what, where the ledger says it in short. */
export function transition(before: unknown, after: unknown): string | undefined {
  const [from, to] = [stateOf(before), stateOf(after)];
  if (from === to) return undefined;
  if (from === undefined || to === undefined) return to ?? `${from} → nothing`;
  return `${from} → ${to}`;
}

/** Replaces the ledger's exact times and ids by what a person in this time zone reads at a glance. */
export function readable(text: string, reader: Reader): string {
  const named = text.replace(/<@([UW][A-Z0-9_]+)>|\b[UW][A-Z0-9_]{2,}\b/g, (id, inside?: string) =>
    reader.nameOf(inside ?? id),
  );
  return named.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (iso) => {
    const shown = formatSlackDate(Date.parse(iso) / 1000, '{date_short_pretty} {time}', { now: reader.now });
    return shown ?? iso;
  });
}

function stateOf(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '' && value.length <= 80) return value;
  if (typeof value === 'object' && value !== null && 'state' in value && typeof value.state === 'string') {
    return value.state;
  }
  return undefined;
}
