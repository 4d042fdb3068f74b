export interface CommandHint {
  command: string;
  /** What follows it. */
  rest: string;
  about: string;
}

const HINTS: readonly CommandHint[] = [
  hint('block', '<ip or range> [1h] [why]', 'deny an address'),
  hint('unblock', '<ip or range> [why]', 'let it in again'),
  hint('allow', '<ip or range> [30d] <why>', 'never block it; also: allow list'),
  hint('unallow', '<ip or range> [why]', 'take it off the allowlist'),
  hint('ignore', '<ip> [1h] [rule <name>]', 'silence its alerts; also: ignore list'),
  hint('list', '[asks]', 'what is blocked now; asks: open questions'),
  hint('check', '<ip>', 'is it blocked, guarded, known?'),
  hint('why', '<ip or range>', 'why it is blocked or left alone'),
  hint('history', '<ip or range>', 'who did what about it'),
  hint('override', '<ip or range> [1h] <why>', 'block what is never blocked, two of you'),
  hint('approve', '<ip or range>', 'the second yes to what another proposed'),
  hint('decline', '<ip or range>', 'no, or take your own proposal back'),
  hint('stats', '[24h|7d|30d]', 'how much, how often, with a chart'),
  hint('report', '[now]', 'when the next one comes; now: at once'),
  hint('pause', '[2h] [why]', 'nothing automatic for a while'),
  hint('resume', '', 'automatic blocking goes on'),
  hint('sync', '', 'look at every Network ACL now'),
  hint('test', '', 'does AISM work? tries it out'),
  hint('help', '[command]', 'all commands, or one'),
];

function hint(name: string, rest: string, about: string): CommandHint {
  return { command: `/aism ${name}`, rest, about };
}

/** The commands that what was typed may become; of a whole command only itself, as a reminder of what follows. */
export function hintsFor(typed: string): readonly CommandHint[] {
  const text = typed.trimStart().toLowerCase();
  if (!text.startsWith('/')) return [];
  const whole = HINTS.filter(({ command }) => text.startsWith(`${command} `));
  return whole.length > 0 ? whole : HINTS.filter(({ command }) => command.startsWith(text.trimEnd()));
}
