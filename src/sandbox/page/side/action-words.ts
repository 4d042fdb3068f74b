export type Tone = 'block' | 'release' | 'ask' | 'quiet' | 'trouble';

const TONES: readonly [RegExp, Tone][] = [
  [/fail|error|quarantin|refus|denied|drift/, 'trouble'],
  [/unblock|undo|undone|lift|expire|release|resume/, 'release'],
  [/block|claim|deny|rule/, 'block'],
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

/** From what to what, where the ledger says it in short. */
export function transition(before: unknown, after: unknown): string | undefined {
  const [from, to] = [stateOf(before), stateOf(after)];
  if (from === undefined && to === undefined) return undefined;
  if (from === to) return undefined;
  return `${from ?? '—'} → ${to ?? '—'}`;
}

function stateOf(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '' && value.length <= 40) return value;
  if (typeof value === 'object' && value !== null && 'state' in value && typeof value.state === 'string') {
    return value.state;
  }
  return undefined;
}
