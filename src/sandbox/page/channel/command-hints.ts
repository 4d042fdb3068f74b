export interface CommandHint {
  command: string;
  /** What follows it. */
  rest: string;
  about: string;
}

const HINTS: readonly CommandHint[] = [
  { command: '/aism block', rest: '<ip or range> [1h] [why]', about: 'deny an address' },
  { command: '/aism unblock', rest: '<ip or range> [why]', about: 'let it in again' },
  { command: '/aism list', rest: '', about: 'what is blocked now' },
  { command: '/aism check', rest: '<ip>', about: 'is it blocked, guarded, known?' },
  { command: '/aism history', rest: '<ip>', about: 'what happened to it' },
  { command: '/aism override', rest: '<ip or range> [1h] <why>', about: 'block what is never blocked, two of you' },
  { command: '/aism approve', rest: '<ip or range>', about: 'the second yes to what another proposed' },
  { command: '/aism decline', rest: '<ip or range>', about: 'no, or take your own proposal back' },
  { command: '/aism stats', rest: '[7d]', about: 'how much, how often' },
  { command: '/aism help', rest: '', about: 'all commands' },
];

/** The commands that what was typed may become; of a whole command only itself, as a reminder of what follows. */
export function hintsFor(typed: string): readonly CommandHint[] {
  const text = typed.trimStart().toLowerCase();
  if (!text.startsWith('/')) return [];
  const whole = HINTS.filter(({ command }) => text.startsWith(`${command} `));
  return whole.length > 0 ? whole : HINTS.filter(({ command }) => command.startsWith(text.trimEnd()));
}
